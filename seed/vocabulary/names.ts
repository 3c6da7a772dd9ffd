const words = (text: string): readonly string[] => text.split(', ');

export const FAMILY_NAMES = words(
  '김, 이, 박, 최, 정, 강, 조, 윤, 장, 임, 한, 오, 서, 신, 권, 황, 안, 송, 류, 홍',
);

export const GIVEN_NAMES = words(
  '민준, 서연, 도윤, 하은, 지호, 수아, 예준, 지우, 하늘, 은채, 건우, 다은, 현우, 나연, 준서, 소율, 시우, 유진, 태양, 보람, 영희, 철수, 순자, 미경, 상훈',
);

export const FIRST_NAMES = words(
  'Ann, Bo, Chidi, Dana, Emil, Farah, Goran, Hana, Ines, Jonas, Kofi, Lena, Mateo, Nora, Olu, Petra, Quinn, Ravi, Sofia, Tomas, Uma, Vera, Wim, Yuki',
);

export const LAST_NAMES = words(
  "Adler, Brandt, Castro, Dubois, Eriksen, Fofana, Garcia, Hansen, Ito, Jansen, Kowalski, Lindqvist, Moreau, Novak, O'Brien, Petrov, Rossi, Sato, Tanaka, Weber",
);

/** Things that hardly anybody sells: a few dozen of each among 600,000. */
export const RARE_NOUNS: readonly string[] =
  'Sextant, Astrolabe, Theremin, Gramophone, Zoetrope, Orrery, Stereoscope, Hurdygurdy, Barograph, Heliograph, Pantograph, Samovar, Phonautograph, Praxinoscope, Tellurion, Psaltery, Dulcimer, Ocarina, Netsuke, Scrimshaw'.split(
    ', ',
  );

export const RARE_KOREAN_NOUNS: readonly string[] =
  '가야금, 거문고, 해시계함, 자명종, 반닫이, 노리개, 연적함, 족두리, 나막신, 다듬잇돌, 화각함, 축음기'.split(
    ', ',
  );

/** The same of two characters, which an index of trigrams cannot find. */
export const RARE_KOREAN_PAIRS: readonly string[] =
  '해금, 비녀, 병풍, 벼루, 등잔, 화로, 옹기, 문갑, 피리, 장구, 향로, 연적, 놋쇠, 갓끈, 맷돌, 풍경종'
    .split(', ')
    .filter((word) => word.length === 2);

const LETTERS = 'ABCDEFGHKLMNPRSTVWXZ';

/** Model numbers such as KX-402, spread over the alphabet. */
export const MODELS: readonly string[] = Array.from({ length: 6_000 }, (_, index) => {
  // 7919 has no divisor in common with the 360,000 there are, so none comes twice.
  const number = (index * 7_919) % 360_000;
  const [pair, digits] = [Math.floor(number / 900), 100 + (number % 900)];
  return `${LETTERS[Math.floor(pair / 20)]}${LETTERS[pair % 20]}-${digits}`;
});

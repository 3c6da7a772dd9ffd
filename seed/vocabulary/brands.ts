export type Brand = { readonly english: string; readonly korean: string };

/** Nobody's names, as they are written in both scripts, the best known first. */
export const BRANDS: readonly Brand[] = [
  'Norhaven 노르헤븐',
  'Kestrelin 케스트린',
  'Haruna 하루나',
  'Baekdam 백담',
  'Ostergaten 오스터가텐',
  'Velmora 벨모라',
  'Sarangil 사랑길',
  'Tamsen 탐센',
  'Quillby 퀼비',
  'Mirae-On 미래온',
  'Aldertop 알더탑',
  'Cheonga 천가',
  'Brixholm 브릭스홀름',
  'Lumenta 루멘타',
  'Dorimpo 도림포',
  'Fjordek 피오르덱',
  'Gaonnuri 가온누리',
  'Harrowick 해로윅',
  'Isolden 이졸덴',
  'Jinseong-Ho 진성호',
  'Korvanta 코르반타',
  'Lindenau 린데나우',
  'Maplewin 메이플윈',
  'Nabiya 나비야',
  'Okterra 옥테라',
  'Pellworth 펠워스',
  'Rangmae 랑매',
  'Solveig & Co 솔베이',
  'Tornado Bros. 토네이도형제',
  'Umbra Nine 움브라나인',
  'Varley 발리',
  'Wolmido 월미도',
  'Xanterra 잔테라',
  'Yeonhwa 연화',
  'Zephyrine 제피린',
  'Ashgrove 애쉬그로브',
].map((names) => {
  const at = names.lastIndexOf(' ');
  return { english: names.slice(0, at), korean: names.slice(at + 1) };
});

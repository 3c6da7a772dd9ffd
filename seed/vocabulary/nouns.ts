import type { Category } from '../../auction/categories.ts';

type Nouns = { readonly english: readonly string[]; readonly korean: readonly string[] };

const nouns = (english: string, korean: string): Nouns => ({
  english: english.split(', '),
  korean: korean.split(', '),
});

/** What is sold, by category, what there is most of first. Korean has many compounds, because people look for their second half. */
export const NOUNS: Readonly<Record<Category, Nouns>> = {
  electronics: nouns(
    'Camera, Headphones, Laptop, Smartphone, Lens, Keyboard, Speaker, Tablet, Monitor, Game Console, Drone, Smartwatch, Projector, Router, Charger',
    '카메라, 헤드폰, 노트북, 스마트폰, 렌즈, 키보드, 스피커, 태블릿, 모니터, 게임기, 이어폰, 드론, 스마트시계, 빔프로젝터, 공유기, 충전기, 필름카메라, 광각렌즈',
  ),
  fashion: nouns(
    'Jacket, Bag, Coat, Sneakers, Watch, Backpack, Wallet, Boots, Dress, Shirt, Scarf, Leather Bag, Hat, Belt, Sunglasses',
    '자켓, 가방, 코트, 운동화, 손목시계, 지갑, 서류가방, 구두, 원피스, 셔츠, 모자, 여행가방, 신발, 책가방, 목도리, 벨트, 가죽자켓, 선글라스',
  ),
  furniture: nouns(
    'Chair, Desk, Table, Sofa, Lamp, Armchair, Bookshelf, Cabinet, Mirror, Bed Frame, Rocking Chair, Stool, Wall Clock',
    '의자, 책상, 소파, 식탁, 램프, 안락의자, 책장, 서랍장, 침대, 거울, 흔들의자, 벽시계, 식탁의자, 스탠드램프, 선반',
  ),
  'home-appliances': nouns(
    'Coffee Machine, Refrigerator, Vacuum Cleaner, Air Purifier, Rice Cooker, Washing Machine, Microwave, Fan, Heater, Toaster, Humidifier, Blender',
    '커피머신, 냉장고, 청소기, 공기청정기, 전기밥솥, 세탁기, 전자레인지, 선풍기, 난로, 토스터, 가습기, 믹서기, 로봇청소기, 김치냉장고',
  ),
  sports: nouns(
    'Bicycle, Tent, Golf Club, Running Shoes, Tennis Racket, Snowboard, Fishing Rod, Yoga Mat, Dumbbell, Surfboard, Kayak, Helmet',
    '자전거, 텐트, 골프채, 등산화, 테니스라켓, 스노보드, 낚싯대, 요가매트, 아령, 축구공, 접이식자전거, 등산가방, 헬멧',
  ),
  car: nouns(
    'Sedan, Truck, Tires, Hatchback, Wheel Set, Roof Rack, Van, Car Seat, Convertible, Dashcam, Camper',
    '세단, 트럭, 타이어, 승용차, 알루미늄휠, 루프랙, 승합차, 카시트, 블랙박스, 캠핑카, 오토바이',
  ),
  art: nouns(
    'Painting, Print, Poster, Vase, Sculpture, Photograph, Drawing, Watercolour, Lithograph, Mask',
    '그림, 판화, 도자기, 포스터, 유화, 조각, 사진, 수묵화, 백자, 서예, 풍경화, 자화상',
  ),
  jewelry: nouns(
    'Ring, Necklace, Earrings, Bracelet, Brooch, Pendant, Pocket Watch, Cufflinks, Tiara, Anklet',
    '반지, 목걸이, 귀걸이, 팔찌, 커플반지, 손목시계, 금반지, 브로치, 회중시계, 펜던트, 발찌',
  ),
  'music-instruments': nouns(
    'Guitar, Piano, Violin, Electric Guitar, Drum Kit, Synthesizer, Saxophone, Flute, Ukulele, Amplifier, Cello',
    '기타, 피아노, 바이올린, 전기기타, 드럼, 신디사이저, 색소폰, 플루트, 우쿨렐레, 통기타, 첼로, 기타앰프',
  ),
  other: nouns(
    'Book, Board Game, Doll, Toy Train, Stamp Album, Coin, Comic, Record, Teapot, Typewriter, Puzzle, Model Ship',
    '책, 인형, 보드게임, 장난감, 우표, 동전, 만화책, 음반, 찻잔, 화분, 타자기, 모형기차',
  ),
};

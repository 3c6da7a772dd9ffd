/** What an item can be filed under, in the order in which people are shown them. Ids are stable; names are for people. */
export const CATEGORIES = [
  { id: 'electronics', name: 'Electronics', nameKo: '전자기기' },
  { id: 'fashion', name: 'Fashion', nameKo: '패션' },
  { id: 'furniture', name: 'Furniture', nameKo: '가구' },
  { id: 'home-appliances', name: 'Home appliances', nameKo: '가전' },
  { id: 'sports', name: 'Sports', nameKo: '스포츠' },
  { id: 'car', name: 'Car', nameKo: '자동차' },
  { id: 'art', name: 'Art', nameKo: '예술' },
  { id: 'jewelry', name: 'Jewelry', nameKo: '보석' },
  { id: 'music-instruments', name: 'Music instruments', nameKo: '악기' },
  { id: 'other', name: 'Other', nameKo: '기타' },
] as const;

export type Category = (typeof CATEGORIES)[number]['id'];

export const CATEGORY_IDS: readonly Category[] = CATEGORIES.map(({ id }) => id);

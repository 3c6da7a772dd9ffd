/** What a bulk load fills: the columns of its lines, in their order; and whether its indices are made after it. */
export const BULK_TABLES = {
  user: {
    columns: ['id', 'name', 'email', 'emailVerified', 'createdAt', 'updatedAt', 'birthDate', 'gender'],
    large: false,
  },
  wallet: { columns: ['user_id', 'available', 'held'], large: false },
  charge: { columns: ['user_id', 'idempotency_key', 'points', 'at'], large: false },
  image: { columns: ['id', 'owner_id', 'width', 'height', 'uploaded_at', 'ready'], large: false },
  auction: {
    columns: [
      ...['id', 'seller_id', 'title', 'description', 'category', 'listed_at'],
      ...['start_price', 'reserve_price', 'buy_now_price', 'ladder', 'soft_close', 'fee_basis_points'],
      ...['starts_at', 'planned_ends_at', 'epoch', 'seq', 'ends_at', 'price'],
      ...['leader_id', 'leader_maximum', 'leader_since', 'accepted_bids'],
      ...['ending', 'unsold_reason', 'winner_id', 'closed_at', 'closed_seq'],
    ],
    large: true,
  },
  auction_image: { columns: ['auction_id', 'position', 'image_id'], large: true },
  auction_like: { columns: ['auction_id', 'user_id', 'liked_at'], large: true },
  catalogue: {
    columns: [
      ...[
        'auction_id',
        'seller_id',
        'category',
        'listed_at_us',
        'starts_at_ms',
        'ends_at_ms',
        'ends_at_text',
      ],
      ...['ending', 'price', 'bids', 'likes', 'seq', 'folded', 'card_head'],
    ],
    large: true,
  },
  catalogue_words: { columns: ['auction_id', 'listed_at_us', 'folded', 'grams'], large: true },
  bid: {
    columns: [
      ...[
        'auction_id',
        'seq',
        'epoch',
        'bidder_id',
        'bid_id',
        'kind',
        'points',
        'at',
        'outcome',
        'took_lead',
      ],
      ...['price', 'minimum', 'available', 'bidder_age', 'bidder_gender'],
    ],
    large: true,
  },
  transfer: { columns: ['user_id', 'kind', 'points', 'auction_id', 'seq', 'at'], large: true },
} as const satisfies Readonly<Record<string, { columns: readonly string[]; large: boolean }>>;

export type BulkTable = keyof typeof BULK_TABLES;

export const BULK_TABLE_NAMES = Object.keys(BULK_TABLES) as readonly BulkTable[];

/** Some rows of one table in COPY's text form. */
export type BulkBlock = {
  readonly table: BulkTable;
  readonly rows: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
};

/** A stream of log rows sorted by auction and entry, read along with the sorted auctions they belong to. */
export class SortedRows<Row extends { readonly auction_id: string; readonly seq: number }> {
  readonly #rows: AsyncIterator<Row, undefined>;
  #head: Row | undefined;
  #started = false;

  constructor(rows: AsyncIterable<Row, undefined>) {
    this.#rows = rows[Symbol.asyncIterator]();
  }

  /** The next row of this auction up to this entry; undefined when there is none. Rows of no auction are passed over. */
  async next(auctionId: string, upToSeq = Number.POSITIVE_INFINITY): Promise<Row | undefined> {
    if (!this.#started) {
      this.#started = true;
      await this.#advance();
    }
    // Text of UUIDs sorts as PostgreSQL sorts UUIDs.
    while (this.#head !== undefined && this.#head.auction_id < auctionId) await this.#advance();
    const head = this.#head;
    if (head === undefined || head.auction_id !== auctionId || head.seq > upToSeq) return undefined;
    await this.#advance();
    return head;
  }

  async #advance(): Promise<void> {
    this.#head = (await this.#rows.next()).value;
  }
}

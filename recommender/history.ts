import { BID, ITEM, LIKE, RECORD_GENDERS } from '../persistence/recommender/records.ts';
import { InteractionLog } from './model/interaction-log.ts';
import { ItemTable } from './model/item-table.ts';

const decoder = new TextDecoder();

/** All that was read of the database, as far as it is learned from: records go in, in any order, and again if need be. */
export class History {
  readonly log = new InteractionLog();
  readonly items = new ItemTable();

  addBids(bytes: Uint8Array): void {
    const { log, items } = this;
    const view = viewOf(bytes);
    for (let record = 0; record < bytes.length; record += BID.bytes) {
      const person = log.people.rowAt(view, record + BID.at.bidderId);
      const item = items.ids.rowAt(view, record + BID.at.auctionId);
      const atMs = view.getInt32(record + BID.at.seconds) * 1_000;
      log.note(person, item, view.getInt16(record + BID.at.accepted) === 1 ? 'bid' : 'tried', atMs);
      const gender = RECORD_GENDERS[view.getInt16(record + BID.at.gender)] ?? 'undisclosed';
      log.describe(person, view.getInt16(record + BID.at.age), gender, atMs);
    }
  }

  addLikes(bytes: Uint8Array): void {
    const { log, items } = this;
    const view = viewOf(bytes);
    for (let record = 0; record < bytes.length; record += LIKE.bytes) {
      const person = log.people.rowAt(view, record + LIKE.at.userId);
      const item = items.ids.rowAt(view, record + LIKE.at.auctionId);
      log.note(person, item, 'liked', view.getInt32(record + LIKE.at.seconds) * 1_000);
    }
  }

  addItems(bytes: Uint8Array): void {
    const { log, items } = this;
    const view = viewOf(bytes);
    for (const record of itemRecords(view)) {
      const row = items.ids.rowAt(view, record + ITEM.at.auctionId);
      const titleBytes = view.getInt32(record + ITEM.at.titleBytes);
      items.putRow(row, {
        seller: items.sellers.rowAt(view, record + ITEM.at.sellerId),
        category: view.getInt16(record + ITEM.at.category),
        startsAtMs: view.getFloat64(record + ITEM.at.startsAtMs),
        endsAtMs: view.getFloat64(record + ITEM.at.endsAtMs),
        over: view.getInt16(record + ITEM.at.over) === 1,
        title: decoder.decode(bytes.subarray(record + ITEM.bytes, record + ITEM.bytes + titleBytes)),
      });
      if (view.getInt16(record + ITEM.at.sold) === 0) continue;
      const winner = log.people.rowAt(view, record + ITEM.at.winnerId);
      log.note(winner, row, 'won', view.getInt32(record + ITEM.at.closedSeconds) * 1_000);
    }
  }

  removeItem(id: string): void {
    this.items.remove(this.items.ids.rowOf(id));
  }

  forgetLikes(): void {
    this.log.forgetLikes();
  }
}

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Where each record of an item begins. */
export function* itemRecords(view: DataView): Generator<number> {
  for (let record = 0; record < view.byteLength; ) {
    yield record;
    record += ITEM.bytes + view.getInt32(record + ITEM.at.titleBytes);
  }
}

import { type Alert, PASSING_ALERTS } from '../auction/alerts.ts';

/** Auctions that are remembered: more than a person subscribes to and that move at once. */
const MOST_AUCTIONS = 1_000;

export const isPassing = ({ kind }: Alert): boolean => PASSING_ALERTS.some((passing) => passing === kind);

/**
 * Which alerts were told. What is kept is told once. A price is told unless it is as old as the last word on its auction: one that goes on
 * says prices first, then what was missed, and then once more the prices of auctions it has just told something older of.
 */
export class ToldAlerts {
  #kept = Number.NEGATIVE_INFINITY;
  /** The id of the last alert of each auction; which was told last stands last. */
  readonly #last = new Map<string, number>();

  /** Everything kept up to here was told, and no price is known. */
  begin(position: string | null): void {
    this.#kept = position === null ? Number.NEGATIVE_INFINITY : Number(position);
    this.#last.clear();
  }

  /** Whether this is to be told; from then on it was. */
  isNews(alert: Alert): boolean {
    const id = Number(alert.id);
    const { auctionId } = alert;
    const last = this.#last.get(auctionId) ?? Number.NEGATIVE_INFINITY;
    if (id <= (isPassing(alert) ? last : this.#kept)) return false;
    if (!isPassing(alert)) this.#kept = id;
    this.#last.delete(auctionId);
    this.#last.set(auctionId, id);
    if (this.#last.size > MOST_AUCTIONS) this.#forgetOne();
    return true;
  }

  #forgetOne(): void {
    for (const auctionId of this.#last.keys()) {
      this.#last.delete(auctionId);
      return;
    }
  }
}

import type { AcceptedBid, AuctionView, BidOutcome, Standing } from '../auction/protocol.ts';
import { Emitter } from './emitter.ts';
import type { LiveEvents } from './live-events.ts';
import { type Arrival, closing, extension, fateOf, outbid, priceChange } from './view-changes.ts';

/** What is known of one auction, and the telling of what changed. */
export class AuctionNews {
  readonly events = new Emitter<LiveEvents>();
  #known: Arrival | null = null;
  /** A bid that took the lead, until a view is known to be at least as new. */
  #lead: AcceptedBid | null = null;

  get known(): Arrival {
    if (this.#known === null) throw new Error('Nobody holds a live auction before its first view.');
    return this.#known;
  }

  /** Joined, for the first time or again; what happened meanwhile is told as if it had just happened. */
  arrived(arrival: Arrival): void {
    const again = this.#known !== null;
    this.#learn(arrival);
    if (again) this.events.emit('standing', arrival.standing);
  }

  viewed(view: AuctionView): void {
    this.#learn({ view, standing: this.known.standing });
  }

  stood(standing: Standing): void {
    this.#known = { view: this.known.view, standing };
    this.events.emit('standing', standing);
  }

  /** An outcome that somebody here waited for. */
  decided(outcome: BidOutcome): void {
    if (outcome.status !== 'accepted' || !outcome.leading) return;
    this.#lead = outcome;
    this.#followLead();
  }

  #learn(after: Arrival): void {
    const before = this.#known;
    this.#known = after;
    this.events.emit('view', after.view);
    if (before === null) return;
    this.#tell('price', priceChange(before.view, after.view));
    const lost = outbid(before, after);
    this.#tell('outbid', lost);
    if (lost === null) this.#followLead();
    else this.#lead = null;
    this.#tell('extended', extension(before.view, after.view));
    this.#tell('closed', closing(before.view, after));
  }

  #followLead(): void {
    if (this.#lead === null) return;
    const fate = fateOf(this.#lead, this.known);
    if (fate === 'unknown') return;
    this.#lead = null;
    if (fate !== 'shown') this.#tell('outbid', fate.lost);
  }

  #tell<Name extends keyof LiveEvents>(name: Name, payload: LiveEvents[Name] | null): void {
    if (payload !== null) this.events.emit(name, payload);
  }
}

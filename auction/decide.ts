import { type Auction, type Phase, phaseAt } from './auction.ts';
import { buyNow, placeMaximum, placePlain } from './bidding.ts';
import { cancel, close, prolong } from './closing.ts';
import type { Command } from './commands.ts';
import { accepted, type Decision, refused } from './decision.ts';
import { edit, withdraw } from './listing.ts';
import type { RefusalCode } from './refusals.ts';

type Rule<K extends Command['kind']> = (auction: Auction, command: Extract<Command, { kind: K }>) => Decision;

const refuse = (code: RefusalCode) => () => refused(code);

/** Every phase answers every command: a missing cell does not compile. */
const RULES: { readonly [P in Phase]: { readonly [K in Command['kind']]: Rule<K> } } = {
  ready: {
    plain: refuse('not_started'),
    maximum: refuse('not_started'),
    buy_now: refuse('not_started'),
    close: refuse('not_over'),
    prolong: refuse('not_started'),
    cancel,
    edit,
    withdraw,
  },
  live: {
    plain: placePlain,
    maximum: placeMaximum,
    buy_now: buyNow,
    close: refuse('not_over'),
    prolong: refuse('not_over'),
    cancel,
    edit: refuse('already_started'),
    withdraw: refuse('already_started'),
  },
  ended: {
    plain: refuse('ended'),
    maximum: refuse('ended'),
    buy_now: refuse('ended'),
    close,
    prolong: prolong,
    cancel: refuse('ended'),
    edit: refuse('ended'),
    withdraw: refuse('ended'),
  },
  closed: {
    plain: refuse('ended'),
    maximum: refuse('ended'),
    buy_now: refuse('ended'),
    close: () => accepted(),
    prolong: refuse('ended'),
    cancel: refuse('ended'),
    edit: refuse('ended'),
    withdraw: refuse('ended'),
  },
  cancelled: {
    plain: refuse('cancelled'),
    maximum: refuse('cancelled'),
    buy_now: refuse('cancelled'),
    close: () => accepted(),
    prolong: refuse('cancelled'),
    cancel: () => accepted(),
    edit: refuse('cancelled'),
    withdraw: refuse('cancelled'),
  },
};

/** The one place where anything about an auction is decided: pure, synchronous, the same on every machine. */
export function decide(auction: Auction, command: Command): Decision {
  const rule = RULES[phaseAt(auction, command.atMs)][command.kind] as Rule<typeof command.kind>;
  return rule(auction, command as never);
}

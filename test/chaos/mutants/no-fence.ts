import { mutate } from './mutation.ts';

/** Whoever once owned an auction may settle for it for ever. */
mutate('auction/settlement.ts', [['facts.epochs.get(auctionId) !== state.epoch', 'false']]);

import type { AuctionId } from '../../auction/auction.ts';
import type { Config } from '../config.ts';

/** Where an auction is looked at: absolute where the house knows its own address. */
export const linkTo = ({ publicUrl = '' }: Pick<Config, 'publicUrl'>, auctionId: AuctionId): string =>
  `${publicUrl}/api/auctions/${auctionId}`;

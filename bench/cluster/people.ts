import { randomUUID } from 'node:crypto';
import { ReadyAuction } from '../../client-sdk/index.ts';

const BIDDERS = 10;
/** Nobody runs out. */
const PLENTY = 1_000_000_000;
const OPEN_MS = 86_400_000;

export type House = { readonly auctionIds: readonly string[]; readonly tokens: readonly string[] };

async function somebody(url: string, points: number): Promise<ReadyAuction> {
  const person = new ReadyAuction(url);
  await person.auth.signUp({
    email: `${randomUUID()}@example.com`,
    password: randomUUID(),
    name: 'Somebody',
    birthDate: '1990-05-17',
    gender: 'undisclosed',
  });
  if (points > 0) await person.wallet.charge(points);
  return person;
}

/** Bidders and auctions of a cluster that has just been started. */
export async function furnish(url: string, auctions: number): Promise<House> {
  const seller = await somebody(url, 0);
  const auctionIds: string[] = [];
  for (let each = 0; each < auctions; each++) {
    const { id } = await seller.auctions.create({
      title: 'A thing',
      description: '',
      startPricePoints: 100,
      ladder: 'any_higher',
      endsAt: new Date(Date.now() + OPEN_MS).toISOString(),
    });
    auctionIds.push(id);
  }
  const bidders: ReadyAuction[] = [];
  for (let each = 0; each < BIDDERS; each++) bidders.push(await somebody(url, PLENTY));
  return { auctionIds, tokens: bidders.map(({ token }) => token ?? '') };
}

/** People as the SDK sees them. */
import { randomUUID } from 'node:crypto';
import { type LiveAuction, ReadyAuction } from '../../client-sdk/index.ts';

const PASSWORD = 'a long enough password';

/** Signs somebody up with so many points. */
export async function somebody(url: string, points = 0, name = 'Somebody'): Promise<ReadyAuction> {
  const person = new ReadyAuction(url);
  await person.auth.signUp({
    email: `${randomUUID()}@example.com`,
    password: PASSWORD,
    name,
    birthDate: '1990-05-17',
    gender: 'undisclosed',
  });
  if (points > 0) await person.wallet.charge(points);
  return person;
}

/** What a server must be told by METRICS_TOKEN. */
export const METRICS_TOKEN = 'm'.repeat(32);

/** How often somebody was turned away for this, as the server's own metrics tell. */
export async function turnedAway(url: string, why: string): Promise<number> {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
  const text = await (await fetch(`${url}/metrics`, { headers })).text();
  return Number(new RegExp(`turned_away_total\\{why="${why}"\\} (\\d+)`).exec(text)?.[1] ?? Number.NaN);
}

/** Lists something that is live at once. */
export async function listed(
  seller: ReadyAuction,
  changes: { endsInMs?: number } & Record<string, unknown> = {},
) {
  const { endsInMs = 600_000, ...rest } = changes;
  return seller.auctions.create({
    title: 'A thing',
    description: 'Nothing is wrong with it.',
    startPricePoints: 100,
    endsAt: new Date(Date.now() + endsInMs).toISOString(),
    ...rest,
  });
}

/** Resolves with the view once it is as wanted. */
export function seen(
  live: LiveAuction,
  wanted: (view: LiveAuction['view']) => boolean,
): Promise<LiveAuction['view']> {
  return new Promise((resolve) => {
    const look = () => {
      if (!wanted(live.view)) return;
      stop();
      resolve(live.view);
    };
    const stop = live.on('view', look);
    look();
  });
}

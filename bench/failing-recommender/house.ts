import { randomBytes } from 'node:crypto';
import { ReadyAuction } from '../../client-sdk/index.ts';
import { startRecommenderServer } from '../../local-services/recommender-server.ts';
import { startServer } from '../benched-server.ts';
import { seededDatabase } from '../catalogue/database.ts';

/** As many as the server opens unless told otherwise. */
const POOL = 16;
/** Who browses. */
const PEOPLE = 20;

export type House = Awaited<ReturnType<typeof openHouse>>;

/** A seeded house whose recommender is a process of its own. */
export async function openHouse(auctions: number) {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const each of closers.reverse()) await each();
  };
  try {
    const database = await seededDatabase(auctions);
    closers.push(database.close);
    const RECOMMENDER_SECRET = randomBytes(32).toString('base64url');
    const recommender = await startRecommenderServer({
      settings: { DATABASE_URL: database.url, RECOMMENDER_SECRET },
    });
    closers.push(recommender.stop);
    const server = await startServer(database.url, POOL, {
      RECOMMENDER_URL: recommender.url,
      RECOMMENDER_SECRET,
    });
    closers.push(server.stop);
    return { database, recommender, url: server.url, tokens: await signedUp(server.url), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function signedUp(url: string): Promise<string[]> {
  return Promise.all(
    Array.from({ length: PEOPLE }, async (_, nth) => {
      const house = new ReadyAuction(url);
      await house.auth.signUp({
        email: `browser-${nth}-${randomBytes(6).toString('hex')}@example.com`,
        password: randomBytes(12).toString('hex'),
        name: `Browser ${nth}`,
        birthDate: `${1_960 + nth * 2}-01-01`,
        gender: nth % 2 === 0 ? 'female' : 'male',
      });
      return house.token ?? '';
    }),
  );
}

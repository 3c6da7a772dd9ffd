import { randomUUID } from 'node:crypto';
import { startPostgres } from '../local-services/postgres.ts';
import { openDatabase } from '../persistence/database.ts';
import { stageOn } from './support/stage.ts';
import { Desk } from '../rooms/desk.ts';
import { Settler } from '../rooms/settler.ts';
import { points } from '../auction/points.ts';
const pg = await startPostgres({ fsync: true });
try {
  const stage = stageOn(await openDatabase({ kind: 'postgres', url: pg.url(), poolSize: 5 }));
  const log = { info() {}, warn: console.log, error: console.log };
  const people = await Promise.all(Array.from({ length: 100 }, () => stage.person(1_000_000_000)));
  const seller = await stage.person();
  for (const auctions of [1, 10, 100]) {
    const ids = await Promise.all(Array.from({ length: auctions }, () => stage.auction(seller)));
    const settler = new Settler(stage.store, log);
    const clock = { nowMs: () => Date.now() };
    const desks = ids.map((id) => new Desk(id, stage.store, settler, clock));
    for (const d of desks) await d.open();
    const prices = ids.map(() => 100);
    let accepted = 0, refused = 0;
    const until = performance.now() + 4000;
    const bidder = async (k: number) => {
      let n = k;
      while (performance.now() < until) {
        const a = (n++ * 7 + k) % auctions;
        const desk = desks[a]!;
        const outcome = await new Promise<any>((r) => desk.bid({ bidderId: people[k % 100]!, bidId: randomUUID(), bidKind: 'plain', points: points(++prices[a]!) }, r));
        if (outcome.status === 'accepted') accepted++; else { refused++; }
      }
    };
    const t = performance.now();
    await Promise.all(Array.from({ length: 400 }, (_, k) => bidder(k)));
    const s = (performance.now() - t) / 1000;
    console.log(auctions, 'accepted/s', Math.round(accepted / s), 'refused/s', Math.round(refused / s));
  }
  await stage.close();
} finally { await pg.stop(); }

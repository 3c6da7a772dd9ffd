import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Alert } from '../../auction/alerts.ts';
import { AlertBacklog } from '../../client-sdk/alert-backlog.ts';
import { isPassing, ToldAlerts } from '../../client-sdk/told-alerts.ts';
import { outbid, price } from './scripted-house.ts';

type Frame = { readonly alert: Alert; readonly position: number };

/** A history: at each position something kept, or a price, in one of three auctions. */
const history = fc.array(fc.record({ auction: fc.constantFrom('a', 'b', 'c'), kept: fc.boolean() }), {
  minLength: 1,
  maxLength: 60,
});
const alertsOf = (happened: readonly { auction: string; kept: boolean }[]): Alert[] =>
  happened.map(({ auction, kept }, index) => (kept ? outbid : price)(index + 1, auction));

/**
 * What a server says on going on after a position: the latest price of each auction that changed, under that very position; then what is
 * kept, in its order, and after the last of an auction its price once more.
 */
function replay(alerts: readonly Alert[], after: number): Frame[] {
  const live = Math.max(after, alerts.length);
  const since = alerts.filter(({ id }) => Number(id) > after);
  const kept = since.filter((alert) => !isPassing(alert));
  const priceOf = (auction: string, position: number): Frame => {
    const { pricePoints = 0 } = alerts.filter(({ auctionId }) => auctionId === auction).at(-1) ?? {};
    return { alert: { ...price(live, auction), pricePoints }, position };
  };
  const changed = [...new Set(since.map(({ auctionId }) => auctionId))];
  const lastOf = new Map(kept.map(({ auctionId, id }) => [auctionId, id]));
  return [
    ...changed.map((auction) => priceOf(auction, after)),
    ...kept.flatMap((alert) => {
      const position = Number(alert.id);
      const isLast = lastOf.get(alert.auctionId) === alert.id;
      return [{ alert, position }, ...(isLast ? [priceOf(alert.auctionId, position)] : [])];
    }),
  ];
}

const AUCTIONS = ['a', 'b', 'c'];
const ofIt = (list: readonly Alert[], auction: string) =>
  list.filter(({ auctionId }) => auctionId === auction);
const keptIds = (list: readonly Alert[]) => list.filter((alert) => !isPassing(alert)).map(({ id }) => id);

test('over any breaks, every kept alert is told once, and the last word on every auction is its latest price', () => {
  fc.assert(
    fc.property(history, fc.array(fc.nat(100), { maxLength: 8 }), (happened, breaks) => {
      const alerts = alertsOf(happened);
      const told = new ToldAlerts();
      told.begin('0');
      const heard: Alert[] = [];
      let position = 0;
      // Each stream is read to some point and then breaks; the last is read to its end.
      for (const cut of [...breaks, Number.POSITIVE_INFINITY]) {
        for (const frame of replay(alerts, position).slice(0, cut)) {
          position = frame.position;
          if (told.isNews(frame.alert)) heard.push(frame.alert);
        }
      }

      expect(keptIds(heard)).toEqual(keptIds(alerts));
      for (const auction of AUCTIONS) {
        expect(ofIt(heard, auction).at(-1)?.pricePoints).toBe(ofIt(alerts, auction).at(-1)?.pricePoints);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('what is live is told as it comes, whatever is repeated of it', () => {
  fc.assert(
    fc.property(history, fc.array(fc.nat(59), { maxLength: 20 }), (happened, repeated) => {
      const alerts = alertsOf(happened);
      const told = new ToldAlerts();
      told.begin('0');
      const heard = alerts.filter((alert, index) => {
        const isNews = told.isNews(alert);
        // Again, or of before.
        for (const other of repeated) {
          const before = alerts[Math.min(other, index)];
          if (before !== undefined && !isPassing(before)) expect(told.isNews(before)).toBe(false);
          if (before?.auctionId === alert.auctionId) expect(told.isNews(before)).toBe(false);
        }
        return isNews;
      });
      expect(heard).toEqual(alerts);
    }),
  );
});

test('a process that takes over from what another had taken tells the rest, and nothing kept twice', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.nat(), async (happened, count) => {
      const alerts = alertsOf(happened);
      const backlog = new AlertBacklog(1_000, '0');
      for (const { alert, position } of replay(alerts, 0)) backlog.add(alert, String(position));
      const taken: Alert[] = [];
      while (taken.length < count && !backlog.isEmpty) {
        const { value } = await backlog.next();
        if (value !== undefined) taken.push(value);
      }

      const rest = replay(alerts, Number(backlog.handedOut)).map(({ alert }) => alert);
      const kept = [...taken, ...rest].filter((alert) => !isPassing(alert));
      expect(kept.map(({ id }) => id)).toEqual(
        alerts.filter((alert) => !isPassing(alert)).map(({ id }) => id),
      );
    }),
    { numRuns: 300 },
  );
});

test('a thousand auctions later the first is forgotten, and its price is told again rather than never', () => {
  const told = new ToldAlerts();
  told.begin('0');
  expect(told.isNews(price(1, 'first'))).toBe(true);
  expect(told.isNews(price(1, 'first'))).toBe(false);
  for (let number = 2; number <= 1_002; number++) told.isNews(price(number, `auction ${number}`));
  expect(told.isNews(price(1, 'first'))).toBe(true);
});

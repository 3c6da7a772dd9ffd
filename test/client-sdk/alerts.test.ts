import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { AlertConnection, AlertOptions, Alerts } from '../../client-sdk/index.ts';
import { ApiFailure, ReadyAuction } from '../../client-sdk/index.ts';
import { outbid, price, saying, scriptedHouse } from './scripted-house.ts';

function listening(url: string, options: AlertOptions = {}) {
  const alerts = new ReadyAuction(url, { token: 'secret' }).alerts(options);
  const told: string[] = [];
  const states: AlertConnection[] = [];
  alerts.on('alert', ({ kind, id }) => told.push(`${kind} ${id}`));
  alerts.on('connection', (change) => states.push(change));
  onTestFinished(() => alerts.close());
  return { alerts, told, states };
}

async function taken(alerts: Alerts, count: number): Promise<string[]> {
  const ids: string[] = [];
  const iterator = alerts[Symbol.asyncIterator]();
  while (ids.length < count) {
    const { value } = await iterator.next();
    ids.push(value?.id ?? 'done');
  }
  return ids;
}

const heard = (told: readonly string[], wanted: readonly string[]) =>
  vi.waitFor(() => expect(told).toEqual(wanted), 5_000);

describe('a stream of alerts', () => {
  test('tells every alert to whoever listens to all or to its kind, with the token of whoever is signed in', async () => {
    const house = await scriptedHouse(saying('4', false, outbid(5), price(6)));
    const { alerts, told } = listening(house.url);
    const prices: number[] = [];
    alerts.on('price_changed', ({ pricePoints }) => prices.push(pricePoints));

    await heard(told, ['outbid 5', 'price_changed 6']);
    expect(prices).toEqual([60]);
    expect(alerts.lastId).toBe('6');
    expect(house.streams[0]).toMatchObject({ after: undefined, token: 'Bearer secret' });
  });

  test('does not connect before somebody wants to hear it', async () => {
    const house = await scriptedHouse((stream) => stream.refuse(401, 'sign_in_required'));
    const alerts = new ReadyAuction(house.url).alerts();
    await new ReadyAuction(house.url).wallet.balance().catch(() => undefined);
    alerts.close();
    expect(house.streams).toHaveLength(1);
  });

  test('goes on after the last alert when it was cut, ended, or said goodbye to', async () => {
    const house = await scriptedHouse(
      (stream) => {
        saying('4', false, outbid(5))(stream);
        stream.end();
      },
      (stream) => {
        saying('5', true, outbid(6))(stream);
        stream.raw('event: alert\nid: 7\ndata: {"id":"7"');
      },
      (stream) => {
        saying('6', true, outbid(7))(stream);
        // A server that goes is no reason to wait.
        stream.raw('retry: 60000\n\n');
        stream.event('bye', { reason: 'shutdown' });
      },
      saying('7', true, outbid(8)),
    );
    const { told, states } = listening(house.url);

    await heard(told, ['outbid 5', 'outbid 6']);
    house.streams[1]?.cut();
    await heard(told, ['outbid 5', 'outbid 6', 'outbid 7', 'outbid 8']);
    expect(house.streams.map(({ after }) => after)).toEqual([undefined, '5', '6', '7']);
    expect(states.map(({ state }) => state)).toEqual([
      'connected',
      ...['reconnecting', 'connected', 'reconnecting', 'connected', 'reconnecting', 'connected'],
    ]);
    const [, , farewell] = states.filter((change) => change.state === 'reconnecting');
    expect(farewell?.waitMs).toBeLessThanOrEqual(100);
  });

  test('lets another process go on where this one was', async () => {
    const house = await scriptedHouse(saying('5', true, outbid(6)));
    const { alerts, told } = listening(house.url, { after: '5' });
    expect(alerts.lastId).toBe('5');
    await heard(told, ['outbid 6']);
    expect(house.streams[0]?.after).toBe('5');
  });

  test('tells nothing twice that a server repeats, and no price that is older than what was told', async () => {
    const house = await scriptedHouse((stream) => {
      saying('4', true, outbid(5), price(7), outbid(5), outbid(9))(stream);
      stream.alert(price(8), '9');
      stream.alert(price(3, 'b'), '9');
      stream.alert(price(3, 'b'), '9');
      stream.alert(outbid(10));
    });
    const { told, alerts } = listening(house.url, { after: '4' });
    await heard(told, ['outbid 5', 'price_changed 7', 'outbid 9', 'price_changed 3', 'outbid 10']);
    expect(alerts.lastId).toBe('10');
  });

  test('says when it cannot go on and begins anew, even at a lower position', async () => {
    const house = await scriptedHouse((stream) => {
      saying('4', false)(stream);
      stream.event('anew', { reason: 'unknown_id' }, '4');
      stream.alert(outbid(5));
    });
    const { alerts, told } = listening(house.url, { after: '900' });
    const reasons: string[] = [];
    alerts.on('anew', ({ reason }) => reasons.push(reason));
    await heard(told, ['outbid 5']);
    expect(reasons).toEqual(['unknown_id']);
    expect(alerts.lastId).toBe('5');
  });

  test('drops a stream that fell silent, however open it looks, and one that comments only stays', async () => {
    const house = await scriptedHouse(saying('4', false, outbid(5)), (stream) => {
      saying('5', true)(stream);
      const beating = setInterval(() => stream.raw(':\n'), 50);
      void stream.gone.then(() => clearInterval(beating));
      setTimeout(() => stream.alert(outbid(6)), 1_500);
    });
    const { told } = listening(house.url, { silenceMs: 1_000 });
    await heard(told, ['outbid 5', 'outbid 6']);
    await house.streams[0]?.gone;
    expect(house.streams).toHaveLength(2);
  });

  test('drops a server that takes the request and never answers', async () => {
    const house = await scriptedHouse(() => undefined, saying('4', false, outbid(5)));
    const { told, states } = listening(house.url, { silenceMs: 100, maxBackoffMs: 1 });
    await heard(told, ['outbid 5']);
    expect(states[0]).toMatchObject({
      state: 'reconnecting',
      failure: { message: 'The stream fell silent.' },
    });
  });

  test('waits as long as a busy server asks', async () => {
    const house = await scriptedHouse(
      (stream) => stream.refuse(503, 'busy', { 'retry-after': '1' }),
      saying('4', false, outbid(5)),
    );
    const { told, states } = listening(house.url, { maxBackoffMs: 1 });
    await heard(told, ['outbid 5']);
    const [first] = states;
    expect(first).toMatchObject({ state: 'reconnecting', failure: { status: 503, code: 'busy' } });
    expect(first?.state === 'reconnecting' && first.waitMs).toBeGreaterThanOrEqual(1_000);
  });

  test('does not take for alerts what is no event stream, or what does not speak as the house does', async () => {
    const house = await scriptedHouse(
      (stream) => stream.refuse(200, 'a proxy'),
      (stream) => {
        stream.begin();
        stream.raw('retry: 1\nevent: alert\ndata: {not json\n\n');
      },
      saying('4', false, outbid(5)),
    );
    const { told } = listening(house.url, { maxBackoffMs: 1 });
    await heard(told, ['outbid 5']);
    expect(house.streams).toHaveLength(3);
  });

  test('ignores events of servers that know more', async () => {
    const house = await scriptedHouse((stream) => {
      saying('4', false)(stream);
      stream.raw('event: weather\ndata: {rain\n\n');
      stream.alert(outbid(5));
    });
    const { told } = listening(house.url);
    await heard(told, ['outbid 5']);
    expect(house.streams).toHaveLength(1);
  });

  test.each([
    [
      'a refusal',
      (stream: Parameters<Parameters<typeof scriptedHouse>[0]>[0]) => stream.refuse(401, 'sign_in_required'),
    ],
    [
      'a goodbye',
      (stream: Parameters<Parameters<typeof scriptedHouse>[0]>[0]) => {
        saying('5', true)(stream);
        stream.event('bye', { reason: 'signed_out' });
      },
    ],
  ])('is given up with an error when the sign-in is not valid any more: %s', async (_, answer) => {
    const house = await scriptedHouse((stream) => {
      saying('4', false, outbid(5))(stream);
      stream.end();
    }, answer);
    const { alerts, states } = listening(house.url);
    const iterator = alerts[Symbol.asyncIterator]();
    expect(await iterator.next()).toMatchObject({ value: { id: '5' } });

    await expect(iterator.next()).rejects.toMatchObject({ status: 401, code: 'sign_in_required' });
    await expect(alerts[Symbol.asyncIterator]().next()).rejects.toBeInstanceOf(ApiFailure);
    expect(states.at(-1)).toMatchObject({ state: 'lost', failure: { status: 401 } });
    expect(house.streams).toHaveLength(2);
  });

  test('closes its connection when it is closed, and tells nothing more', async () => {
    const house = await scriptedHouse(saying('4', false, outbid(5)));
    const { alerts, told, states } = listening(house.url);
    await heard(told, ['outbid 5']);
    alerts.close();
    await house.streams[0]?.gone;
    expect(states.at(-1)).toEqual({ state: 'closed' });
    expect(await alerts[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
    expect(house.streams).toHaveLength(1);
  });
});

describe('a loop over alerts', () => {
  test('gets each one, and leaving it closes the stream', async () => {
    const house = await scriptedHouse(saying('4', false, outbid(5), outbid(6), outbid(7)));
    const ids: string[] = [];
    for await (const alert of new ReadyAuction(house.url).alerts()) {
      ids.push(alert.id);
      if (ids.length === 2) break;
    }
    expect(ids).toEqual(['5', '6']);
    await house.streams[0]?.gone;
  });

  test('knows how far it was taken, and not how far the stream has come', async () => {
    const house = await scriptedHouse(saying('4', false, outbid(5), outbid(6), outbid(7)));
    const { alerts, told } = listening(house.url);
    const iterator = alerts[Symbol.asyncIterator]();
    await heard(told, ['outbid 5', 'outbid 6', 'outbid 7']);
    await iterator.next();
    expect(alerts.lastId).toBe('5');
    await iterator.next();
    await iterator.next();
    expect(alerts.lastId).toBe('7');
  });

  test('that is slow finds the latest price of each auction, and every alert that is kept', async () => {
    const house = await scriptedHouse(
      saying('4', false, price(5), outbid(6), price(7, 'b'), price(8), outbid(9), price(10), price(11, 'b')),
    );
    const { alerts, told } = listening(house.url);
    const iterator = alerts[Symbol.asyncIterator]();
    await vi.waitFor(() => expect(told).toHaveLength(7));
    const ids: (string | undefined)[] = [];
    for (let count = 0; count < 4; count++) ids.push((await iterator.next()).value?.id);
    expect(ids).toEqual(['6', '9', '10', '11']);
  });

  test('that is much too slow lets the stream go and takes it up again, with nothing lost and nothing twice', async () => {
    const all = Array.from({ length: 40 }, (_, index) => outbid(index + 5));
    const house = await scriptedHouse((stream) => {
      const after = Number(stream.after ?? 4);
      saying(
        String(after),
        stream.after !== undefined,
        ...all.filter(({ id }) => Number(id) > after),
      )(stream);
    });
    const { alerts, states } = listening(house.url, { mostWaiting: 8 });
    const iterator = alerts[Symbol.asyncIterator]();
    await vi.waitFor(() => expect(states.at(-1)).toEqual({ state: 'paused' }));
    expect(alerts.lastId).toBe('4');
    await house.streams[0]?.gone;

    const ids: (string | undefined)[] = [];
    while (ids.length < all.length) ids.push((await iterator.next()).value?.id);

    expect(ids).toEqual(all.map(({ id }) => id));
    expect(house.streams.length).toBeGreaterThan(2);
    expect(house.streams[1]?.after).toBe('12');
  });

  test('that waits is done when the stream is closed', async () => {
    const house = await scriptedHouse(saying('4', false));
    const { alerts } = listening(house.url);
    const next = alerts[Symbol.asyncIterator]().next();
    alerts.close();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  test('beside another shares the alerts with it', async () => {
    const house = await scriptedHouse(saying('4', false, outbid(5), outbid(6), outbid(7), outbid(8)));
    const { alerts } = listening(house.url);
    const both = await Promise.all([taken(alerts, 2), taken(alerts, 2)]);
    expect(both.flat().sort()).toEqual(['5', '6', '7', '8']);
  });
});

import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { RecommendationAnswer, RecommendationRequest } from '../../../auction/recommendations.ts';
import { randomPer } from '../../../seed/random.ts';

/** As many as an auction server has under way at a busy moment. */
export const CONNECTIONS = 20;

export type Asking = {
  readonly url: string;
  readonly secret: string;
  readonly questions: readonly RecommendationRequest[];
};

/** When counting begins, and what ends it. */
export type Window = { readonly warmUpMs: number; readonly until: () => Promise<unknown> };

export type Answered = { readonly latenciesMs: readonly number[]; readonly seconds: number };

/**
 * So many questions a second in the mean, at moments of chance as people come, over twenty connections. What is waited for begins at the
 * moment somebody wanted to ask, a free connection or not.
 */
export function askAtPace(asking: Asking, perSecond: number, window: Window): Promise<Answered> {
  const random = randomPer(1, 'bench pace')(0);
  return counted(asking, window, async (ask, isOver) => {
    const underWay = new Set<Promise<void>>();
    let dueMs = performance.now();
    let failure: unknown;
    while (!isOver() && failure === undefined) {
      dueMs += (-Math.log(1 - random()) * 1_000) / perSecond;
      const waitMs = dueMs - performance.now();
      if (waitMs > 0) await pause(waitMs);
      const asked: Promise<void> = ask(dueMs)
        .catch((error: unknown) => {
          failure ??= error;
        })
        .finally(() => underWay.delete(asked));
      underWay.add(asked);
    }
    await Promise.all(underWay);
    if (failure !== undefined) throw failure;
  });
}

/** Twenty connections, each asking again as soon as it is answered. */
export const askWithoutPause = (asking: Asking, window: Window): Promise<Answered> =>
  counted(asking, window, async (ask, isOver) => {
    const connection = async () => {
      while (!isOver()) await ask(performance.now());
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  });

type Drive = (ask: (sinceMs: number) => Promise<void>, isOver: () => boolean) => Promise<void>;

/** Throws at the first answer that is not a success. */
async function counted(
  { url, secret, questions }: Asking,
  { warmUpMs, until }: Window,
  drive: Drive,
): Promise<Answered> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const bodies = questions.map((question) => JSON.stringify(question));
  const latenciesMs: number[] = [];
  let [turn, counting, over] = [0, false, false];
  const ask = async (sinceMs: number) => {
    await answered(agent, { url, secret, body: bodies[turn++ % bodies.length] ?? '' });
    if (counting) latenciesMs.push(performance.now() - sinceMs);
  };
  const driven = drive(ask, () => over);
  try {
    await Promise.race([driven, pause(warmUpMs)]);
    counting = true;
    const startedAtMs = performance.now();
    await Promise.race([driven, until()]);
    counting = false;
    return { latenciesMs, seconds: (performance.now() - startedAtMs) / 1_000 };
  } finally {
    over = true;
    await driven;
    agent.destroy();
  }
}

function answered(agent: Agent, { url, secret, body }: { url: string; secret: string; body: string }) {
  return new Promise<void>((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${secret}`,
    };
    const asked = request(`${url}/recommendations`, { method: 'POST', agent, headers }, (response) => {
      response.on('error', reject);
      if (response.statusCode !== 200)
        reject(new Error(`a question was answered with ${response.statusCode}`));
      response.on('end', resolve).resume();
    });
    asked.on('error', reject).end(body);
  });
}

/** Of so many answers, the share with as many items as were asked for. */
export async function fullAnswers({ url, secret, questions }: Asking, sample: number): Promise<number> {
  let full = 0;
  for (const question of questions.slice(0, sample)) {
    const response = await fetch(`${url}/recommendations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
      body: JSON.stringify(question),
    });
    if (response.status !== 200) throw new Error(`a question was answered with ${response.status}`);
    const { items } = (await response.json()) as RecommendationAnswer;
    if (items.length === question.limit) full += 1;
  }
  return full / Math.min(sample, questions.length);
}

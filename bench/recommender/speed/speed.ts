import { setTimeout as pause } from 'node:timers/promises';
import type { RecommendationRequest } from '../../../auction/recommendations.ts';
import { idsFor, randomPer } from '../../../seed/random.ts';
import { percentile } from '../../percentile.ts';
import { ageOf } from '../world/people.ts';
import { type World, worldOf } from '../world/world.ts';
import { type Answered, askAtPace, askWithoutPause, CONNECTIONS, fullAnswers } from './asking.ts';
import { loggedWorld } from './database.ts';
import { type BenchedRecommender, startRecommender } from './recommender-process.ts';

export type Answers = {
  readonly answers_per_s: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
};

export type Speed = {
  readonly auctions: number;
  readonly bids: number;
  readonly likes: number;
  readonly people: number;
  /** Pairs of a person and an item that it learned from. */
  readonly interactions: number;
  readonly connections: number;
  /** From an empty process to everything read; then to the first model. */
  readonly read_s: number;
  readonly rebuild_s: number;
  /** The most that the process ever had in memory. */
  readonly memory_mb: number;
  /** After a crash, until it answers again by what it had learned before. */
  readonly restart_s: number;
  /** Of some questions, the share that got as many items as they asked for: a fast answer that says nothing is none. */
  readonly full_answers: number;
  /** So many questions are asked a second where they are asked at a pace. */
  readonly asked_per_s: number;
  readonly calm: Answers;
  /** While it reads and learns anew, after the crash. */
  readonly rebuilding: Answers;
  /** As many as are answered. */
  readonly saturated: Answers;
  /** In peace, at that pace. */
  readonly p99_ms: number;
};

type Sizes = { readonly auctions: number; readonly bids: number; readonly seconds: number };

type Show = (done: number, of: number, what: string) => void;

const SEED = 1;
const DAYS = 120;
const AUCTIONS_PER_PERSON = 6;
const WARM_UP_MS = 1_000;
/** Several times the first pages that an auction server gives out in a second. */
const ASKED_PER_S = 200;
const QUESTIONS = 5_000;
/** Of those who ask so many have never been heard of. */
const STRANGERS = 0.3;
const ITEMS_ASKED_FOR = 10;
/** Questions asked one by one to see what comes of them. */
const SAMPLE = 200;

export async function measureSpeed(sizes: Sizes, show: Show) {
  const { database, questions } = await prepared(sizes, show);
  const measured = () => pause(sizes.seconds * 1_000);
  let recommender: BenchedRecommender | undefined;
  try {
    show(0, 1, 'the recommender reads the log and learns');
    recommender = await startRecommender(database.url);
    const { facts, url, secret } = recommender;
    const asking = { url, secret, questions };
    const full = await fullAnswers(asking, SAMPLE);
    show(0, 1, `${ASKED_PER_S} questions a second, ${sizes.seconds} s`);
    const calm = await askAtPace(asking, ASKED_PER_S, { warmUpMs: WARM_UP_MS, until: measured });
    show(0, 1, `as many questions as it answers, ${sizes.seconds} s`);
    const saturated = await askWithoutPause(asking, { warmUpMs: WARM_UP_MS, until: measured });
    show(0, 1, `a crash, then ${ASKED_PER_S} questions a second while it reads and learns anew`);
    const { restartedInS, learnedAnew } = await recommender.crash();
    const rebuilding = await askAtPace(asking, ASKED_PER_S, { warmUpMs: 0, until: learnedAnew });
    const speed: Speed = {
      ...{ auctions: sizes.auctions, bids: database.bids, likes: database.likes },
      people: peopleFor(sizes),
      interactions: facts.interactions,
      connections: CONNECTIONS,
      read_s: tenths(facts.readS),
      rebuild_s: tenths(facts.learnedInS),
      memory_mb: Math.round(await recommender.mostMegabytes()),
      restart_s: tenths(restartedInS),
      full_answers: full,
      asked_per_s: ASKED_PER_S,
      calm: answersOf(calm),
      rebuilding: answersOf(rebuilding),
      saturated: answersOf(saturated),
      p99_ms: answersOf(calm).p99_ms,
    };
    return { speed, postgresVersion: database.postgresVersion };
  } finally {
    await recommender?.stop();
    await database.close();
  }
}

const peopleFor = ({ auctions }: Sizes): number => Math.ceil(auctions / AUCTIONS_PER_PERSON);

/** The world is let go with this: whoever asks must not have its memory to look after. */
async function prepared(sizes: Sizes, show: Show) {
  const { auctions, bids } = sizes;
  const recipe = { seed: SEED, people: peopleFor(sizes), items: auctions, bids, days: DAYS, planted: true };
  const world = worldOf({ ...recipe, untilMs: Date.now() });
  return { questions: questionsOf(world), database: await loggedWorld(world, show) };
}

/** Of anybody, and of strangers. */
function questionsOf({ people, recipe }: World): RecommendationRequest[] {
  const random = randomPer(recipe.seed, 'bench questions')(0);
  const strangerOf = idsFor(recipe.seed, 'bench stranger');
  return Array.from({ length: QUESTIONS }, (_, index) => {
    const somebody = people[Math.floor(random() * people.length)];
    const age = somebody === undefined ? null : ageOf(somebody.birthDate, recipe.untilMs);
    const userId = random() < STRANGERS || somebody === undefined ? strangerOf(index) : somebody.id;
    return { userId, age, gender: somebody?.gender ?? 'undisclosed', limit: ITEMS_ASKED_FOR };
  });
}

const tenths = (value: number) => Math.round(value * 10) / 10;

const answersOf = ({ latenciesMs, seconds }: Answered): Answers => ({
  answers_per_s: Math.round(latenciesMs.length / seconds),
  p50_ms: tenths(percentile(latenciesMs, 0.5)),
  p99_ms: tenths(percentile(latenciesMs, 0.99)),
});

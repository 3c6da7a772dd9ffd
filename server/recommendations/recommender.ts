import { Compile } from 'typebox/compile';
import type { RecommendationAnswer, RecommendationRequest } from '../../auction/recommendations.ts';
import { AnswerShape } from '../shapes/recommendation-shapes.ts';
import { RECOMMENDATION_LIMITS } from './limits.ts';

const answerShape = Compile(AnswerShape);

/** What it said is of no use. */
class Nonsense extends Error {}

/** Asks once. Rejects unless a believable answer was there in time; whatever was sent or received for it is let go then. */
export type Recommender = (request: RecommendationRequest) => Promise<RecommendationAnswer>;

/** `url` is an origin. Connections are kept; an aborted request takes its own along. */
export function recommenderAt(options: {
  readonly url: string;
  readonly secret: string;
  readonly timeoutMs: number;
}): Recommender {
  const address = new URL('/recommendations', options.url);
  const headers = { authorization: `Bearer ${options.secret}`, 'content-type': 'application/json' };
  return async (request) => {
    const response = await fetch(address, {
      method: 'POST',
      headers,
      body: JSON.stringify(request),
      // It would take the secret to wherever it is sent.
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMs),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new Nonsense(`it answered ${response.status}`);
    }
    const answer: unknown = JSON.parse(await textOf(response));
    if (!answerShape.Check(answer)) throw new Nonsense('it answered in another form');
    return answer;
  };
}

/** The body, as far as we want to read. Leaving the loop lets the connection go. */
async function textOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > RECOMMENDATION_LIMITS.answerBytes) throw new Nonsense('it answered without end');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

import { eventsAfter, feedPosition } from '../../persistence/feed/reading.ts';
import type { Guards } from '../accounts/sessions.ts';
import { Gate } from '../catalogue/gate.ts';
import { refuse } from '../doors/refusing.ts';
import { FeedFollowers } from '../feed-followers.ts';
import { HTTP_LIMITS } from '../limits.ts';
import type { App, Parts } from '../parts.ts';
import { errors } from '../shapes/error-shapes.ts';
import { FeedPageShape, FeedQueryShape } from '../shapes/feed-shapes.ts';
import { ADMIN } from '../shapes/security.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/** What happens to auctions, for other systems. */
export function feedRoutes(app: App, { database, feed }: Parts, guards: Guards): void {
  const { feedFollowers, feedLookMs } = HTTP_LIMITS;
  const followers = new FeedFollowers(feed, { most: feedFollowers, lookMs: feedLookMs });
  // News wakes all followers at once: those who are equally far share a look, and lists find a connection in between.
  const gate = new Gate({ atOnce: 1, waiting: feedFollowers });
  app.addHook('preClose', async () => followers.close());

  const look = async (after: number | undefined, limit: number) => {
    const from = after ?? (await feedPosition(database.reader)).eventsGone;
    const items = await eventsAfter(database.reader, from, limit);
    // Where the feed is has to be read after the events: what is deleted in between is then noticed.
    const place = items[0]?.position === from + 1 ? undefined : await feedPosition(database.reader);
    return { after: from, items, ...place };
  };

  type Look = Awaited<ReturnType<typeof look>>;
  /** Neither is cured by waiting. */
  const isOutside = ({ after, head = after, eventsGone = 0 }: Look) => eventsGone > after || head < after;

  app.get(
    '/api/feed',
    {
      onRequest: guards.requireAdmin,
      schema: {
        tags: ['Administration'],
        summary: 'Follow what happens to auctions',
        description:
          'Every event of every auction, in one order: positions are 1, 2, 3 …, an auction’s own events come as they happened, and who has ' +
          'read up to a position never finds an earlier one afterwards. Go on with `after=nextAfter`; with `waitSeconds` the answer comes ' +
          'as soon as there is something. Where there is Redis, the stream `ready-auction:events` has the same events, under ids such as `17-0`.',
        security: ADMIN,
        querystring: FeedQueryShape,
        response: {
          200: FeedPageShape,
          ...errors('invalid_request', 'sign_in_required', 'admins_only', 'events_gone', 'busy'),
        },
      },
    },
    async (request, reply) => {
      const { after, limit = HTTP_LIMITS.feedItems, waitSeconds = 0 } = request.query;
      const left = new AbortController();
      if (reply.raw.destroyed) left.abort();
      else reply.raw.once('close', () => left.abort());
      const found = await followers.follow(
        () => gate.together(JSON.stringify([after, limit]), () => look(after, limit)),
        (page) => page !== undefined && page.items.length === 0 && !isOutside(page),
        { waitMs: waitSeconds * 1_000, left: left.signal },
      );
      if (found === undefined) return refuse(reply, 'busy');
      const { items, after: from, head, eventsGone } = found;
      if (eventsGone !== undefined && eventsGone > from) {
        return refuse(reply, 'events_gone', {
          message: `Events up to position ${eventsGone} are deleted, because they are old. Go on with after=${eventsGone}; what they told, the auctions themselves show.`,
          details: [{ field: 'after', message: `must be at least ${eventsGone}` }],
        });
      }
      if (head !== undefined && head < from) {
        return refuse(reply, 'invalid_request', {
          details: [{ field: 'after', message: `must be at most ${head}: there are no more events yet` }],
        });
      }
      const nextAfter = items.at(-1)?.position ?? from;
      return reply.type(JSON_TYPE).send(Buffer.from(JSON.stringify({ items, nextAfter })) as never);
    },
  );
}

import type { FastifyReply } from 'fastify';
import { type Guards, signedIn } from '../accounts/sessions.ts';
import { STREAM_LIMITS } from '../alerts/limits.ts';
import { refuse } from '../doors/refusing.ts';
import type { App, Parts } from '../parts.ts';
import { StreamHeadersShape, StreamQueryShape, StreamShape } from '../shapes/alert-shapes.ts';
import { errors } from '../shapes/error-shapes.ts';
import { USER } from '../shapes/security.ts';

const DESCRIPTION = `\
Server-Sent Events: what happens to auctions one hears of, as it happens. \`data\` is JSON.

| event | |
|---|---|
| \`hello\` | comes first |
| \`alert\` | something happened |
| \`anew\` | right after a \`hello\` that did not resume: the stream cannot go on after that id, and begins here. \`unknown_id\`: no id of this house; \`too_old\`: alerts after it were deleted; \`too_many\`: more than ${STREAM_LIMITS.missed.toLocaleString('en')} were missed. [What one was told](#tag/Alerts) has them |
| \`bye\` | the server ends it: \`shutdown\`, come back at once; \`signed_out\`, the session has ended |

Come back with the \`id\` of the last frame as \`Last-Event-ID\`, to whichever server: outbid, ending soon and every end come exactly once and
in their order. Of prices and ends that were moved the latest counts: they come at most four times a second for an auction, are not kept, and
when a stream resumes the price of every auction that changed is said (again). Who is told \`outbid\` is not told the same price once more.

A comment comes at least every ${STREAM_LIMITS.heartbeatMs / 1_000} seconds. Whoever reads too slowly is cut off, and loses nothing by coming back. One person
may have ${STREAM_LIMITS.ofOnePerson} streams at a time.`;

/** Alerts as they happen. */
export function alertStreamRoute(app: App, { alerts }: Parts, { requireUser }: Guards): void {
  app.get(
    '/api/alerts',
    {
      // A stream without a body would be one that nobody reads.
      exposeHeadRoute: false,
      onRequest: requireUser,
      schema: {
        tags: ['Alerts'],
        summary: 'Be told as it happens',
        description: DESCRIPTION,
        security: USER,
        querystring: StreamQueryShape,
        headers: StreamHeadersShape,
        response: {
          200: {
            description: 'The stream; here its events, as if each were JSON.',
            content: { 'text/event-stream': { schema: StreamShape } },
          },
          ...errors('invalid_request', 'sign_in_required', 'too_many_streams', 'busy'),
        },
      },
    },
    async (request, reply) => {
      const lastEventId = request.headers['last-event-id'] ?? request.query.lastEventId;
      const opened = await alerts.open({
        userId: signedIn(request).id,
        sessionId: request.sessionId ?? '',
        lastEventId,
        response: reply.raw,
      });
      if (opened.kind === 'refused') return refuse(reply, opened.code);
      takeOver(reply as unknown as FastifyReply);
      opened.start();
      return reply;
    },
  );
}

/** From here on nobody but the stream writes; the headers of all answers are on it, too. */
function takeOver(reply: FastifyReply): void {
  reply
    .header('content-type', 'text/event-stream')
    // Compressing would hold frames back.
    .header('cache-control', 'no-cache, no-transform')
    .header('x-accel-buffering', 'no')
    .hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  // It ends when its connection does: a frame is then one write, without a length before and a line after it.
  reply.raw.removeHeader('transfer-encoding');
}

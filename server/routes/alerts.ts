import { keptAlert } from '../../auction/alerts.ts';
import { markRead, storedAlerts, unreadCount } from '../../persistence/alerts/stored-alerts.ts';
import { readNumberKey } from '../../persistence/cursor.ts';
import { type Guards, signedIn } from '../accounts/sessions.ts';
import { linkTo } from '../alerts/link.ts';
import { refuse } from '../doors/refusing.ts';
import type { App, Parts } from '../parts.ts';
import { readPage } from '../requests.ts';
import {
  ReadMarkBodyShape,
  ReadMarkShape,
  StoredAlertsQueryShape,
  StoredAlertsShape,
} from '../shapes/alert-shapes.ts';
import { changeErrors, errors } from '../shapes/error-shapes.ts';
import { USER } from '../shapes/security.ts';

/** What one was told, for those who were away. */
export function alertRoutes(app: App, { database, config }: Parts, { requireUser }: Guards): void {
  const { db } = database;

  app.get(
    '/api/me/alerts',
    {
      onRequest: requireUser,
      schema: {
        tags: ['Alerts'],
        summary: 'What one was told',
        description:
          'Everything but changes of prices and ends, which only the stream tells, newest first. Kept for some weeks.',
        security: USER,
        querystring: StoredAlertsQueryShape,
        response: {
          200: StoredAlertsShape,
          ...errors('invalid_request', 'invalid_cursor', 'sign_in_required'),
        },
      },
    },
    async (request, reply) => {
      const { unread = false, ...query } = request.query;
      const page = readPage(query, readNumberKey);
      if (page === undefined) return refuse(reply, 'invalid_cursor');
      const receiverId = signedIn(request).id;
      const { items, nextCursor } = await storedAlerts(db, receiverId, { ...page, unread });
      return {
        items: items.map(({ position, kind, title, event, read }) => {
          const link = linkTo(config, event.auctionId);
          return { ...keptAlert(kind, event, { receiverId, position, title, link }), read };
        }),
        nextCursor,
        unreadCount: await unreadCount(db, receiverId),
      };
    },
  );

  app.put(
    '/api/me/alerts/read',
    {
      onRequest: requireUser,
      schema: {
        tags: ['Alerts'],
        summary: 'Mark alerts as read',
        description:
          'All up to and with this id. It only moves forward, and not beyond what there is; the answer says where it is.',
        security: USER,
        body: ReadMarkShape,
        response: { 200: ReadMarkBodyShape, ...changeErrors('sign_in_required') },
      },
    },
    async (request) => {
      const { id } = signedIn(request);
      const upTo = await markRead(db, id, Number(request.body.upTo));
      return { upTo: String(upTo), unreadCount: await unreadCount(db, id) };
    },
  );
}

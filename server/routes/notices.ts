import { preferencesOf, setPreferences } from '../../persistence/alerts/preferences.ts';
import {
  type PushEndpoint,
  pushEndpointsOf,
  putPushEndpoint,
  removePushEndpoint,
} from '../../persistence/alerts/push-endpoints.ts';
import { type Guards, signedIn } from '../accounts/sessions.ts';
import { refuse } from '../doors/refusing.ts';
import { pushAddressProblem } from '../notices/push-addresses.ts';
import { isPublicKey } from '../notices/vapid-keys.ts';
import type { App, Parts } from '../parts.ts';
import { readId } from '../requests.ts';
import { changeErrors, errors, onlyErrors } from '../shapes/error-shapes.ts';
import * as shapes from '../shapes/notice-shapes.ts';
import { OPEN, USER } from '../shapes/security.ts';

const tags = ['Notices'];

/** By what way and of what people want to be told while they are away. */
export function noticeRoutes(app: App, parts: Parts, guards: Guards): void {
  pushEndpointRoutes(app, parts, guards);
  preferenceRoutes(app, parts, guards);
}

function pushEndpointRoutes(app: App, { database, notices, config }: Parts, { requireUser }: Guards): void {
  const { db } = database;

  app.get(
    '/api/push-key',
    {
      schema: {
        tags,
        summary: 'What a browser registers for push with',
        security: OPEN,
        response: { 200: shapes.PushKeyShape, ...onlyErrors('push_off', 'too_many_requests') },
      },
    },
    async (_request, reply) => {
      const { pushKey } = notices;
      return pushKey === undefined ? refuse(reply, 'push_off') : { publicKey: pushKey };
    },
  );

  app.put(
    '/api/me/push-endpoints',
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'Register a browser for push',
        description:
          'Send what `PushSubscription.toJSON()` gives. The same endpoint again changes nothing but its keys, and belongs to whoever is ' +
          'signed in now. At most ten: a new one takes the place of the oldest. Take it back before signing out on a shared browser.',
        security: USER,
        body: shapes.PushEndpointRequestShape,
        response: { 200: shapes.PushEndpointShape, ...changeErrors('sign_in_required', 'push_off') },
      },
    },
    async (request, reply) => {
      if (notices.pushKey === undefined) return refuse(reply, 'push_off');
      const { endpoint, keys } = request.body;
      const details = problemsOf(endpoint, keys.p256dh, config.push?.privateEndpoints ?? false);
      if (details.length > 0) return refuse(reply, 'invalid_request', { details });
      const put = await putPushEndpoint(db, signedIn(request).id, {
        address: endpoint,
        p256dh: keys.p256dh.replace('=', ''),
        auth: keys.auth.replaceAll('=', ''),
      });
      return bodyOf(put);
    },
  );

  app.get(
    '/api/me/push-endpoints',
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'Browsers registered for push',
        description: 'At most ten. Those that their push services say are gone are forgotten.',
        security: USER,
        response: { 200: shapes.PushEndpointsShape, ...errors('sign_in_required') },
      },
    },
    async (request) => ({ items: (await pushEndpointsOf(db, signedIn(request).id)).map(bodyOf) }),
  );

  app.delete(
    '/api/me/push-endpoints/:id',
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'Push no more to a browser',
        security: USER,
        params: shapes.PushEndpointParamsShape,
        response: {
          204: { type: 'null', description: 'It is gone.' },
          ...changeErrors('sign_in_required', 'no_such_push_endpoint'),
        },
      },
    },
    async (request, reply) => {
      const id = readId(request.params.id);
      const removed = id !== undefined && (await removePushEndpoint(db, signedIn(request).id, id));
      return removed ? reply.code(204 as never).send() : refuse(reply, 'no_such_push_endpoint');
    },
  );
}

function preferenceRoutes(app: App, { database, notices }: Parts, { requireUser }: Guards): void {
  const { db } = database;
  const available = () => ({
    emailAvailable: notices.emailAvailable,
    pushAvailable: notices.pushKey !== undefined,
  });

  app.get(
    '/api/me/notice-preferences',
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'What one is told of while away',
        security: USER,
        response: { 200: shapes.NoticePreferencesShape, ...errors('sign_in_required') },
      },
    },
    async (request) => {
      const { email, push } = await preferencesOf(db, signedIn(request).id);
      return { email: [...email], push: [...push], ...available() };
    },
  );

  app.put(
    '/api/me/notice-preferences',
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'Choose what to be told of while away',
        description:
          'E-mail goes to the address of the account, which nobody has verified: so there is none unless asked for here, and every ' +
          'message has a link that ends it. What is chosen is kept where the house does not send it, too.',
        security: USER,
        body: shapes.NoticePreferencesRequestShape,
        response: { 200: shapes.NoticePreferencesShape, ...changeErrors('sign_in_required') },
      },
    },
    async (request) => {
      const { email, push } = request.body;
      await setPreferences(db, signedIn(request).id, { email, push });
      return { email, push, ...available() };
    },
  );
}

function problemsOf(endpoint: string, p256dh: string, privateEndpoints: boolean) {
  const problem = pushAddressProblem(endpoint, privateEndpoints);
  return [
    ...(problem === undefined ? [] : [{ field: 'endpoint', message: problem }]),
    ...(isPublicKey(p256dh) ? [] : [{ field: 'keys.p256dh', message: 'must be a public key of P-256' }]),
  ];
}

const bodyOf = ({ id, address, addedAt }: PushEndpoint) => ({
  id,
  endpoint: address,
  addedAt: addedAt.toISOString(),
});

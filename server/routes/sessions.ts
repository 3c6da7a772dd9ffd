import { AUTH_PATH } from '../accounts/auth.ts';
import { passingTo } from '../accounts/auth-passing.ts';
import type { Guards } from '../accounts/sessions.ts';
import type { App, Parts } from '../parts.ts';
import { changeErrors, errors } from '../shapes/error-shapes.ts';
import { ANYBODY, OPEN, USER } from '../shapes/security.ts';
import {
  CurrentSessionShape,
  DoneShape,
  SessionEndShape,
  SessionsShape,
  SuccessShape,
} from '../shapes/session-shapes.ts';

/** One's own sessions: which there are, and ending them. */
export function sessionRoutes(app: App, parts: Parts, { allowUser, requireUser }: Guards): void {
  const pass = passingTo(parts);
  const tags = ['Accounts'];

  app.get(
    `${AUTH_PATH}/get-session`,
    {
      schema: {
        tags,
        summary: 'Who one is signed in as',
        description: 'Null for strangers and for a token that is no good (any more): never 401.',
        security: OPEN,
        response: { 200: CurrentSessionShape, ...errors() },
      },
    },
    pass,
  );

  app.post(
    `${AUTH_PATH}/sign-out`,
    {
      // better-auth says so, too, when it could not end the session: here the database is asked beforehand.
      onRequest: allowUser,
      schema: {
        tags,
        summary: 'Sign out',
        description:
          'Ends this session, if there is one; 401 where the token was no good (any more), which is as well. Sockets opened by it ' +
          'are closed within ten seconds.',
        security: ANYBODY,
        response: { 200: SuccessShape, ...changeErrors('sign_in_required') },
      },
    },
    pass,
  );

  app.get(
    `${AUTH_PATH}/list-sessions`,
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: "One's own sessions",
        security: USER,
        response: { 200: SessionsShape, ...errors('sign_in_required') },
      },
    },
    pass,
  );

  app.post(
    `${AUTH_PATH}/revoke-session`,
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: "End one of one's own sessions",
        description: 'Says done, too, when there is no such session of one’s own.',
        security: USER,
        body: SessionEndShape,
        response: { 200: DoneShape, ...changeErrors('sign_in_required') },
      },
    },
    pass,
  );

  for (const [path, summary] of [
    ['revoke-sessions', "End all of one's own sessions"],
    ['revoke-other-sessions', "End all of one's own sessions but this one"],
  ] as const) {
    app.post(
      `${AUTH_PATH}/${path}`,
      {
        onRequest: requireUser,
        schema: {
          tags,
          summary,
          security: USER,
          response: { 200: DoneShape, ...changeErrors('sign_in_required') },
        },
      },
      pass,
    );
  }
}

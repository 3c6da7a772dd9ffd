import type { FastifyReply } from 'fastify';
import { AUTH_PATH } from '../accounts/auth.ts';
import { passingTo } from '../accounts/auth-passing.ts';
import { birthDateProblem } from '../accounts/birth-date.ts';
import type { Guards } from '../accounts/sessions.ts';
import { refuse } from '../doors/refusing.ts';
import type { App, Parts } from '../parts.ts';
import { AccountChangeShape, SignedInShape, SignInShape, SignUpShape } from '../shapes/account-shapes.ts';
import { changeErrors } from '../shapes/error-shapes.ts';
import { OPEN, USER } from '../shapes/security.ts';
import { DoneShape, PasswordChangedShape, PasswordChangeShape } from '../shapes/session-shapes.ts';

/**
 * What of better-auth is open: this file, `sessions.ts` and `accounts.ts`. Not open, although it could do it: removing accounts (their
 * books must stay), acting as somebody else, creating accounts past the sign-up's checks, links by mail.
 */
export function authRoutes(app: App, parts: Parts, { requireUser }: Guards): void {
  const pass = passingTo(parts);
  const tags = ['Accounts'];

  app.post(
    `${AUTH_PATH}/sign-up/email`,
    {
      schema: {
        tags,
        summary: 'Sign up',
        description: 'Makes an account with an empty wallet and signs in. Nothing else may be sent along.',
        security: OPEN,
        body: SignUpShape,
        response: { 200: SignedInShape, ...changeErrors('email_taken') },
      },
    },
    async (request, reply) => {
      const problem = birthDateProblem(request.body.birthDate, parts.clock.nowMs());
      return problem === undefined ? pass(request, reply) : refuseBirthDate(reply, problem);
    },
  );

  app.post(
    `${AUTH_PATH}/sign-in/email`,
    {
      schema: {
        tags,
        summary: 'Sign in',
        description:
          'A wrong password and an unknown address are the same to whoever asks. Some attempts a minute only.',
        security: OPEN,
        body: SignInShape,
        response: { 200: SignedInShape, ...changeErrors('wrong_credentials', 'account_banned') },
      },
    },
    pass,
  );

  app.post(
    `${AUTH_PATH}/update-user`,
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'Change what one said about oneself',
        description: 'Any of name, birth date and gender.',
        security: USER,
        body: AccountChangeShape,
        response: { 200: DoneShape, ...changeErrors('sign_in_required') },
      },
    },
    async (request, reply) => {
      const { birthDate } = request.body;
      const problem = birthDate === undefined ? undefined : birthDateProblem(birthDate, parts.clock.nowMs());
      return problem === undefined ? pass(request, reply) : refuseBirthDate(reply, problem);
    },
  );

  app.post(
    `${AUTH_PATH}/change-password`,
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'Change the password',
        description: 'A wrong current password is 401 `wrong_credentials`.',
        security: USER,
        body: PasswordChangeShape,
        response: {
          200: PasswordChangedShape,
          ...changeErrors('sign_in_required', 'wrong_credentials'),
        },
      },
    },
    pass,
  );
}

const refuseBirthDate = (reply: { send(body: never): unknown }, message: string) =>
  refuse(reply as FastifyReply, 'invalid_request', { details: [{ field: 'birthDate', message }] }) as never;

import type { TSchema } from 'typebox';
import { AUTH_PATH } from '../accounts/auth.ts';
import { passingTo } from '../accounts/auth-passing.ts';
import type { Guards } from '../accounts/sessions.ts';
import type { ErrorCode } from '../error-codes.ts';
import type { App, Parts } from '../parts.ts';
import { changeErrors, errors } from '../shapes/error-shapes.ts';
import { ADMIN } from '../shapes/security.ts';
import * as shapes from '../shapes/session-shapes.ts';

type Question = { readonly path: string; readonly summary: string; readonly description?: string } & {
  readonly asks: TSchema;
  readonly answers: TSchema;
  readonly refuses?: readonly ErrorCode[];
};

const QUESTIONS: readonly Question[] = [
  {
    path: 'list-users',
    summary: 'All accounts',
    asks: shapes.AccountsQueryShape,
    answers: shapes.AccountsShape,
  },
  {
    path: 'get-user',
    summary: 'One account',
    asks: shapes.AccountQueryShape,
    answers: shapes.AccountShape,
    refuses: ['no_such_user'],
  },
];

const ORDERS: readonly Question[] = [
  {
    path: 'set-role',
    summary: 'Make somebody an administrator, or no longer',
    asks: shapes.RoleShape,
    answers: shapes.ChangedAccountShape,
    refuses: ['no_such_user'],
  },
  {
    path: 'ban-user',
    summary: 'Ban an account',
    description: 'Ends its sessions, and nobody can sign in to it. Its auctions and bids stay. Not oneself.',
    asks: shapes.BanShape,
    answers: shapes.ChangedAccountShape,
    refuses: ['no_such_user'],
  },
  {
    path: 'unban-user',
    summary: 'Lift a ban',
    asks: shapes.UserShape,
    answers: shapes.ChangedAccountShape,
    refuses: ['no_such_user'],
  },
  {
    path: 'list-user-sessions',
    summary: 'The sessions of an account',
    asks: shapes.UserShape,
    answers: shapes.UserSessionsShape,
  },
  {
    path: 'revoke-user-session',
    summary: 'End one session of an account',
    asks: shapes.UserSessionEndShape,
    answers: shapes.SuccessShape,
  },
  {
    path: 'revoke-user-sessions',
    summary: 'End all sessions of an account',
    asks: shapes.UserShape,
    answers: shapes.SuccessShape,
  },
  {
    path: 'set-user-password',
    summary: 'Give an account a new password',
    asks: shapes.NewPasswordShape,
    answers: shapes.DoneShape,
    refuses: ['no_such_user'],
  },
];

/** What administrators may do with accounts; better-auth does it. */
export function accountRoutes(app: App, parts: Parts, { requireAdmin }: Guards): void {
  const pass = passingTo(parts);
  const closed = ['sign_in_required', 'admins_only'] as const;
  const told = ({ summary, description }: Question) => ({
    tags: ['Administration'],
    summary,
    ...(description !== undefined && { description }),
    security: ADMIN,
  });

  for (const question of QUESTIONS) {
    const { path, asks, answers, refuses = [] } = question;
    const refusals = errors('invalid_request', ...closed, ...refuses);
    app.get(
      `${AUTH_PATH}/admin/${path}`,
      {
        onRequest: requireAdmin,
        schema: { ...told(question), querystring: asks, response: { 200: answers, ...refusals } },
      },
      pass,
    );
  }
  for (const order of ORDERS) {
    const { path, asks, answers, refuses = [] } = order;
    const refusals = changeErrors(...closed, ...refuses);
    app.post(
      `${AUTH_PATH}/admin/${path}`,
      {
        onRequest: requireAdmin,
        schema: { ...told(order), body: asks, response: { 200: answers, ...refusals } },
      },
      pass,
    );
  }
}

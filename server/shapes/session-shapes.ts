import { Type } from 'typebox';
import type { CurrentSession, SessionBody } from '../../auction/api.ts';
import { HTTP_LIMITS } from '../limits.ts';
import { KnownPasswordShape, MeShape, PasswordShape } from './account-shapes.ts';
import { shapeOf } from './agreement.ts';

const TimeShape = Type.String({ format: 'date-time' });

export const DoneShape = Type.Object({ status: Type.Literal(true) }, { title: 'Done' });
export const SuccessShape = Type.Object({ success: Type.Literal(true) }, { title: 'Success' });

const SessionTokenShape = Type.String({
  pattern: '^[\\x21-\\x7e]{1,255}$',
  description: 'the `token` of a session in the list',
});

const SessionShape = shapeOf<SessionBody>()(
  Type.Object(
    {
      id: Type.String(),
      token: Type.String({
        description: 'names the session when it is to be ended; nobody can sign in with it',
      }),
      userId: Type.String(),
      createdAt: TimeShape,
      updatedAt: TimeShape,
      expiresAt: TimeShape,
      ipAddress: Type.Union([Type.String(), Type.Null()]),
      userAgent: Type.Union([Type.String(), Type.Null()]),
    },
    { title: 'Session' },
  ),
);

export const SessionsShape = Type.Array(SessionShape);
export const UserSessionsShape = Type.Object({ sessions: SessionsShape });

export const CurrentSessionShape = shapeOf<CurrentSession | null>()(
  Type.Union(
    [Type.Object({ session: SessionShape, user: MeShape }, { title: 'CurrentSession' }), Type.Null()],
    { description: 'The session; null when there is none.' },
  ),
);

export const PasswordChangeShape = Type.Object(
  {
    currentPassword: KnownPasswordShape,
    newPassword: PasswordShape,
    revokeOtherSessions: Type.Optional(
      Type.Boolean({ description: 'end all sessions, and answer the token of a new one' }),
    ),
  },
  { title: 'PasswordChange', additionalProperties: false },
);

export const PasswordChangedShape = Type.Object(
  {
    token: Type.Union([Type.String(), Type.Null()], {
      description: 'of the new session, where there is one',
    }),
    user: MeShape,
  },
  { title: 'PasswordChanged' },
);

/* ---- what administrators see and say ---- */

const UserIdShape = Type.String({
  pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
  description: "an account's id",
});

export const AccountShape = Type.Object(
  {
    ...MeShape.properties,
    createdAt: TimeShape,
    updatedAt: TimeShape,
    banned: Type.Union([Type.Boolean(), Type.Null()]),
    banReason: Type.Union([Type.String(), Type.Null()]),
    banExpires: Type.Union([TimeShape, Type.Null()]),
  },
  { title: 'Account' },
);

export const ChangedAccountShape = Type.Object({ user: AccountShape });

export const AccountsShape = Type.Object(
  {
    users: Type.Array(AccountShape),
    total: Type.Integer(),
    limit: Type.Optional(Type.Integer()),
    offset: Type.Optional(Type.Integer()),
  },
  { title: 'Accounts' },
);

export const AccountQueryShape = Type.Object({ id: UserIdShape }, { additionalProperties: false });

export const AccountsQueryShape = Type.Object(
  {
    // It becomes part of a pattern, in which a backslash at the end is an error of PostgreSQL's.
    searchValue: Type.Optional(
      Type.String({ pattern: '^[^\\p{Cc}\\\\]*$', maxLength: HTTP_LIMITS.emailLength }),
    ),
    searchField: Type.Optional(Type.Enum(['email', 'name'], { description: 'default: email' })),
    searchOperator: Type.Optional(Type.Enum(['contains', 'starts_with', 'ends_with'])),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: HTTP_LIMITS.pageItemsMost })),
    offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
    sortBy: Type.Optional(Type.Enum(['createdAt', 'email', 'name'])),
    sortDirection: Type.Optional(Type.Enum(['asc', 'desc'])),
  },
  { additionalProperties: false },
);

export const UserShape = Type.Object({ userId: UserIdShape }, { additionalProperties: false });

export const RoleShape = Type.Object(
  { userId: UserIdShape, role: Type.Enum(['user', 'admin']) },
  { additionalProperties: false },
);

export const BanShape = Type.Object(
  {
    userId: UserIdShape,
    banReason: Type.Optional(
      Type.String({ pattern: '^[^\\p{Cc}]*$', maxLength: HTTP_LIMITS.banReasonLength }),
    ),
    banExpiresIn: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: HTTP_LIMITS.banSeconds,
        description: 'seconds; for ever unless said',
      }),
    ),
  },
  { additionalProperties: false },
);

export const SessionEndShape = Type.Object({ token: SessionTokenShape }, { additionalProperties: false });
export const UserSessionEndShape = Type.Object(
  { sessionToken: SessionTokenShape },
  { additionalProperties: false },
);

export const NewPasswordShape = Type.Object(
  { userId: UserIdShape, newPassword: PasswordShape },
  { additionalProperties: false },
);

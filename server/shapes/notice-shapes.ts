import { Type } from 'typebox';
import { NOTICE_KINDS, type NoticeKind } from '../../auction/alerts.ts';
import type {
  NoticePreferences,
  NoticePreferencesBody,
  PushEndpointBody,
  PushEndpointRequest,
  PushKeyBody,
} from '../../auction/api-notices.ts';
import { shapeOf } from './agreement.ts';

export const PushKeyShape = shapeOf<PushKeyBody>()(
  Type.Object(
    { publicKey: Type.String({ description: 'for `PushManager.subscribe()`, as `applicationServerKey`' }) },
    { title: 'PushKey' },
  ),
);

/** As long as the column that keeps it. */
const ADDRESS_LENGTH = 2_000;

/** Keys are of one length each: a point of the curve P-256, and 16 bytes; some browsers fill them up with `=`. */
export const PushEndpointRequestShape = shapeOf<PushEndpointRequest>()(
  Type.Object(
    {
      endpoint: Type.String({
        pattern: '^https://[!-~]+$',
        maxLength: ADDRESS_LENGTH,
        examples: ['https://push.example.com/send/abc'],
      }),
      expirationTime: Type.Optional(
        Type.Union([Type.Number(), Type.Null()], {
          description: 'of no account: an endpoint is forgotten when its push service says that it is gone',
        }),
      ),
      keys: Type.Object(
        {
          p256dh: Type.String({ pattern: '^[A-Za-z0-9_-]{87}=?$' }),
          auth: Type.String({ pattern: '^[A-Za-z0-9_-]{22}(==)?$' }),
        },
        { additionalProperties: false },
      ),
    },
    { title: 'PushEndpointRequest', additionalProperties: false },
  ),
);

export const PushEndpointShape = shapeOf<PushEndpointBody>()(
  Type.Object(
    { id: Type.String(), endpoint: Type.String(), addedAt: Type.String({ format: 'date-time' }) },
    { title: 'PushEndpoint' },
  ),
);

export const PushEndpointsShape = shapeOf<{ readonly items: readonly PushEndpointBody[] }>()(
  Type.Object({ items: Type.Array(PushEndpointShape, { description: 'the latest first' }) }),
);

/** Not checked by its shape: what is no UUID is no endpoint, which is 404 and not 400. */
export const PushEndpointParamsShape = Type.Object({
  id: Type.String({ description: "a push endpoint's UUID" }),
});

const NoticeKindShape = shapeOf<NoticeKind>()(Type.Enum([...NOTICE_KINDS], { title: 'NoticeKind' }));

const kinds = (description: string) => Type.Array(NoticeKindShape, { uniqueItems: true, description });

const preferences = {
  email: kinds('nothing, unless one asked'),
  push: kinds('everything, unless one said otherwise; to the browsers that are registered'),
};

export const NoticePreferencesRequestShape = shapeOf<NoticePreferences>()(
  Type.Object(preferences, { title: 'NoticePreferencesRequest', additionalProperties: false }),
);

export const NoticePreferencesShape = shapeOf<NoticePreferencesBody>()(
  Type.Object(
    {
      ...preferences,
      emailAvailable: Type.Boolean({ description: 'whether this house sends e-mail at all' }),
      pushAvailable: Type.Boolean({ description: 'whether this house pushes at all' }),
    },
    { title: 'NoticePreferences' },
  ),
);

export const UnsubscribeQueryShape = Type.Object(
  { token: Type.String({ maxLength: 100, description: 'from the link in a message' }) },
  { additionalProperties: false },
);

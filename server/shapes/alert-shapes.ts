import { type TProperties, Type } from 'typebox';
import {
  type Alert,
  type AlertKind,
  SUBSCRIPTION_REASONS,
  type SubscriptionReason,
} from '../../auction/alerts.ts';
import type { Page } from '../../auction/api.ts';
import type {
  AlertAnew,
  AlertBye,
  AlertHello,
  ReadMark,
  ReadMarkBody,
  StoredAlert,
  StoredAlertsPage,
  StoredAlertsQuery,
  SubscriptionBody,
  SubscriptionState,
} from '../../auction/api-alerts.ts';
import { ALERT_LIMITS } from '../../persistence/alerts/limits.ts';
import { STREAM_LIMITS } from '../alerts/limits.ts';
import { shapeOf } from './agreement.ts';
import { pageQuery, pageShape } from './page-shapes.ts';

const TimeShape = Type.String({ format: 'date-time' });

const ReasonShape = shapeOf<SubscriptionReason>()(
  Type.Enum([...SUBSCRIPTION_REASONS], {
    title: 'SubscriptionReason',
    description: 'who asked and then bids is a bidder',
  }),
);

export const SubscriptionStateShape = shapeOf<SubscriptionState>()(
  Type.Object(
    {
      auctionId: Type.String(),
      subscribed: Type.Boolean(),
      reason: Type.Union([ReasonShape, Type.Null()], {
        description: 'why one hears of it, or as what one takes part and still does not',
      }),
    },
    { title: 'SubscriptionState' },
  ),
);

export const SubscriptionsShape = shapeOf<Page<SubscriptionBody>>()(
  pageShape(
    Type.Object(
      {
        auctionId: Type.String(),
        title: Type.String(),
        reason: ReasonShape,
        phase: Type.Enum(['ready', 'live', 'ended', 'closed', 'cancelled']),
        pricePoints: Type.Integer(),
        bidCount: Type.Integer(),
        endsAt: TimeShape,
        at: Type.String({ format: 'date-time', description: 'since when' }),
      },
      { title: 'Subscription' },
    ),
  ),
);

const endsAt = { endsAt: TimeShape };
const releasedPoints = { releasedPoints: Type.Integer({ description: 'points that are free again' }) };

/** What every alert says, and what one of its kind says beside it. `price_changed` has the name `PriceChangedAlert`. */
const alert = <Kind extends AlertKind, More extends TProperties>(
  kind: Kind,
  description: string,
  more: More,
) =>
  Type.Object(
    {
      id: Type.String({ description: 'a whole number as text' }),
      kind: Type.Literal(kind),
      at: TimeShape,
      auctionId: Type.String(),
      title: Type.String(),
      link: Type.String({
        description: 'where to look at it: absolute where the house knows its own address, else a path of it',
      }),
      pricePoints: Type.Integer(),
      bidCount: Type.Integer(),
      ...more,
    },
    {
      title: `${'read' in more ? 'Stored' : ''}${pascalCase(kind)}Alert`,
      description,
    },
  );

const pascalCase = (name: string): string =>
  name.replaceAll(/(?:^|_)(.)/g, (_all, letter: string) => letter.toUpperCase());

const keptAlerts = <More extends TProperties>(more: More) =>
  [
    alert('outbid', 'Somebody else leads.', { ...releasedPoints, ...endsAt, ...more }),
    alert('ending_soon', 'The end is near. Once per auction.', { ...endsAt, ...more }),
    alert('won', 'To the winner, who has paid the price.', { ...releasedPoints, ...more }),
    alert('lost', 'To everybody else who bid.', { sold: Type.Boolean(), ...releasedPoints, ...more }),
    alert('sold', 'To the seller.', {
      payoutPoints: Type.Integer({ description: 'what the seller was paid' }),
      feePoints: Type.Integer({ description: 'what the house took of the price' }),
      ...more,
    }),
    alert('unsold', 'To the seller.', { reason: Type.Enum(['no_bids', 'reserve_not_met']), ...more }),
    alert('ended', 'To those who only asked to hear of it.', { sold: Type.Boolean(), ...more }),
    alert('cancelled', 'To everybody: it was called off.', { ...releasedPoints, ...more }),
  ] as const;

const AlertShape = shapeOf<Alert>()(
  Type.Union([
    alert('price_changed', 'The highest price is another, or somebody now stands behind it.', endsAt),
    alert('extended', 'A late bid has moved the end.', endsAt),
    ...keptAlerts({}),
  ]),
);

const StoredAlertShape = shapeOf<StoredAlert>()(Type.Union([...keptAlerts({ read: Type.Boolean() })]));

const unreadCount = {
  unreadCount: Type.Integer({
    description: `alerts that were not read; ${ALERT_LIMITS.unreadCounted} also means more`,
  }),
};

export const StoredAlertsShape = shapeOf<StoredAlertsPage>()(
  Type.Object({ ...pageShape(StoredAlertShape).properties, ...unreadCount }),
);

export const StoredAlertsQueryShape = shapeOf<StoredAlertsQuery>()(
  Type.Object(
    { unread: Type.Optional(Type.Boolean({ description: 'only those that were not read' })), ...pageQuery },
    { additionalProperties: false },
  ),
);

const upTo = {
  upTo: Type.String({ pattern: '^\\d{1,15}$', description: 'the id of an alert', examples: ['4211'] }),
};

export const ReadMarkShape = shapeOf<ReadMark>()(
  Type.Object(upTo, { title: 'ReadMark', additionalProperties: false }),
);

export const ReadMarkBodyShape = shapeOf<ReadMarkBody>()(Type.Object({ ...upTo, ...unreadCount }));

const LastEventIdShape = Type.Optional(
  Type.String({
    maxLength: STREAM_LIMITS.idLength,
    description: 'goes on exactly after the frame that had this id',
  }),
);

export const StreamQueryShape = Type.Object(
  { lastEventId: LastEventIdShape },
  { additionalProperties: false },
);

/** Whatever it says, the stream opens: browsers cannot take back what they remember. */
export const StreamHeadersShape = Type.Object({
  'last-event-id': Type.Optional(
    Type.String({ description: 'the same, as browsers say it by themselves; wins over the query' }),
  ),
});

const HelloShape = shapeOf<AlertHello>()(
  Type.Object({
    position: Type.String({ description: 'where it begins, or goes on' }),
    resumed: Type.Boolean({
      description: 'whether it goes on exactly after the id it was asked to go on after',
    }),
  }),
);

const AnewShape = shapeOf<AlertAnew>()(
  Type.Object({ reason: Type.Enum(['unknown_id', 'too_old', 'too_many']) }),
);

const ByeShape = shapeOf<AlertBye>()(Type.Object({ reason: Type.Enum(['shutdown', 'signed_out']) }));

const id = { id: Type.String({ description: 'what to go on after' }) };

/** The stream's events, as if each were JSON. */
export const StreamShape = Type.Union([
  Type.Object({ event: Type.Literal('hello'), ...id, data: HelloShape }),
  Type.Object({ event: Type.Literal('alert'), ...id, data: AlertShape }),
  Type.Object({ event: Type.Literal('anew'), ...id, data: AnewShape }),
  Type.Object({ event: Type.Literal('bye'), data: ByeShape }),
]);

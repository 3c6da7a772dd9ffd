import { claimDue, noteOutcome, sweepNotices } from '../../persistence/alerts/notice-queue.ts';
import { forgetPushEndpoint } from '../../persistence/alerts/push-endpoints.ts';
import type { NoticeChannels } from '../../persistence/alerts/queueing.ts';
import type { Database } from '../../persistence/database.ts';
import type { Feed } from '../../persistence/feed/feed.ts';
import { linkTo } from '../alerts/link.ts';
import type { Config } from '../config.ts';
import type { Log } from '../logs/log.ts';
import type { Carrier } from './carrier.ts';
import { Lane, type LaneCounts, type LaneQueue } from './lane.ts';
import { NOTICE_SENDING } from './limits.ts';
import { readUnsubscribeToken, unsubscribeToken } from './unsubscribe-tokens.ts';

type NoticeStats = Readonly<Record<'email' | 'push', Readonly<LaneCounts> & { readonly underWay: number }>>;

/** Waking people, by Web Push and by e-mail, where the house is configured for it. */
export interface Notices {
  /** What browsers register with; undefined without Web Push. */
  readonly pushKey: string | undefined;
  readonly emailAvailable: boolean;
  /** Whose unsubscribe link it is; undefined when it is not one of ours. */
  unsubscribing(token: string): string | undefined;
  /** Of this process, since its start. */
  stats(): NoticeStats;
  /** Looks for what is due, as it does by itself all the time. */
  look(): Promise<void>;
  /** What is on its way arrives or goes back to the queue. */
  stop(): Promise<void>;
}

export const noticeChannels = ({ push, mail }: Config): NoticeChannels => ({
  email: mail !== undefined,
  push: push !== undefined,
});

type Options = {
  readonly db: Database['db'];
  readonly feed: Pick<Feed, 'onNews'>;
  readonly config: Config;
  /** Signs the links that turn e-mail off; the same on all nodes and for ever. */
  readonly secret: string;
  readonly log: Log;
};

/**
 * Every node sends what is due; a lease on each notice lets one of them have it. A process that dies between sending and noting it leaves a
 * notice that is sent again when its lease is over: twice perhaps, but never not at all.
 */
export async function openNotices({ db, feed, config, secret, log }: Options): Promise<Notices> {
  const carriers = await carriersOf(config, secret);
  const lanes = new Map(
    carriers.map((carrier) => [carrier.channel, new Lane(carrier, queueOf(db, carrier, log), log)]),
  );
  const look = async () => {
    await Promise.all([...lanes.values()].map((lane) => lane.look()));
  };

  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void look();
    }, NOTICE_SENDING.gatherMs);
  };
  const sweep = () =>
    sweepNotices(db).catch((error: unknown) => log.warn({ err: error }, 'old notices were not forgotten'));
  // A house without either has nothing to look for.
  const isOn = carriers.length > 0;
  const endNews = isOn ? feed.onNews(soon) : () => {};
  const timers = isOn
    ? [setInterval(soon, NOTICE_SENDING.lookMs), setInterval(sweep, NOTICE_SENDING.sweepMs)]
    : [];
  if (isOn) soon();

  const statsOf = (channel: 'email' | 'push') => {
    const lane = lanes.get(channel);
    return {
      ...(lane?.counts ?? { sent: 0, failed: 0, givenUp: 0, dropped: 0 }),
      underWay: lane?.underWay ?? 0,
    };
  };

  return {
    pushKey: config.push?.publicKey,
    emailAvailable: config.mail !== undefined,
    unsubscribing: (token) => readUnsubscribeToken(secret, token),
    stats: () => ({ email: statsOf('email'), push: statsOf('push') }),
    look,
    async stop() {
      endNews();
      clearTimeout(timer);
      for (const each of timers) clearInterval(each);
      await Promise.all([...lanes.values()].map((lane) => lane.stop(NOTICE_SENDING.stopWithinMs)));
      for (const carrier of carriers) carrier.close();
    },
  };
}

/** Their packages are loaded only where they are used. */
async function carriersOf({ push, mail, publicUrl }: Config, secret: string): Promise<Carrier[]> {
  const link = (auctionId: string) => linkTo({ publicUrl }, auctionId);
  const carriers: Carrier[] = [];
  if (push !== undefined) {
    const { pushCarrier } = await import('./push-carrier.ts');
    carriers.push(pushCarrier(push, link));
  }
  if (mail !== undefined) {
    const { mailCarrier } = await import('./mail-carrier.ts');
    carriers.push(
      mailCarrier(mail, ({ auctionId, userId }) => ({
        auction: link(auctionId),
        unsubscribe: `${mail.publicUrl}/api/unsubscribe?token=${unsubscribeToken(secret, userId)}`,
      })),
    );
  }
  return carriers;
}

/** Outcomes are written one at a time: whatever there is to send, one lane has no more than two connections that bids could have used. */
function queueOf(db: Database['db'], { channel }: Carrier, log: Log): LaneQueue {
  let writing: Promise<unknown> = Promise.resolve();
  const write = (what: () => Promise<unknown>): Promise<void> => {
    const written = writing.then(what).then(
      () => {},
      (error: unknown) =>
        log.warn({ err: error }, 'what became of a notice was not noted; it may be sent once more'),
    );
    writing = written;
    return written;
  };
  return {
    claim: (limit) => claimDue(db, { channel, limit, leaseMs: NOTICE_SENDING.leaseMs }),
    note: (notice, outcome) => write(() => noteOutcome(db, notice, outcome)),
    forget: ({ target }) => write(() => forgetPushEndpoint(db, target)),
  };
}

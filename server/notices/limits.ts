/** Every bound of sending notices, each with its reason. What is kept about them: `persistence/alerts/notice-limits.ts`. */
export const NOTICE_SENDING = {
  /** Messages on their way to push services at once: some hundred a second, and half a millisecond of work each to encrypt. */
  pushesAtOnce: 32,
  /** As many connections as mail servers like to see from one client. */
  mailsAtOnce: 5,
  /** Push services answer within a second; who takes longer than this is tried again later. */
  pushWithinMs: 10_000,
  /** The rest of an answer, after its status: a line or two, or somebody who wants to keep us busy. */
  answerWithinMs: 2_000,
  /** Mail servers may think for long, with greylisting and scanners; all steps together. */
  mailWithinMs: 60_000,
  /** Of one step of a mail server: connecting, its greeting, an answer. */
  mailStepWithinMs: 20_000,
  /** Longer than any attempt takes: a process that dies with a notice in hand delays it by this much. */
  leaseMs: 120_000,
  /** The first attempt after a failed one; each further one waits twice as long … */
  retryAfterMs: 10_000,
  /** … up to this, which is also how far apart two notices are, so nothing new waits longer for the sake of an old failure. */
  retryAfterMostMs: 600_000,
  /** More than two hours of trying: what ends later is in the list of alerts all the same. */
  attempts: 20,
  /** Alerts come in bursts; one look for all of a quarter of a second. */
  gatherMs: 250,
  /** How often somebody looks for what became due by itself: retries, and what a dead process had in hand. */
  lookMs: 5_000,
  /** Sent and given up ones are forgotten this often. */
  sweepMs: 600_000,
  /** At a stop, what is on its way may arrive for so long; then it goes back. */
  stopWithinMs: 3_000,
  /** A push service keeps a message for a browser that is off: a won auction, for a week. What ends is kept until then. */
  wonForSeconds: 604_800,
  /** Idle connections to push services, kept for the next message. */
  idleSockets: 8,
  idleSocketMs: 30_000,
  /** A name's addresses: c-ares asks this long, this often. */
  resolveWithinMs: 2_000,
  resolveTries: 2,
} as const;

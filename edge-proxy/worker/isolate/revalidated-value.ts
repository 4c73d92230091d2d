import type { Clock } from '../../../shared/model/clock.ts';

/** A value that an isolate holds between requests, and that it confirms with a Durable Object again and again. */
export interface RevalidatedValue<T> {
  /** What is held; `undefined` until the Durable Object has sent a value. */
  readonly value: T | undefined;
  /**
   * Resolves once the value has been confirmed recently, or cannot be confirmed: then the value held stays in use.
   * Never rejects.
   *
   * @param maxAgeMs how old a confirmation may be; {@link MAX_AGE_MS} unless given
   */
  refresh(maxAgeMs?: number): Promise<void>;
}

export interface RevalidatedValueDeps<T> {
  /** Checks whether `held` is current, and returns the current value: the same or another. */
  readonly ask: (held: T | undefined) => Promise<T | undefined>;
  readonly onFailure: (error: unknown) => void;
  readonly now: Clock;
  /** Resolves after some milliseconds. */
  readonly sleep: (delayMs: number) => Promise<void>;
}

/** A confirmation is valid for this long. */
export const MAX_AGE_MS = 1_000;
/** The Durable Object must answer within this time. */
export const ASK_TIMEOUT_MS = 2_000;
/** After a failure, the value held is served for this long before the next attempt. */
export const RETRY_AFTER_MS = 1_000;
/** A request that has been asking for longer than this may have been cancelled, and its promises with it. */
export const ASKING_LOST_MS = 1_000;
/** How often a request looks for the answer that another request waits for. */
const POLL_MS = 5;

/**
 * Requests of one isolate share values, but not promises: a promise that belongs to a cancelled request never settles.
 * So one request revalidates. The others check for its result with timers of their own, and one of them revalidates
 * instead if there is no result in time.
 */
export function createRevalidatedValue<T>({
  ask,
  onFailure,
  now,
  sleep,
}: RevalidatedValueDeps<T>): RevalidatedValue<T> {
  let value: T | undefined;
  let freshUntil = Number.NEGATIVE_INFINITY;
  /** The question that counts: the latest one. */
  let asking: { readonly since: number } | undefined;

  async function askNow(): Promise<void> {
    const own = { since: now() };
    asking = own;
    try {
      const answer = await withTimeout(ask(value), sleep);
      // An answer that comes after that of a later question may be older.
      if (asking !== own) return;
      value = answer;
      freshUntil = own.since + MAX_AGE_MS;
    } catch (error) {
      if (asking === own) freshUntil = now() + RETRY_AFTER_MS;
      onFailure(error);
    } finally {
      if (asking === own) asking = undefined;
    }
  }

  return {
    get value() {
      return value;
    },
    async refresh(maxAgeMs = MAX_AGE_MS) {
      while (now() >= freshUntil - MAX_AGE_MS + maxAgeMs) {
        if (asking === undefined || now() - asking.since >= ASKING_LOST_MS) return askNow();
        await sleep(POLL_MS);
      }
    },
  };
}

async function withTimeout<T>(answer: Promise<T>, sleep: (delayMs: number) => Promise<void>): Promise<T> {
  const timeout = sleep(ASK_TIMEOUT_MS).then((): never => {
    throw new Error(`no answer within ${ASK_TIMEOUT_MS} ms`);
  });
  return Promise.race([answer, timeout]);
}

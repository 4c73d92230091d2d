import type { Clock } from '../../../shared/model/clock.ts';

/** A value an isolate keeps between requests, and asks its Durable Object about again and again. */
export interface Revalidated<T> {
  /** What is held; `undefined` until the Durable Object has had something to tell. */
  readonly value: T | undefined;
  /**
   * Resolves once what is held has been confirmed lately, or cannot be: then what was held goes on being served.
   * Never rejects.
   *
   * @param maxAgeMs how old a confirmation may be; {@link MAX_AGE} where omitted
   */
  refresh(maxAgeMs?: number): Promise<void>;
}

export interface RevalidatedDeps<T> {
  /** Asks whether `held` is still right, and returns what is: the same value, or another. */
  readonly ask: (held: T | undefined) => Promise<T | undefined>;
  readonly onFailure: (error: unknown) => void;
  readonly now: Clock;
  /** Resolves after some milliseconds. */
  readonly sleep: (delayMs: number) => Promise<void>;
}

/** A confirmation is good for this long, in milliseconds. */
export const MAX_AGE = 1_000;
/** An answer of the Durable Object is waited for this long. */
export const ASK_TIMEOUT = 2_000;
/** After a failure, what is held is served for this long before the next attempt. */
export const RETRY_AFTER = 1_000;
/** Whoever asks for longer than this may be gone: its request was cancelled, and its promises with it. */
export const ASKER_LOST = 1_000;
/** How often those who wait for another's answer look for it. */
const POLL = 5;

/**
 * Requests of one isolate share what is held, but not promises: one that belongs to a cancelled request never
 * settles. So one request asks, the others watch for its result with timers of their own, and one of them
 * takes over when it does not come.
 */
export function createRevalidated<T>({ ask, onFailure, now, sleep }: RevalidatedDeps<T>): Revalidated<T> {
  let value: T | undefined;
  let freshUntil = Number.NEGATIVE_INFINITY;
  let asker: { readonly since: number } | undefined;

  async function askNow(): Promise<void> {
    const mine = { since: now() };
    asker = mine;
    try {
      const answer = await withinTimeout(ask(value), sleep);
      // An answer that comes after a later asker's would take the isolate back in time.
      if (asker !== mine) return;
      value = answer;
      freshUntil = mine.since + MAX_AGE;
    } catch (error) {
      if (asker === mine) freshUntil = now() + RETRY_AFTER;
      onFailure(error);
    } finally {
      if (asker === mine) asker = undefined;
    }
  }

  return {
    get value() {
      return value;
    },
    refresh: async (maxAgeMs = MAX_AGE) => {
      while (now() >= freshUntil - MAX_AGE + maxAgeMs) {
        if (asker === undefined || now() - asker.since >= ASKER_LOST) return askNow();
        await sleep(POLL);
      }
    },
  };
}

async function withinTimeout<T>(answer: Promise<T>, sleep: (delayMs: number) => Promise<void>): Promise<T> {
  const timeout = sleep(ASK_TIMEOUT).then((): never => {
    throw new Error(`no answer within ${ASK_TIMEOUT} ms`);
  });
  return Promise.race([answer, timeout]);
}

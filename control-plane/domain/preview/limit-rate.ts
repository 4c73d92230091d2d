import { RequestError } from '../../model/request-error.ts';

const WINDOW_MS = 60_000;

/**
 * Counts what each user does in a minute. Memory: one number for each user of this minute.
 *
 * @param now milliseconds since the epoch
 * @returns a function that throws RequestError TOO_MANY_REQUESTS once a user has done it `perMinute` times in this minute
 */
export function limitRate(perMinute: number, now: () => number): (userId: string) => void {
  let counts = new Map<string, number>();
  let endsAt = 0;
  return (userId) => {
    const at = now();
    if (at >= endsAt || endsAt - at > WINDOW_MS) {
      counts = new Map();
      endsAt = at + WINDOW_MS;
    }
    const count = (counts.get(userId) ?? 0) + 1;
    if (count > perMinute) {
      throw new RequestError(
        'TOO_MANY_REQUESTS',
        `At most ${perMinute} previews of recorded contexts a minute without the right contexts:read.`,
        { retryAfterSeconds: Math.max(1, Math.ceil((endsAt - at) / 1_000)) },
      );
    }
    counts.set(userId, count);
  };
}

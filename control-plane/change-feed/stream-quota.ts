import { RequestError } from '../model/request-error.ts';

/** Streams of changes in this process, and those of one user. */
const MAX_STREAMS = 1_000;
const MAX_STREAMS_PER_USER = 20;

/** Counts open streams, of all users and of each. */
export function createStreamQuota() {
  const counts = new Map<string, number>();
  let total = 0;
  return {
    /** @returns gives the place back, once. @throws RequestError TOO_MANY_REQUESTS */
    take(userId: string): () => void {
      const count = counts.get(userId) ?? 0;
      if (total >= MAX_STREAMS || count >= MAX_STREAMS_PER_USER) {
        const limit =
          total >= MAX_STREAMS
            ? `This control plane has ${MAX_STREAMS} streams of changes, as many as it serves.`
            : `A user may have ${MAX_STREAMS_PER_USER} streams of changes. Close some first.`;
        throw new RequestError('TOO_MANY_REQUESTS', limit, { retryAfterSeconds: 10 });
      }
      total += 1;
      counts.set(userId, count + 1);
      let isTaken = true;
      return () => {
        if (!isTaken) return;
        isTaken = false;
        total -= 1;
        const left = (counts.get(userId) ?? 1) - 1;
        if (left > 0) counts.set(userId, left);
        else counts.delete(userId);
      };
    },
  };
}

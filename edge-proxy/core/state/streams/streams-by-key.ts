import type { Clock, SetTimer } from '../../../../shared/model/clock.ts';
import type { StreamSink } from '../../../../shared/streaming/sink.ts';
import type { Credential, KeyRing } from '../../model/key-ring.ts';
import type { ReaderClaims } from '../../model/stream-readers.ts';
import type { AllowsOrigin } from '../keys/allowed-origins.ts';

/** One open stream, and by which key. */
export interface OpenStream {
  readonly credential: Credential;
  /** `null`: a relay stream, whose content is limited to its key's scope instead. */
  readonly environmentId: string | null;
  /** Of the page that reads it, if one does. */
  readonly origin?: string | undefined;
  /** What its reader says about itself; absent for change notices and relay streams. */
  readonly claims?: ReaderClaims | undefined;
  readonly sink: StreamSink;
  /** Ends it. Safe to call twice. */
  close(): void;
}

/** Every open stream by its key, so that none outlives the right to it. */
export interface StreamsByKey {
  readonly size: number;
  /** How many are open by the key with this SHA-256. */
  openedBy(hash: string): number;
  add(stream: OpenStream): void;
  /** Every stream that is open now. */
  all(): readonly OpenStream[];
  /**
   * Ends the streams whose key is revoked, has expired or has no access to their environment, and those of pages that
   * the environment does not allow.
   */
  review(ring: KeyRing, allowsOrigin: AllowsOrigin): void;
}

/** Timers take 31 bits of milliseconds; an expiry further away is looked at again. */
const LONGEST_TIMER_MS = 24 * 60 * 60 * 1000;

interface Entry {
  readonly stream: OpenStream;
  expiresAt: number;
  cancelExpiry: () => void;
}

export function createStreamsByKey(clock: {
  readonly now: Clock;
  readonly setTimer: SetTimer;
}): StreamsByKey {
  const entries = new Set<Entry>();
  const counts = createCounts();

  function watchExpiry(entry: Entry): void {
    entry.cancelExpiry();
    const left = entry.expiresAt - clock.now();
    if (left <= 0) entry.stream.close();
    else if (left < Number.POSITIVE_INFINITY) {
      entry.cancelExpiry = clock.setTimer(() => watchExpiry(entry), Math.min(left, LONGEST_TIMER_MS));
    }
  }

  return {
    get size() {
      return entries.size;
    },
    openedBy: counts.of,
    add(stream) {
      const entry: Entry = { stream, expiresAt: stream.credential.expiresAt, cancelExpiry: () => {} };
      const { hash } = stream.credential;
      entries.add(entry);
      counts.add(hash, 1);
      stream.sink.onClosed(() => {
        entry.cancelExpiry();
        if (entries.delete(entry)) counts.add(hash, -1);
      });
      watchExpiry(entry);
    },
    all: () => Array.from(entries, ({ stream }) => stream),
    review(ring, allowsOrigin) {
      for (const entry of [...entries]) {
        const { stream } = entry;
        const credential = ring.find(stream.credential.hash);
        if (credential === undefined || !opens(credential, stream) || !isAllowed(stream, allowsOrigin)) {
          stream.close();
        } else if (credential.expiresAt !== entry.expiresAt) {
          entry.expiresAt = credential.expiresAt;
          watchExpiry(entry);
        }
      }
    },
  };
}

/** The number of open streams of each key, by its hash. */
function createCounts() {
  const counts = new Map<string, number>();
  return {
    of: (hash: string) => counts.get(hash) ?? 0,
    add(hash: string, change: number): void {
      const open = (counts.get(hash) ?? 0) + change;
      if (open > 0) counts.set(hash, open);
      else counts.delete(hash);
    },
  };
}

function isAllowed({ environmentId, origin }: OpenStream, allowsOrigin: AllowsOrigin): boolean {
  return environmentId === null || origin === undefined || allowsOrigin(environmentId, origin);
}

function opens({ kind, environmentIds }: Credential, { credential, environmentId }: OpenStream): boolean {
  return kind === credential.kind && (environmentId === null || environmentIds.includes(environmentId));
}

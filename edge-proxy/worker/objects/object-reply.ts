import type { RelaySnapshot } from '../../../shared/keys/sdk-key.ts';
import { type Replica, standingOf, toSnapshot } from '../../../shared/sync/replica.ts';
import type { Position } from '../../../shared/sync/wire.ts';
import type { HeldEnvironment, HeldRelay } from '../../core/state/edge-state.ts';
import type { ObjectReply } from '../rpc.ts';

/** Answers callers that name the position they hold. */
export type ReplyTo<Held> = (held: Held | undefined, position: Position | null) => ObjectReply;

export function createRelayReply(): ReplyTo<HeldRelay> {
  const encode = memoizeLast((snapshot: RelaySnapshot) => JSON.stringify(snapshot));
  return (relay, position) => {
    if (!relay) return { kind: 'nothing' };
    const { currentAsOf } = relay;
    if (relay.position === position) return { kind: 'current', currentAsOf };
    return { kind: 'snapshot', position: relay.position, data: encode(relay.snapshot), currentAsOf };
  };
}

/** Sends a delta to a caller that holds a known earlier position, else the whole flag set. */
export function createFlagsReply(): ReplyTo<HeldEnvironment> {
  const encode = memoizeLast((replica: Replica) => JSON.stringify(toSnapshot(replica)));
  return (environment, position) => {
    if (!environment) return { kind: 'nothing' };
    const { replica, currentAsOf } = environment;
    const standing = position === null ? undefined : standingOf(replica, position);
    if (standing?.kind === 'current') return { kind: 'current', currentAsOf };
    if (standing?.kind === 'delta') {
      const { delta } = standing;
      return { kind: 'delta', position: delta.to, data: JSON.stringify(delta), currentAsOf };
    }
    return { kind: 'snapshot', position: replica.position, data: encode(replica), currentAsOf };
  };
}

/** Many isolates request the same snapshot: it is encoded once. */
function memoizeLast<T extends object>(encode: (value: T) => string): (value: T) => string {
  let last: { readonly value: T; readonly text: string } | undefined;
  return (value) => {
    if (last?.value !== value) last = { value, text: encode(value) };
    return last.text;
  };
}

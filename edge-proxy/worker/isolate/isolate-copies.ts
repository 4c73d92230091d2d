import { type CompiledFlagSet, compileFlagSet, updateFlagSet } from '../../../shared/evaluation/index.ts';
import type { RelayEnvironment, RelaySnapshot } from '../../../shared/keys/sdk-key.ts';
import { flagChannel, relayChannel } from '../../../shared/sync/reader/channel.ts';
import type { Position } from '../../../shared/sync/wire.ts';
import type { ServedEnvironment } from '../../core/model/flag-source.ts';
import { createKeyRing, type KeyRing } from '../../core/model/key-ring.ts';
import type { ObjectReply } from '../rpc.ts';

/** The keys and environments of this edge, as an isolate holds them. */
export interface RelayCopy {
  readonly position: Position;
  readonly snapshot: RelaySnapshot;
  readonly ring: KeyRing;
  /** By id. */
  readonly environments: ReadonlyMap<string, RelayEnvironment>;
  /** Milliseconds since 1970: when this was last known to be the upstream's current state. */
  readonly currentAsOf: number;
}

/**
 * The copy after a reply of the object `relay`. What did not change keeps its identity.
 *
 * @throws Error if the reply cannot be read
 */
export function nextRelayCopy(held: RelayCopy | undefined, reply: ObjectReply): RelayCopy | undefined {
  if (reply.kind === 'nothing') return undefined;
  if (reply.kind === 'current') return held && { ...held, currentAsOf: reply.currentAsOf };
  const message = relayChannel.read({ event: reply.kind, id: reply.position, data: reply.data });
  if (message?.type !== 'snapshot') throw new Error(reasonOf(message, 'keys'));
  const { position, data: snapshot } = message;
  return {
    position,
    snapshot,
    ring: createKeyRing(snapshot.keys),
    environments: new Map(snapshot.environments.map((environment) => [environment.id, environment])),
    currentAsOf: reply.currentAsOf,
  };
}

/**
 * The copy after a reply of an environment's object. Only what a delta changed is compiled again.
 *
 * @throws Error if the reply cannot be read, or is a delta from another position than the one held
 */
export function nextEnvironment(
  id: string,
  held: ServedEnvironment | undefined,
  reply: ObjectReply,
): ServedEnvironment | undefined {
  if (reply.kind === 'nothing') return undefined;
  const { currentAsOf } = reply;
  if (reply.kind === 'current') return held && { ...held, currentAsOf };
  const message = flagChannel.read({ event: reply.kind, id: reply.position, data: reply.data });
  if (message === null || message.type === 'fault') throw new Error(reasonOf(message, 'flags'));
  const committedAt = Date.parse(message.data.committedAt);
  const served = (set: CompiledFlagSet) => ({ id, set, position: reply.position, committedAt, currentAsOf });
  if (message.type === 'snapshot') return served(compileFlagSet(message.data));
  if (message.from !== held?.position)
    throw new Error('the delta starts from another position than the one held');
  return served(updateFlagSet(held.set, message.data));
}

function reasonOf(message: { readonly type: string; readonly reason?: string } | null, what: string): string {
  return message?.reason ?? `the ${what} came as an unknown event`;
}

import { type CompiledFlagSet, compileFlagSet, updateFlagSet } from '../../../shared/evaluation/index.ts';
import type { RelaySnapshot } from '../../../shared/keys/sdk-key.ts';
import { flagChannel, relayChannel } from '../../../shared/sync/reader/channel.ts';
import type { Position } from '../../../shared/sync/wire.ts';
import type { ServedEnvironment } from '../../core/model/flag-source.ts';
import { createKeyRing, type KeyRing } from '../../core/model/key-ring.ts';
import type { Told } from '../rpc.ts';

/** The keys and environments of this edge, as an isolate holds them. */
export interface RelayCopy {
  readonly position: Position;
  readonly snapshot: RelaySnapshot;
  readonly ring: KeyRing;
  readonly privateAttributes: ReadonlyMap<string, readonly string[]>;
  readonly streamSecrets: ReadonlyMap<string, string | undefined>;
  readonly allowedOrigins: ReadonlyMap<string, readonly string[] | undefined>;
  readonly currentAsOf: number;
}

/** The copy after what the object `relay` told: what did not change keeps its identity. */
export function nextRelayCopy(held: RelayCopy | undefined, told: Told): RelayCopy | undefined {
  if (told.kind === 'nothing') return undefined;
  if (told.kind === 'current') return held && { ...held, currentAsOf: told.currentAsOf };
  const message = relayChannel.read({ event: told.kind, id: told.position, data: told.data });
  if (message?.type !== 'snapshot') throw new Error(reasonOf(message, 'keys'));
  const { position, data: snapshot } = message;
  return {
    position,
    snapshot,
    ring: createKeyRing(snapshot.keys),
    privateAttributes: new Map(
      snapshot.environments.map(({ id, privateAttributes }) => [id, privateAttributes]),
    ),
    streamSecrets: new Map(snapshot.environments.map(({ id, streamSecret }) => [id, streamSecret])),
    allowedOrigins: new Map(snapshot.environments.map(({ id, allowedOrigins }) => [id, allowedOrigins])),
    currentAsOf: told.currentAsOf,
  };
}

/** The copy after what an environment's object told; only what a delta changed is compiled again. */
export function nextEnvironment(
  id: string,
  held: ServedEnvironment | undefined,
  told: Told,
): ServedEnvironment | undefined {
  if (told.kind === 'nothing') return undefined;
  const { currentAsOf } = told;
  if (told.kind === 'current') return held && { ...held, currentAsOf };
  const message = flagChannel.read({ event: told.kind, id: told.position, data: told.data });
  if (message === null || message.type === 'fault') throw new Error(reasonOf(message, 'flags'));
  const committedAt = Date.parse(message.data.committedAt);
  const served = (set: CompiledFlagSet) => ({ id, set, position: told.position, committedAt, currentAsOf });
  if (message.type === 'snapshot') return served(compileFlagSet(message.data));
  if (message.from !== held?.position)
    throw new Error('a delta came from another position than the one held');
  return served(updateFlagSet(held.set, message.data));
}

function reasonOf(message: { readonly type: string; readonly reason?: string } | null, what: string): string {
  return message?.reason ?? `${what} came as something unknown`;
}

import { type CompiledFlagSet, compileFlagSet, updateFlagSet } from '../../../shared/evaluation/index.ts';
import type { RelayEnvironment, RelaySnapshot } from '../../../shared/keys/sdk-key.ts';
import type { Clock } from '../../../shared/model/clock.ts';
import { type Replica, toSnapshot } from '../../../shared/sync/replica.ts';
import type { DeltaData, Position } from '../../../shared/sync/wire.ts';
import type { FlagSource, Readiness, ServedEnvironment } from '../model/flag-source.ts';
import { createKeyRing, type KeyRing } from '../model/key-ring.ts';

/** Environments and keys from the relay stream. */
export interface HeldRelay {
  readonly position: Position;
  readonly snapshot: RelaySnapshot;
  readonly ring: KeyRing;
  /** Milliseconds since 1970: when this was last known to be current. */
  readonly currentAsOf: number;
}

/** Is called after each change, in order. Must not throw. */
export interface EdgeStateListener {
  relayChanged(relay: HeldRelay): void;
  /** `delta` leads here from what was held before; without one the flag set is a new one. */
  flagsChanged(environment: HeldEnvironment, delta: DeltaData | undefined): void;
  /** The environment's flags were erased from memory. */
  flagsErased(environmentId: string): void;
  /** Everything was erased from memory. */
  everythingErased(): void;
}

/** One environment's flags: as they travel, and as they are evaluated. */
export interface HeldEnvironment extends ServedEnvironment {
  readonly replica: Replica;
}

/**
 * The flags and keys of an edge process, in memory. Each part is replaced whole by one assignment, so a request sees
 * all of a change or nothing of it.
 */
export interface EdgeState extends FlagSource {
  relay(): HeldRelay | undefined;
  environment(id: string): HeldEnvironment | undefined;
  /** `undefined` for an environment that the upstream has not named. */
  privateAttributes(environmentId: string): readonly string[] | undefined;
  readiness(): Readiness;

  /** Takes a snapshot of the relay stream; environments that it does not name are erased. */
  setRelay(position: Position, snapshot: RelaySnapshot): void;
  /** Takes a flag set; `delta` leads to it from the one held, if there is one. Ignored for an unknown environment. */
  setFlags(environmentId: string, replica: Replica, delta: DeltaData | undefined): void;
  /** Notes that what is held was the control plane's current state at a time, as far as the upstream knows. */
  confirmRelay(currentAsOf: number): void;
  confirmFlags(environmentId: string, currentAsOf: number): void;
  /** Erases one environment's flags, or everything. */
  eraseFlags(environmentId: string): void;
  eraseAll(): void;
  listen(listener: EdgeStateListener): void;
}

/** The environments that the relay names, by id. */
export function environmentIdsOf(state: Pick<EdgeState, 'relay'>): readonly string[] {
  return state.relay()?.snapshot.environments.map(({ id }) => id) ?? [];
}

interface EdgeStateOptions {
  readonly now: Clock;
  /** How long keys are trusted without contact to the upstream, in milliseconds. */
  readonly keysMaxAgeMs: number;
}

export function createEdgeState(options: EdgeStateOptions): EdgeState {
  const { now } = options;
  const relay = createRelayState(options);
  const environments = new Map<string, HeldEnvironment>();
  const listeners: EdgeStateListener[] = [];
  const notifyAll = (notify: (listener: EdgeStateListener) => void) => listeners.forEach(notify);

  function erase(id: string): void {
    if (environments.delete(id)) notifyAll((listener) => listener.flagsErased(id));
  }

  return {
    relay: relay.held,
    keys: relay.trustedKeys,
    environment: (id) => environments.get(id),
    streamSecret: (id) => relay.environment(id)?.streamSecret,
    allowedOrigins: (id) => relay.environment(id)?.allowedOrigins,
    privateAttributes: (id) => relay.environment(id)?.privateAttributes,
    readiness: () => ({
      keysKnown: relay.trustedKeys() !== undefined,
      environments: readinessOf(relay.environments(), environments),
    }),

    setRelay(position, snapshot) {
      const held = relay.replace(position, snapshot);
      for (const id of [...environments.keys()]) if (relay.environment(id) === undefined) erase(id);
      notifyAll((listener) => listener.relayChanged(held));
    },
    setFlags(id, replica, delta) {
      if (relay.environment(id) === undefined) return;
      const set = compile(environments.get(id), replica, delta);
      const committedAt = Date.parse(replica.committedAt);
      const held = { id, set, position: replica.position, committedAt, replica, currentAsOf: now() };
      environments.set(id, held);
      notifyAll((listener) => listener.flagsChanged(held, delta));
    },
    confirmRelay: relay.confirm,
    confirmFlags(id, currentAsOf) {
      const held = environments.get(id);
      if (held !== undefined) environments.set(id, { ...held, currentAsOf });
    },
    eraseFlags: erase,
    eraseAll() {
      relay.erase();
      environments.clear();
      notifyAll((listener) => listener.everythingErased());
    },
    listen: (listener) => void listeners.push(listener),
  };
}

/** The last snapshot of the relay stream: keys, and environments by their id. */
function createRelayState({ now, keysMaxAgeMs }: EdgeStateOptions) {
  let held: HeldRelay | undefined;
  let environments: ReadonlyMap<string, RelayEnvironment> = new Map();
  return {
    held: () => held,
    environments: () => environments.values(),
    environment: (id: string) => environments.get(id),
    trustedKeys: () =>
      held !== undefined && now() - held.currentAsOf <= keysMaxAgeMs ? held.ring : undefined,
    replace(position: Position, snapshot: RelaySnapshot): HeldRelay {
      const replacement = { position, snapshot, ring: createKeyRing(snapshot.keys), currentAsOf: now() };
      held = replacement;
      environments = new Map(snapshot.environments.map((environment) => [environment.id, environment]));
      return replacement;
    },
    confirm(currentAsOf: number): void {
      if (held !== undefined) held = { ...held, currentAsOf };
    },
    erase(): void {
      held = undefined;
      environments = new Map();
    },
  };
}

function readinessOf(
  named: Iterable<RelayEnvironment>,
  environments: ReadonlyMap<string, HeldEnvironment>,
): Readiness['environments'] {
  return Array.from(named, ({ id, key }) => {
    const held = environments.get(id);
    return { id, key, position: held?.position ?? null, currentAsOf: held?.currentAsOf ?? null };
  });
}

/** Only what a delta changed is compiled again, provided that it starts from the set held. */
function compile(
  held: HeldEnvironment | undefined,
  replica: Replica,
  delta: DeltaData | undefined,
): CompiledFlagSet {
  if (
    held !== undefined &&
    delta !== undefined &&
    delta.from === held.position &&
    delta.to === replica.position
  ) {
    return updateFlagSet(held.set, delta);
  }
  return compileFlagSet(toSnapshot(replica));
}

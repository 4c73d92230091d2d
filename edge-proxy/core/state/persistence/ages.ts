import type { Position } from '../../../../shared/sync/wire.ts';
import type { EdgeState } from '../edge-state.ts';
import { parseJson } from './state-file.ts';

/** When a part of the state was last known to be current, and its position at that moment. */
export interface Age {
  readonly position: Position;
  /** Milliseconds since 1970. */
  readonly currentAsOf: number;
}

/**
 * When each part of the state was last known to be current. Heartbeats move this several times a minute while
 * flags stay the same, so it is stored apart from them.
 */
export interface Ages {
  readonly relay: Age | null;
  /** By environment id. */
  readonly environments: ReadonlyMap<string, Age>;
}

export const NO_AGES: Ages = { relay: null, environments: new Map() };

/** The ages of what the state holds now. */
export function agesOf(state: EdgeState): Ages {
  const relay = state.relay();
  const held = (relay?.snapshot.environments ?? []).flatMap(({ id }) => state.environment(id) ?? []);
  return {
    relay: relay === undefined ? null : ageOf(relay),
    environments: new Map(held.map((environment) => [environment.id, ageOf(environment)])),
  };
}

function ageOf({ position, currentAsOf }: Age): Age {
  return { position, currentAsOf };
}

export function encodeAges({ relay, environments }: Ages): string {
  return JSON.stringify({ relay, environments: Object.fromEntries(environments) });
}

/** Leaves out an age that is malformed: the part it describes then counts as older than it is. */
export function decodeAges(data: string): Ages {
  const value = parseJson(data);
  if (typeof value !== 'object' || value === null) return NO_AGES;
  const relay = 'relay' in value && isAge(value.relay) ? value.relay : null;
  const named = 'environments' in value ? value.environments : null;
  const entries = typeof named === 'object' && named !== null ? Object.entries<unknown>({ ...named }) : [];
  return {
    relay,
    environments: new Map(entries.flatMap(([id, age]): [string, Age][] => (isAge(age) ? [[id, age]] : []))),
  };
}

/** The later of two moments; the one in `age` counts only if it was stored for this position. */
export function latestMoment(
  position: Position | null,
  writtenAsOf: number,
  age: Age | null | undefined,
): number {
  return age?.position === position ? Math.max(writtenAsOf, age.currentAsOf) : writtenAsOf;
}

function isAge(value: unknown): value is Age {
  if (typeof value !== 'object' || value === null) return false;
  if (!('position' in value && 'currentAsOf' in value)) return false;
  return typeof value.position === 'string' && Number.isFinite(value.currentAsOf);
}

import type { Position } from '../../../../shared/sync/wire.ts';
import { parseJson } from './state-file.ts';

/** When something kept was last known to be current, and at which position it then was. */
export interface Age {
  readonly position: Position;
  /** Milliseconds since 1970. */
  readonly currentAsOf: number;
}

/**
 * How old everything kept is. Heartbeats move this several times a minute while flags stay the same, so it is
 * kept apart from them, in a file of a few lines.
 */
export interface Ages {
  readonly relay: Age | null;
  /** By environment id. */
  readonly environments: ReadonlyMap<string, Age>;
}

export const NO_AGES: Ages = { relay: null, environments: new Map() };

export function encodeAges({ relay, environments }: Ages): string {
  return JSON.stringify({ relay, environments: Object.fromEntries(environments) });
}

/** Ages that are not understood are left out: what they are about then counts as older than it is. */
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

/** The later of two moments; the one in `age` counts only for the position it was noted at. */
export function latestMoment(position: Position, writtenAsOf: number, age: Age | null | undefined): number {
  return age?.position === position ? Math.max(writtenAsOf, age.currentAsOf) : writtenAsOf;
}

function isAge(value: unknown): value is Age {
  if (typeof value !== 'object' || value === null) return false;
  if (!('position' in value && 'currentAsOf' in value)) return false;
  return typeof value.position === 'string' && Number.isFinite(value.currentAsOf);
}

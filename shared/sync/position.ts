import type { Position } from './wire.ts';

/** The parts of a position. */
export interface PositionParts {
  /** The environment's version, 1 to 2,147,483,647. */
  readonly version: number;
  /** 1 to 64 letters and digits, drawn at random with the version. */
  readonly token: string;
}

const POSITION = /^([1-9][0-9]{0,9})-([A-Za-z0-9]{1,64})$/;
const MAX_VERSION = 2_147_483_647;

/** The parts of a position that comes from outside (a header, an SSE `id`); `null` if the text is not a position. */
export function parsePosition(text: string): PositionParts | null {
  const match = POSITION.exec(text);
  const [, digits, token] = match ?? [];
  if (digits === undefined || token === undefined) return null;
  const version = Number(digits);
  return version <= MAX_VERSION ? { version, token } : null;
}

export function formatPosition(version: number, token: string): Position {
  return `${version}-${token}`;
}

/** The version of a position that is already checked; 0 if the text is not a position. */
export function versionOf(position: Position): number {
  return parsePosition(position)?.version ?? 0;
}

/**
 * Compares the versions of two positions. `forked`: the same version with different tokens, so a backup was restored between
 * them. If the versions differ, the result does not say whether the positions belong to the same history.
 */
export function comparePositions(a: Position, b: Position): 'same' | 'older' | 'newer' | 'forked' {
  if (a === b) return 'same';
  const difference = versionOf(a) - versionOf(b);
  if (difference === 0) return 'forked';
  return difference < 0 ? 'older' : 'newer';
}

import type { Position } from './wire.ts';

/** A position taken apart. */
export interface PositionParts {
  /** The environment's version: 1 … 2,147,483,647. */
  readonly version: number;
  /** Tells histories apart in which the same number means different things. */
  readonly token: string;
}

const POSITION = /^([1-9][0-9]{0,9})-([A-Za-z0-9]{1,64})$/;
const MAX_VERSION = 2_147_483_647;

/** Takes a position apart; `null` for a text that is none (it comes from outside: a header, an SSE `id`). */
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

/** The version of a position this program made or has already checked; 0 for a text that is no position. */
export function versionOf(position: Position): number {
  return parsePosition(position)?.version ?? 0;
}

/**
 * How `a` stands to `b`. `forked`: the same number with another token, so the two belong to different
 * histories, one of which a restored backup has ended. Across different numbers only the order is known.
 */
export function comparePositions(a: Position, b: Position): 'same' | 'older' | 'newer' | 'forked' {
  if (a === b) return 'same';
  const difference = versionOf(a) - versionOf(b);
  if (difference === 0) return 'forked';
  return difference < 0 ? 'older' : 'newer';
}

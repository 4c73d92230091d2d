/** How much of what readers get belongs to a flag, a segment or a whole flag set. */
export interface FlagSetSize {
  readonly flags: number;
  readonly segments: number;
  readonly rules: number;
  readonly conditions: number;
  /** Values of conditions, and targeting keys of segments. */
  readonly values: number;
  /** An upper bound of the bytes in a snapshot. */
  readonly bytes: number;
}

/**
 * The limits of one environment's flag set. Edges read snapshots of up to 128 MiB. A request for all flags tries every
 * condition: their number keeps the costliest request within 25 ms (`npm run bench:worst-case`).
 */
export const FLAG_SET_LIMITS: FlagSetSize = {
  flags: 10_000,
  segments: 1_000,
  rules: 100_000,
  conditions: 20_000,
  values: 4_000_000,
  bytes: 67_108_864,
};

export const FLAG_SET_MEASURES = ['flags', 'segments', 'rules', 'conditions', 'values', 'bytes'] as const;

export const EMPTY_SIZE: FlagSetSize = {
  flags: 0,
  segments: 0,
  rules: 0,
  conditions: 0,
  values: 0,
  bytes: 0,
};

/** What one preview may cost. */
export interface PreviewLimits {
  /** Flags that are evaluated. */
  readonly flags: number;
  /** Flags and segments that these need, themselves included. */
  readonly needed: number;
  /** Events that are looked at to find users. */
  readonly events: number;
  /** Flags besides the affected ones whose events are looked at. */
  readonly otherFlags: number;
  /** Bytes of recorded contexts, as JSON. */
  readonly contextBytes: number;
  /** One statement that looks for events, in milliseconds. */
  readonly statementMs: number;
  /** The search for users, in milliseconds. */
  readonly searchMs: number;
  /** The whole preview, from the time that it begins, in milliseconds. */
  readonly totalMs: number;
}

export const PREVIEW_LIMITS: PreviewLimits = {
  flags: 500,
  needed: 2_000,
  events: 50_000,
  otherFlags: 200,
  contextBytes: 67_108_864,
  statementMs: 2_000,
  searchMs: 5_000,
  totalMs: 15_000,
};

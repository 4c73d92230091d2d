/** A configuration that has a flag as a prerequisite. */
export interface PrerequisiteUse {
  /** The flag that has the prerequisite. */
  readonly flagKey: string;
  readonly environmentKey: string;
  readonly archived: boolean;
  /** The prerequisite, and the variations of it that are required. */
  readonly requiredKey: string;
  readonly variations: readonly string[];
}

/** Where the rules of a flag or of a segment refer to a segment. */
export type SegmentUse =
  | { readonly flagKey: string; readonly environmentKey: string }
  | { readonly segmentKey: string };

import type { PrerequisiteFlag } from '../../model/configuration.ts';
import type { PrerequisiteUse, SegmentUse } from '../../model/references.ts';

/** What one environment contains beyond the state that operations are applied to. */
export interface EnvironmentReferences {
  /** By key, flags that configurations name as prerequisites, as far as they exist. */
  readonly prerequisiteFlags: ReadonlyMap<string, PrerequisiteFlag>;
  /** By flag key, the keys of its prerequisites. */
  readonly prerequisitesOf: ReadonlyMap<string, readonly string[]>;
}

/**
 * What the validity of a change set depends on beyond the flags and segments that it changes: as it is before the
 * change. Flags and segments that the state contains may be in it too; the state after the change takes precedence.
 */
export interface ProjectReferences {
  /** By environment key. */
  readonly environments: ReadonlyMap<string, EnvironmentReferences>;
  /** The uses of flags that the change set archives or deletes, and of variations that it removes. */
  readonly prerequisiteUses: readonly PrerequisiteUse[];
  /** The archived prerequisites of flags that the change set restores. */
  readonly archivedPrerequisites: readonly PrerequisiteUse[];
  readonly segmentKeys: ReadonlySet<string>;
  /** By segment key, the keys of the segments that its rules refer to. */
  readonly segmentReferences: ReadonlyMap<string, readonly string[]>;
  /** The uses of segments that the change set deletes, by segment key. */
  readonly segmentUses: ReadonlyMap<string, readonly SegmentUse[]>;
  readonly flagCount: number;
}

export const NO_REFERENCES: ProjectReferences = {
  environments: new Map(),
  prerequisiteUses: [],
  archivedPrerequisites: [],
  segmentKeys: new Set(),
  segmentReferences: new Map(),
  segmentUses: new Map(),
  flagCount: 0,
};

import type { FlagMetadata } from '../../shared/model/flag-metadata.ts';
import type { FlagType, SegmentRule } from '../../shared/model/flag-set.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { Configuration } from './configuration.ts';

/** A flag of a project, as people configure it. */
export interface FlagState {
  readonly key: string;
  readonly type: FlagType;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly owner: string | null;
  readonly clientSide: boolean;
  readonly metadata: FlagMetadata;
  readonly jsonSchema: JsonObject | null;
  readonly archived: boolean;
  /** By environment key; only the configurations that are known. */
  readonly configurations: ReadonlyMap<string, Configuration>;
}

/** A segment of a project, as people configure it. */
export interface SegmentState {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly included: readonly string[];
  readonly excluded: readonly string[];
  /** They refer to other segments by key. */
  readonly rules: readonly SegmentRule[];
}

/** What is configured in a project, or the part of it that a change set is about. */
export interface ProjectState {
  /** The keys of the environments. */
  readonly environments: readonly string[];
  readonly flags: ReadonlyMap<string, FlagState>;
  readonly segments: ReadonlyMap<string, SegmentState>;
}

import type { ConfigurationDraft, DraftRule } from './configuration.ts';
import type { EditableFlag, EditableSegment, FlagDraft } from './operation.ts';

/** The configuration of a flag in one environment, without ids. */
export interface ConfigurationDocument extends Omit<ConfigurationDraft, 'rules'> {
  readonly rules: readonly Omit<DraftRule, 'id'>[];
}

export interface FlagDocument extends EditableFlag {
  readonly type: FlagDraft['type'];
  readonly archived: boolean;
  /** By the key of the environment. An environment that is absent does not change. */
  readonly environments: Readonly<Record<string, ConfigurationDocument>>;
}

/** What is configured in a project, as a file: by keys, without ids. What is absent does not change. */
export interface ProjectDocument {
  readonly version: 1;
  readonly flags: Readonly<Record<string, FlagDocument>>;
  readonly segments: Readonly<Record<string, EditableSegment>>;
}

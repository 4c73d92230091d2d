import type { FlagMetadata } from '../../shared/model/flag-metadata.ts';
import type { FlagType, SegmentRule } from '../../shared/model/flag-set.ts';
import type { JsonObject, JsonValue } from '../../shared/model/json.ts';
import type { ConfigurationDraft, ConfiguredVariation, DraftRule } from './configuration.ts';
import type { Patch } from './patch.ts';

/** The fields of a flag that an update may change. */
export interface EditableFlag {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** A user or a team, as people write it; `null`: none. */
  readonly owner: string | null;
  readonly clientSide: boolean;
  readonly metadata: FlagMetadata;
  /** What the values of a flag of type json must match; `null`: none. */
  readonly jsonSchema: JsonObject | null;
}

export interface FlagDraft extends Omit<EditableFlag, 'owner' | 'jsonSchema'> {
  /** Default: none. */
  readonly owner?: string | null | undefined;
  /** Default: none. */
  readonly jsonSchema?: JsonObject | null | undefined;
  readonly key: string;
  readonly type: FlagType;
  /** In every environment. A boolean flag may omit them. */
  readonly variations?: readonly ConfiguredVariation[] | undefined;
  readonly defaultValue?: JsonValue | undefined;
}

export interface EditableSegment {
  readonly name: string;
  readonly description: string;
  readonly included: readonly string[];
  readonly excluded: readonly string[];
  readonly rules: readonly SegmentRule[];
}

/** Targeting keys to add to a list of members and to remove from it. */
export interface ListChanges {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

export interface MemberChanges {
  readonly included: ListChanges;
  readonly excluded: ListChanges;
}

interface OnFlag {
  readonly flagKey: string;
}

interface OnConfiguration extends OnFlag {
  readonly environmentKey: string;
}

interface OnRule extends OnConfiguration {
  /** UUID. */
  readonly ruleId: string;
}

export type FlagOperation =
  | { readonly kind: 'flag.create'; readonly flag: FlagDraft }
  | ({ readonly kind: 'flag.update'; readonly patch: Patch<EditableFlag> } & OnFlag)
  | ({ readonly kind: 'flag.archive' | 'flag.restore' | 'flag.delete' } & OnFlag);

export type ConfigurationOperation =
  | ({ readonly kind: 'configuration.update'; readonly patch: Patch<ConfigurationDraft> } & OnConfiguration)
  | ({ readonly kind: 'configuration.replace'; readonly configuration: ConfigurationDraft } & OnConfiguration)
  | ({ readonly kind: 'rule.add'; readonly rule: DraftRule } & OnConfiguration)
  | ({ readonly kind: 'rule.update'; readonly patch: Patch<Omit<DraftRule, 'id'>> } & OnRule)
  | ({ readonly kind: 'rule.remove' } & OnRule)
  /** Moves a rule before another one, or to the end. The priorities of the flag's rules remain; their rules change. */
  | ({ readonly kind: 'rule.move'; readonly before: string | null } & OnRule);

export type SegmentOperation =
  | { readonly kind: 'segment.create'; readonly segment: EditableSegment & { readonly key: string } }
  | {
      readonly kind: 'segment.update';
      readonly segmentKey: string;
      readonly patch: Patch<EditableSegment>;
    }
  | { readonly kind: 'segment.delete'; readonly segmentKey: string }
  | ({ readonly kind: 'segment.members'; readonly segmentKey: string } & MemberChanges);

/** One step of a change set, in the vocabulary of the management API. */
export type Operation = FlagOperation | ConfigurationOperation | SegmentOperation;

export function isConfigurationOperation(operation: Operation): operation is ConfigurationOperation {
  return 'environmentKey' in operation;
}

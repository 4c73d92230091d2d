import type { FlagMetadata } from '../../shared/model/flag-metadata.ts';
import type { FlagType, SegmentRule } from '../../shared/model/flag-set.ts';
import type { JsonObject, JsonValue } from '../../shared/model/json.ts';
import type { ConfiguredRule, ConfiguredVariation } from './configuration.ts';

/** What something is before and after a change. An absent value means that it does not exist. */
export interface ValueChange<Value> {
  readonly before?: Value | undefined;
  readonly after?: Value | undefined;
}

interface Changed<Member extends string, Value> extends ValueChange<Value> {
  readonly member: Member;
}

/** A change of one of several entries. */
interface ChangedEntry<Member extends string, Value> extends Changed<Member, Value> {
  /** The key of the variation or of the prerequisite, the id of the rule. */
  readonly id: string;
}

/** A rule has a position from 1, after the change, or before it if it is removed. */
interface ChangedRule<Member extends string, Value> extends ChangedEntry<Member, Value> {
  readonly position: number;
}

/** Members of a segment are a set: their order is no change. */
interface ChangedList<Member extends string> {
  readonly member: Member;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export type VariationContent = Omit<ConfiguredVariation, 'key'>;
export type RuleContent = Omit<ConfiguredRule, 'id' | 'priority'>;

export type FlagChange =
  /** The flag itself: it is created or deleted. */
  | Changed<'flag', { readonly type: FlagType }>
  | Changed<'name', string>
  | Changed<'description', string>
  | Changed<'tags', readonly string[]>
  | Changed<'owner', string>
  | Changed<'clientSide', boolean>
  | Changed<'metadata', FlagMetadata>
  | Changed<'jsonSchema', JsonObject>
  | Changed<'archived', boolean>;

export type ConfigurationChange =
  | Changed<'enabled', boolean>
  | Changed<'defaultValue', JsonValue>
  | ChangedEntry<'variation', VariationContent>
  | Changed<'variationOrder', readonly string[]>
  /** The required variations. */
  | ChangedEntry<'prerequisite', readonly string[]>
  | Changed<'prerequisiteOrder', readonly string[]>
  | ChangedRule<'rule', RuleContent>
  | ChangedRule<'rulePriority', number>;

export type SegmentChange =
  /** The segment itself: it is created or deleted. */
  | Changed<'segment', { readonly key: string }>
  | Changed<'name', string>
  | Changed<'description', string>
  | Changed<'rules', readonly SegmentRule[]>
  | ChangedList<'included'>
  | ChangedList<'excluded'>;

/** One change of one member of a project. */
export type ProjectChange =
  | (FlagChange & { readonly flagKey: string })
  | (ConfigurationChange & { readonly flagKey: string; readonly environmentKey: string })
  | (SegmentChange & { readonly segmentKey: string });

/** How two states of a project differ, in canonical order: equal states have equal differences. */
export type ProjectDiff = readonly ProjectChange[];

/** A change that cannot be merged: what it changes has been changed differently. */
export interface MergeConflict {
  readonly change: ProjectChange;
  /** What it is now; absent if it does not exist. */
  readonly current?: unknown;
}

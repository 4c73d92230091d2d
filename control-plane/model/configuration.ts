import type { Condition, Prerequisite, Serve } from '../../shared/model/flag-set.ts';
import type { JsonValue } from '../../shared/model/json.ts';

/** A variation in a configuration. */
export interface ConfiguredVariation {
  readonly key: string;
  readonly value: JsonValue;
  readonly name: string;
  readonly description: string;
}

/** A targeting rule in a configuration. */
export interface ConfiguredRule {
  /** UUID. */
  readonly id: string;
  readonly priority: number;
  readonly description: string;
  readonly conditions: readonly Condition[];
  readonly serve: Serve;
}

/** The configuration of one flag in one environment. */
export interface Configuration {
  readonly enabled: boolean;
  /** `null`: no value; the default in the caller's code applies. */
  readonly defaultValue: JsonValue;
  readonly variations: readonly ConfiguredVariation[];
  readonly prerequisites: readonly Prerequisite[];
  /** By ascending priority. */
  readonly rules: readonly ConfiguredRule[];
}

/** A configuration as callers write it. A rule without `id` is new, unless it equals a stored rule. */
export interface ConfigurationDraft extends Omit<Configuration, 'rules'> {
  readonly rules: readonly DraftRule[];
}

export type DraftRule = Omit<ConfiguredRule, 'id'> & { readonly id?: string | undefined };

/** What a prerequisite may refer to: a flag and its variations in the same environment. */
export interface PrerequisiteFlag {
  readonly archived: boolean;
  readonly variationKeys: ReadonlySet<string>;
}

/** The keys of the variations that a rule may serve. */
export function servedVariations(serve: Serve): readonly string[] {
  return 'variation' in serve ? [serve.variation] : serve.rollout.variations.map((share) => share.variation);
}

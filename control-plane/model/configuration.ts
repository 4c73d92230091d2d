import type { Condition, Prerequisite, Serve } from '../../shared/model/flag-set.ts';
import type { JsonValue } from '../../shared/model/json.ts';

/** A variation as people configure it. */
export interface ConfiguredVariation {
  readonly key: string;
  readonly value: JsonValue;
  readonly name: string;
  readonly description: string;
}

/** A targeting rule as people configure it. */
export interface ConfiguredRule {
  /** UUID. */
  readonly id: string;
  readonly priority: number;
  readonly description: string;
  readonly conditions: readonly Condition[];
  readonly serve: Serve;
}

/** How one flag behaves in one environment: the configuration document. */
export interface Configuration {
  readonly enabled: boolean;
  /** `null`: no value, the caller's code default counts. */
  readonly defaultValue: JsonValue;
  readonly variations: readonly ConfiguredVariation[];
  readonly prerequisites: readonly Prerequisite[];
  /** By ascending priority. */
  readonly rules: readonly ConfiguredRule[];
}

/** A document as it is written: a rule without `id` is new, unless it equals one that is there. */
export interface ConfigurationDraft extends Omit<Configuration, 'rules'> {
  readonly rules: readonly DraftRule[];
}

export type DraftRule = Omit<ConfiguredRule, 'id'> & { readonly id?: string | undefined };

/** Variation keys a rule serves. */
export function servedVariations(serve: Serve): readonly string[] {
  return 'variation' in serve ? [serve.variation] : serve.rollout.variations.map((share) => share.variation);
}

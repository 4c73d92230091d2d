import type { JsonValue } from './json.ts';

/**
 * OpenFeature's evaluation context: the targeting key and the attributes of a user, a device or a service. It comes from
 * outside, so an attribute may have any type.
 */
export interface EvaluationContext {
  readonly targetingKey?: JsonValue;
  readonly [attribute: string]: JsonValue | undefined;
}

import type { JsonValue } from './json.ts';

/**
 * OpenFeature's evaluation context: who asks, and what is known about them.
 * Whatever arrives here came from outside; the evaluator makes no assumption about any attribute's type.
 */
export interface EvaluationContext {
  readonly targetingKey?: JsonValue;
  readonly [attribute: string]: JsonValue | undefined;
}

import type { FlagType } from '../../../shared/model/flag-set.ts';
import type { JsonValue } from '../../../shared/model/json.ts';
import type { Configuration, ConfiguredVariation } from '../../model/configuration.ts';

/** What whoever creates a flag says about its values. */
export interface InitialValues {
  readonly variations?: readonly ConfiguredVariation[] | undefined;
  readonly defaultValue?: JsonValue | undefined;
}

/** Leaves room for rules before it. */
export const FALLTHROUGH_PRIORITY = 1_000;

const BOOLEAN_VARIATIONS: readonly ConfiguredVariation[] = [
  { key: 'on', value: true, name: 'On', description: '' },
  { key: 'off', value: false, name: 'Off', description: '' },
];

/**
 * How a new flag behaves: off. A boolean one has `on`, `off` and a fallthrough serving `on`, so that the
 * switch alone does what a person expects; the others serve their default value until they get rules.
 */
export function initialConfiguration(
  type: FlagType,
  values: InitialValues,
  randomUuid: () => string,
): Configuration {
  const variations = values.variations ?? (type === 'boolean' ? BOOLEAN_VARIATIONS : []);
  const on = type === 'boolean' ? variations.find((variation) => variation.value === true) : undefined;
  return {
    enabled: false,
    defaultValue: values.defaultValue ?? (type === 'boolean' ? false : null),
    variations,
    prerequisites: [],
    rules: on ? [fallthrough(on.key, randomUuid())] : [],
  };
}

function fallthrough(variation: string, id: string) {
  return {
    id,
    priority: FALLTHROUGH_PRIORITY,
    description: 'Everybody',
    conditions: [],
    serve: { variation },
  };
}

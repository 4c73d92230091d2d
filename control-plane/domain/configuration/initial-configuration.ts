import type { FlagType } from '../../../shared/model/flag-set.ts';
import type { JsonValue } from '../../../shared/model/json.ts';
import type { Configuration, ConfiguredRule, ConfiguredVariation } from '../../model/configuration.ts';

/** The values in a request that creates a flag. */
export interface InitialValues {
  readonly variations?: readonly ConfiguredVariation[] | undefined;
  readonly defaultValue?: JsonValue | undefined;
}

const BOOLEAN_VARIATIONS: readonly ConfiguredVariation[] = [
  { key: 'on', value: true, name: 'On', description: '' },
  { key: 'off', value: false, name: 'Off', description: '' },
];

/**
 * The rule of a new boolean flag, also in a new environment: it serves the first variation whose value is
 * `servedValue`. Its priority is high enough for rules before it.
 */
export const BOOLEAN_FALLTHROUGH = {
  priority: 1_000,
  description: 'Everybody',
  servedValue: true,
} as const;

/**
 * The configuration of a new flag: off. A boolean flag has the variations `on` and `off` and a fallthrough that
 * serves `on`, so that turning it on does what people expect. Other flags serve their default value until they get
 * rules.
 */
export function initialConfiguration(
  type: FlagType,
  values: InitialValues,
  randomUuid: () => string,
): Configuration {
  const isBoolean = type === 'boolean';
  const variations = values.variations ?? (isBoolean ? BOOLEAN_VARIATIONS : []);
  const served = variations.find((variation) => variation.value === BOOLEAN_FALLTHROUGH.servedValue);
  return {
    enabled: false,
    defaultValue: values.defaultValue ?? (isBoolean ? false : null),
    variations,
    prerequisites: [],
    rules: isBoolean && served ? [fallthrough(served.key, randomUuid())] : [],
  };
}

function fallthrough(variation: string, id: string): ConfiguredRule {
  const { priority, description } = BOOLEAN_FALLTHROUGH;
  return { id, priority, description, conditions: [], serve: { variation } };
}

import type { FlagType } from '../../../shared/model/flag-set.ts';
import type { Fault } from '../../model/request-error.ts';
import type { InitialValues } from './initial-configuration.ts';
import { validateVariations } from './validate-configuration.ts';

/** Validates the variations and the default value of a new flag. A boolean flag may omit both. */
export function validateInitialValues(type: FlagType, values: InitialValues): readonly Fault[] {
  const { variations, defaultValue } = values;
  const faults: Fault[] = [];
  const required = `is required for a flag of type ${type}`;
  if (type !== 'boolean' && variations === undefined) faults.push({ path: 'variations', message: required });
  if (defaultValue === null || (defaultValue === undefined && type !== 'boolean')) {
    faults.push({ path: 'defaultValue', message: `${required} and must not be null` });
  }
  return [
    ...faults,
    ...validateVariations({ variations: variations ?? [], defaultValue: defaultValue ?? null }, type),
  ];
}

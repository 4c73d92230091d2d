import type { FlagType } from '../../../shared/model/flag-set.ts';
import type { Fault } from '../../model/request-error.ts';
import type { InitialValues } from './initial-configuration.ts';
import { validateVariations } from './validate-configuration.ts';

/** What is wrong with the values a flag is created with. */
export function validateInitialValues(type: FlagType, values: InitialValues): readonly Fault[] {
  const faults: Fault[] = [];
  const needs = `is required for a flag of type ${type}`;
  if (type !== 'boolean' && values.variations === undefined)
    faults.push({ path: 'variations', message: needs });
  if (values.defaultValue === undefined || values.defaultValue === null) {
    // A new flag always gets a value; only a boolean one has an obvious one.
    if (type !== 'boolean' || values.defaultValue === null) {
      faults.push({ path: 'defaultValue', message: `${needs} and must not be null` });
    }
  }
  return [
    ...faults,
    ...validateVariations(
      { variations: values.variations ?? [], defaultValue: values.defaultValue ?? null },
      type,
    ),
  ];
}

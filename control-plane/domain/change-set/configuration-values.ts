import { canonicalJson } from '../../../shared/model/canonical-json.ts';
import type { JsonValue } from '../../../shared/model/json.ts';
import type { Configuration } from '../../model/configuration.ts';
import type { FlagState } from '../../model/project-state.ts';
import type { AppliedOperations } from './apply-operations.ts';
import type { Origin } from './operation-problem.ts';

/** A value that a flag may serve. */
export interface ConfigurationValue {
  readonly value: JsonValue;
  /** The operation that is at fault if the value is not valid. */
  readonly origin: Origin;
  /** Which value it is, if the operation has not written the value itself. */
  readonly name?: string;
}

interface NamedValue {
  readonly value: JsonValue;
  /** The member of the configuration that contains it. */
  readonly member: 'variations' | 'defaultValue';
  readonly path: string;
  readonly name: string;
}

/** The variations, and the default value unless there is none. */
function namedValues({
  variations,
  defaultValue,
}: Pick<Configuration, 'variations' | 'defaultValue'>): readonly NamedValue[] {
  return [
    ...variations.map(({ key, value }, index) => ({
      value,
      member: 'variations' as const,
      path: `variations[${index}].value`,
      name: `The value of variation "${key}"`,
    })),
    ...(defaultValue === null
      ? []
      : [
          {
            value: defaultValue,
            member: 'defaultValue' as const,
            path: 'defaultValue',
            name: 'The default value',
          },
        ]),
  ];
}

/** Every value of a flag in every environment. @param origin the operation that changes what they must be */
export function valuesOf(
  applied: AppliedOperations,
  flag: FlagState,
  origin: Origin,
): readonly ConfigurationValue[] {
  const changed = changedValues(applied, flag);
  const seen = new Set(changed.map(({ value }) => value));
  const isNew = !applied.before.flags.has(flag.key);
  const others = [...flag.configurations].flatMap(([environmentKey, configuration]) =>
    namedValues(configuration).flatMap(({ value, path, name }): readonly ConfigurationValue[] => {
      if (seen.has(value)) return [];
      // A new flag has one value object in every environment: that of the operation.
      if (isNew) {
        seen.add(value);
        return [{ value, origin: { ...origin, path } }];
      }
      const place = { ...origin, path: 'jsonSchema' };
      return [{ value, origin: place, name: `${name} in environment "${environmentKey}"` }];
    }),
  );
  return [...changed, ...others];
}

/** The values of a flag that operations on its configurations have changed. */
export function changedValues(
  { drafts }: AppliedOperations,
  { key }: FlagState,
): readonly ConfigurationValue[] {
  return drafts
    .filter(({ flagKey }) => flagKey === key)
    .flatMap(({ before, draft, members }) => {
      const known = new Set(
        before === undefined ? [] : namedValues(before).map(({ value }) => canonicalJson(value)),
      );
      return namedValues(draft).flatMap(({ value, member, path }): readonly ConfigurationValue[] => {
        const origin = members.get(member);
        if (origin === undefined || known.has(canonicalJson(value))) return [];
        return [{ value, origin: { ...origin, path } }];
      });
    });
}

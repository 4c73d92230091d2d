import type { Operator } from '../../../../shared/model/flag-set.ts';

/** What the entries of an operator are. `any`: texts, numbers or booleans. `none`: entries are ignored. */
export type EntryKind = 'any' | 'number' | 'text' | 'pattern' | 'instant' | 'version' | 'address' | 'none';

interface OperatorInfo {
  readonly operator: Operator;
  /** As it stands between attribute and values. */
  readonly label: string;
  readonly kind: EntryKind;
}

interface OperatorGroup {
  readonly group: string;
  readonly operators: readonly OperatorInfo[];
}

const info = (operator: Operator, label: string, kind: EntryKind): OperatorInfo => ({
  operator,
  label,
  kind,
});

/** All operators by what they compare. */
export const OPERATOR_GROUPS: readonly OperatorGroup[] = [
  {
    group: 'Equality',
    operators: [
      info('in', 'is one of', 'any'),
      info('not_in', 'is none of', 'any'),
      info('eq', 'equals', 'any'),
      info('neq', 'does not equal', 'any'),
      info('exists', 'is present', 'none'),
      info('not_exists', 'is absent', 'none'),
    ],
  },
  {
    group: 'Texts',
    operators: [
      info('contains', 'contains', 'text'),
      info('not_contains', 'does not contain', 'text'),
      info('starts_with', 'starts with', 'text'),
      info('not_starts_with', 'does not start with', 'text'),
      info('ends_with', 'ends with', 'text'),
      info('not_ends_with', 'does not end with', 'text'),
      info('regex', 'matches the pattern', 'pattern'),
      info('not_regex', 'does not match the pattern', 'pattern'),
    ],
  },
  {
    group: 'Numbers',
    operators: [
      info('gt', 'is greater than', 'number'),
      info('gte', 'is at least', 'number'),
      info('lt', 'is less than', 'number'),
      info('lte', 'is at most', 'number'),
    ],
  },
  {
    group: 'Times',
    operators: [info('before', 'is before', 'instant'), info('after', 'is after', 'instant')],
  },
  {
    group: 'Versions',
    operators: [
      info('semver_eq', 'is version', 'version'),
      info('semver_neq', 'is not version', 'version'),
      info('semver_gt', 'is newer than version', 'version'),
      info('semver_gte', 'is version or newer', 'version'),
      info('semver_lt', 'is older than version', 'version'),
      info('semver_lte', 'is version or older', 'version'),
    ],
  },
  {
    group: 'IP addresses',
    operators: [
      info('in_cidr', 'is in the range', 'address'),
      info('not_in_cidr', 'is not in the range', 'address'),
    ],
  },
];

const BY_OPERATOR = new Map(
  OPERATOR_GROUPS.flatMap(({ operators }) =>
    operators.map((each): [string, OperatorInfo] => [each.operator, each]),
  ),
);

/** What is entered for an operator. One that is not known takes anything. */
export const entryKindOf = (operator: string): EntryKind => BY_OPERATOR.get(operator)?.kind ?? 'any';

/** What is shown in an empty field, and under it. */
export const ENTRY_HINTS: Readonly<Record<EntryKind, string>> = {
  any: 'Type a value and press Enter',
  number: 'A number, such as 18 or 0.5',
  text: 'A text; case counts',
  pattern: 'An RE2 pattern, such as @example\\.com$',
  instant: 'A time such as 2027-01-31T12:00:00Z, or milliseconds since 1970',
  version: 'A version such as 2.1.0',
  address: 'A range such as 10.0.0.0/8, or an address',
  none: '',
};

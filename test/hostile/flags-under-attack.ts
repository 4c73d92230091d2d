import type { Condition } from '../../shared/model/flag-set.ts';
import { condition } from '../support/flags.ts';
import type { ManagementApi } from '../support/management-api.ts';

/** Operators whose conditions cost most, each over an attribute of its own. No condition holds: every rule is tried. */
const FAMILIES: Readonly<Record<string, (index: number) => Condition>> = {
  version: (index) => condition('version', 'semver_eq', `9.${index}.1`, `9.${index}.2`),
  address: (index) => condition('address', 'in_cidr', `2001:db8:${index.toString(16)}::/48`),
  instant: (index) => condition('instant', 'after', 4_000_000_000_000 + index),
  text: (index) => condition('text', 'contains', `b${'a'.repeat(20 + index)}`),
  pattern: (index) => condition('pattern', 'regex', `(a|aa)*b${index}$`),
  member: (index) => condition('member', 'in', `no-${index}`),
};

const FLAGS = 60;
const RULES = 50;
/** Patterns of one flag have a limit together. */
const RULES_WITH_PATTERNS = 20;

/** The names of the attributes that the flags ask for. */
export const ATTACKED_ATTRIBUTES = Object.keys(FAMILIES);

/**
 * Creates flags that are costly to evaluate, {@link FLAGS} with some thousand conditions, and the flag `ordinary`.
 */
export async function createCostlyFlags(
  api: ManagementApi,
  projectId: string,
  environment: string,
): Promise<void> {
  await api.createFlag(projectId, { key: 'ordinary' });
  for (let flag = 0; flag < FLAGS; flag++) {
    const key = `costly-${flag}`;
    const [name, family] = Object.entries(FAMILIES)[flag % ATTACKED_ATTRIBUTES.length] ?? [];
    if (family === undefined) throw new Error('There are no families.');
    await api.createFlag(projectId, { key, clientSide: true });
    const rules = Array.from({ length: name === 'pattern' ? RULES_WITH_PATTERNS : RULES }, (_, priority) => ({
      priority,
      conditions: [family(priority)],
      serve: { variation: 'on' },
    }));
    await api.configure(projectId, key, environment, { enabled: true, rules });
  }
}

/** Creates a flag that serves a text of 60,000 characters in this environment. */
export async function createLargeFlag(
  api: ManagementApi,
  projectId: string,
  environment: string,
): Promise<void> {
  const variations = [
    { key: 'small', value: '' },
    { key: 'large', value: 'x'.repeat(60_000) },
  ];
  await api.createFlag(projectId, {
    key: 'large',
    type: 'string',
    clientSide: true,
    variations,
    defaultValue: '',
  });
  const rules = [{ priority: 0, conditions: [], serve: { variation: 'large' } }];
  await api.configure(projectId, 'large', environment, { enabled: true, rules });
}

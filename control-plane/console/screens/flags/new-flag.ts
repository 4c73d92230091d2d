import type { components } from '../../../../shared/management-client/openapi.ts';
import { FLAG_TYPES, type FlagType } from './flags-search.ts';

/** The request that creates a flag. */
export type NewFlag = components['schemas']['NewFlag'];

export const MAX_KEY = 100;

/** A variation as it is typed. */
export interface VariationDraft {
  /** Tells rows apart while they are edited. */
  readonly id: number;
  readonly key: string;
  readonly value: string;
}

/** The form of a new flag. */
export interface NewFlagValues {
  readonly name: string;
  readonly key: string;
  readonly type: FlagType;
  /** Of a flag that is not boolean. */
  readonly variations: readonly VariationDraft[];
  /** The `id` of the variation that is served while the flag is off. */
  readonly offId: number;
  readonly description: string;
  readonly tags: readonly string[];
  readonly owner: string;
  readonly clientSide: boolean;
}

/** What is wrong in a form, by the path that the API gives to the field. */
export type FormFaults = Readonly<Record<string, string>>;

/** What the parts of the form need. */
export interface FlagFormProps {
  readonly values: NewFlagValues;
  readonly change: (patch: Partial<NewFlagValues>) => void;
  /** What is wrong at a path, as the API names it. */
  readonly faultAt: (path: string) => string | undefined;
}

/** A key from a name: "New checkout!" becomes "new-checkout". */
export function keyFromName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  return plain
    .replace(/[^a-z0-9._]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MAX_KEY);
}

/** Why a key is not valid. */
export function keyFault(key: string): string | undefined {
  if (key === '') return 'Give the flag a key.';
  if (key.length > MAX_KEY) return `A key has at most ${MAX_KEY} characters.`;
  if (key === '.' || key === '..') return 'This key is not possible: it has a meaning in addresses.';
  return /^[A-Za-z0-9._-]+$/.test(key)
    ? undefined
    : 'Only letters without accents, digits, and the characters . _ - are possible.';
}

/** The first values of a type, to be replaced. */
export function firstVariations(type: FlagType): readonly VariationDraft[] {
  const values = { boolean: [], string: ['a', 'b'], number: ['1', '2'], json: ['{}', '{}'] }[type];
  return values.map((value, id) => ({ id, key: `variation-${id + 1}`, value }));
}

/** The request of a form, or what is wrong with it. */
export function newFlagRequest(
  values: NewFlagValues,
): { readonly body: NewFlag } | { readonly faults: FormFaults } {
  const faults: Record<string, string> = {};
  const fault = keyFault(values.key);
  if (fault !== undefined) faults.key = fault;
  const variations = values.variations.map(({ key, value }, index) => {
    const wrongKey = keyFault(key);
    if (wrongKey !== undefined) faults[`variations[${index}].key`] = wrongKey;
    const parsed = parseValue(values.type, value);
    if ('fault' in parsed) faults[`variations[${index}].value`] = parsed.fault;
    return { key, value: 'fault' in parsed ? null : parsed.value, name: '', description: '' };
  });
  if (Object.keys(faults).length > 0) return { faults };
  const off = values.variations.findIndex(({ id }) => id === values.offId);
  return {
    body: {
      key: values.key,
      type: values.type,
      description: values.description,
      tags: [...values.tags],
      clientSide: values.clientSide,
      ...(values.name.trim() === '' ? {} : { name: values.name.trim() }),
      ...(values.owner.trim() === '' ? {} : { owner: values.owner.trim() }),
      metadata: {},
      ...(values.type === 'boolean'
        ? {}
        : { variations, defaultValue: variations[Math.max(0, off)]?.value ?? null }),
    },
  };
}

type Parsed = { readonly value: NewFlagValue } | { readonly fault: string };
type NewFlagValue = components['schemas']['JsonValue'];

/** The value of a text that somebody has typed for a variation. */
function parseValue(type: FlagType, text: string): Parsed {
  if (type === 'string') return { value: text };
  if (type === 'number') {
    const value = Number(text);
    return text.trim() !== '' && Number.isFinite(value)
      ? { value }
      : { fault: 'This is not a number. Write it like 19.5.' };
  }
  try {
    const value: NewFlagValue = JSON.parse(text);
    return { value };
  } catch {
    return { fault: 'This is not JSON. Names and texts need double quotes.' };
  }
}

/** What the types are for, for people who see them for the first time. */
export const TYPE_CHOICES = FLAG_TYPES.map((value) => ({
  value,
  label: { boolean: 'Boolean: on or off', string: 'Text', number: 'Number', json: 'JSON' }[value],
}));

import type { components, operations } from '../../../../shared/management-client/openapi.ts';

export type ListedFlag = components['schemas']['ListedFlag'];
export type FlagType = ListedFlag['type'];
export type BulkFilter = components['schemas']['BulkFilter'];

export const FLAG_TYPES = ['boolean', 'string', 'number', 'json'] as const satisfies readonly FlagType[];

/** The filters of the list, as the address of the page has them. */
export interface FlagsSearch {
  readonly q?: string;
  readonly type?: FlagType;
  /** The flag has all of them. */
  readonly tag?: readonly string[];
  readonly owner?: string;
  /** Absent: flags that are in use. */
  readonly state?: 'archived';
  /** The environment that `enabled`, `segment` and `notEvaluatedForDays` are about; absent: any, or all. */
  readonly environment?: string;
  readonly enabled?: boolean;
  readonly segment?: string;
  readonly notEvaluatedForDays?: number;
}

/** What the API accepts: its limits, so that a mistyped address never leads to an answer of 400. */
const KEY = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;
const MAX_TEXT = 200;
const MAX_TAGS = 50;
const MAX_TAG = 100;
const MAX_DAYS = 3_650;

/** Reads the search of an address; what is no valid filter is left out. */
export function flagsSearch(search: Readonly<Record<string, unknown>>): FlagsSearch {
  const { type, state, environment, enabled, segment, notEvaluatedForDays: days } = search;
  const [q, owner] = [textOf(search.q), textOf(search.owner)];
  const knownType = FLAG_TYPES.find((known) => known === type);
  const tags = tagsOf(search.tag);
  return {
    ...(isText(q) ? { q } : {}),
    ...(knownType === undefined ? {} : { type: knownType }),
    ...(tags.length === 0 ? {} : { tag: tags }),
    ...(isText(owner) ? { owner } : {}),
    ...(state === 'archived' ? { state } : {}),
    ...(isKey(environment) ? { environment } : {}),
    ...(typeof enabled === 'boolean' ? { enabled } : {}),
    ...(isKey(segment) ? { segment } : {}),
    ...(isDays(days) ? { notEvaluatedForDays: days } : {}),
  };
}

/** In an address that somebody types, `q=404` is a number. */
const textOf = (value: unknown) => (typeof value === 'number' ? String(value) : value);
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= MAX_TEXT;
const isKey = (value: unknown): value is string => typeof value === 'string' && KEY.test(value);
const isDays = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_DAYS;

function tagsOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const tags = list.filter((tag) => typeof tag === 'string' && tag !== '' && tag.length <= MAX_TAG);
  return [...new Set(tags.filter((tag) => typeof tag === 'string'))].slice(0, MAX_TAGS);
}

type ListQuery = NonNullable<operations['listFlags']['parameters']['query']>;

/** The filters as parameters of the list of flags. */
export function listQuery({ enabled, tag, state, ...search }: FlagsSearch): ListQuery {
  return {
    ...search,
    state: state ?? 'active',
    ...(tag === undefined ? {} : { tag: [...tag] }),
    ...(enabled === undefined ? {} : { enabled: enabled ? 'true' : 'false' }),
  };
}

/** The filters as those of a bulk edit, which leaves archived flags out. */
export function bulkFilter({ tag, state: _, ...search }: FlagsSearch): BulkFilter {
  return { ...search, ...(tag === undefined ? {} : { tags: [...tag] }) };
}

/** How many filters are set, besides the text that is searched for and the environment they are about. */
export function filterCount({ q: _, environment, ...filters }: FlagsSearch): number {
  const count = Object.keys(filters).length;
  return count === 0 && environment !== undefined ? 1 : count;
}

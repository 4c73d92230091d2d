/** The tabs of the page of a flag. */
export const FLAG_TABS = [
  'targeting',
  'variations',
  'prerequisites',
  'settings',
  'uses',
  'history',
  'evaluations',
] as const;
export type FlagTab = (typeof FLAG_TABS)[number];

/** What the address of a flag's page says. */
export interface FlagSearch {
  /** Left out: targeting. */
  readonly tab?: FlagTab;
  /** Keys of the shown environments, with commas between them. Left out: the first environment. */
  readonly environment?: string;
  /** Whether the panel for trying a context is open. */
  readonly try?: boolean;
}

/** Takes what is understood from the search of an address. */
export function flagSearch(search: Readonly<Record<string, unknown>>): FlagSearch {
  const tab = FLAG_TABS.find((each) => each === search.tab);
  return {
    ...(tab === undefined ? {} : { tab }),
    ...(typeof search.environment === 'string' && search.environment !== ''
      ? { environment: search.environment }
      : {}),
    ...(search.try === true || search.try === 'true' ? { try: true } : {}),
  };
}

/** The environments of the address that exist, in the order of the project; the first one if the address names none. */
export function shownEnvironments(search: FlagSearch, keys: readonly string[]): readonly string[] {
  const named = search.environment?.split(',') ?? [];
  const shown = keys.filter((key) => named.includes(key));
  return shown.length > 0 ? shown : keys.slice(0, 1);
}

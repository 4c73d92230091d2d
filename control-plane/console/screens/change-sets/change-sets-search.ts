import type { ChangeSetFilter } from '../../api/change-set-queries.ts';

/** What of the list is shown, as its address names it. */
export const CHANGE_SET_VIEWS = [
  { value: 'draft', label: 'Drafts' },
  { value: 'in_review', label: 'In review' },
  { value: 'approved', label: 'Approved' },
  { value: 'scheduled', label: 'Scheduled' },
  { value: 'rolling_out', label: 'Rolling out' },
  { value: 'applied', label: 'History: applied' },
  { value: 'completed', label: 'Rolled out' },
  { value: 'stopped', label: 'Stopped rollouts' },
  { value: 'discarded', label: 'Discarded' },
] as const;

export type ChangeSetView = (typeof CHANGE_SET_VIEWS)[number]['value'];

/** The search of the address of the list. Without a view everything is listed. */
export interface ChangeSetsSearch {
  readonly view?: ChangeSetView;
  /** The id of a user. */
  readonly author?: string;
  readonly flag?: string;
  readonly environment?: string;
}

/** Reads the search of an address; what is not understood is left out. */
export function changeSetsSearch({
  view,
  author,
  flag,
  environment,
}: Readonly<Record<string, unknown>>): ChangeSetsSearch {
  const known = CHANGE_SET_VIEWS.find(({ value }) => value === view)?.value;
  return {
    ...(known === undefined ? {} : { view: known }),
    ...(isText(author) ? { author } : {}),
    ...(isText(flag) ? { flag } : {}),
    ...(isText(environment) ? { environment } : {}),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** The parameters of the API for what the address names. */
export function changeSetFilter({ view, ...rest }: ChangeSetsSearch): ChangeSetFilter {
  if (view === undefined) return rest;
  return view === 'scheduled' ? { ...rest, scheduled: 'true' } : { ...rest, state: view };
}

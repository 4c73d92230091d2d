import type { components } from '../../../../shared/management-client/openapi.ts';

type Schemas = components['schemas'];

/** What the editors of rules offer to choose from. */
export interface EditorChoices {
  /** Attributes and values that were seen; empty where the right to see them is missing. */
  readonly attributes: Schemas['SeenAttributes']['attributes'];
  readonly segments: readonly Pick<Schemas['SegmentSummary'], 'key' | 'name'>[];
}

/** The faults that the API has found at a path, such as `rules[0].conditions`, and below it. */
export type FaultsOf = (path: string) => readonly string[];

/** The faults as one text, for the error of a field. */
export function faultText(faults: readonly string[]): string | undefined {
  return faults.length === 0 ? undefined : faults.slice(0, 3).join('; ');
}

import type { FlagState, SegmentState } from '../../model/project-state.ts';
import type { StoredState } from '../../model/stored-state.ts';

/** Flags and segments that are put together from single rows. Used inside one call only. */
export interface StateParts {
  readonly flags: Map<string, FlagState>;
  readonly segments: Map<string, SegmentState>;
}

/** Puts a row into its place. A row without a state, or a configuration without its flag, is nothing. */
export function placeStoredState({ flags, segments }: StateParts, row: StoredState<null>): void {
  const { key } = row;
  if (row.state === null) return;
  if (row.kind === 'segment') {
    segments.set(key, { key, ...row.state });
    return;
  }
  const flag = flags.get(key);
  if (row.kind === 'flag') {
    const { owner = null, jsonSchema = null, ...fields } = row.state;
    flags.set(key, { key, ...fields, owner, jsonSchema, configurations: flag?.configurations ?? new Map() });
  } else if (flag !== undefined) {
    const configurations = new Map([...flag.configurations, [row.environmentKey, row.state] as const]);
    flags.set(key, { ...flag, configurations });
  }
}

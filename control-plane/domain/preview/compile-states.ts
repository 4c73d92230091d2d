import {
  type CompiledFlag,
  type CompiledFlagSet,
  compileFlagSet,
  updateFlagSet,
} from '../../../shared/evaluation/index.ts';
import type { EnvironmentInfo, FlagSet } from '../../../shared/model/flag-set.ts';
import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import type { ProjectState } from '../../model/project-state.ts';
import { flagSetOfState } from '../evaluation/flag-set-of-state.ts';
import type { TimeBudget } from './time-budget.ts';

/** The same flags and segments before and after a draft. */
export interface StatePair {
  readonly before: Pick<ProjectState, 'flags' | 'segments'>;
  readonly after: Pick<ProjectState, 'flags' | 'segments'>;
}

/** A flag that a draft may change for some context. It is absent on the side on which readers do not get it. */
export interface AffectedFlag {
  readonly flagKey: string;
  readonly before: CompiledFlag | undefined;
  readonly after: CompiledFlag | undefined;
}

/** Definitions that are compiled before the time is looked at. */
const CHUNK = 20;

/**
 * Compiles both states as readers get them, and finds which of the flags differ: themselves, in a segment or in a
 * prerequisite.
 */
export async function compileAffected(
  { before, after }: StatePair,
  environment: EnvironmentInfo,
  flagKeys: readonly string[],
  budget: TimeBudget,
): Promise<readonly AffectedFlag[]> {
  const setBefore = flagSetOfState(before, environment);
  const setAfter = flagSetOfState(after, environment);
  const compiled = await compileInSlices(setBefore, budget);
  const updated = updateFlagSet(compiled, {
    flags: changedDefinitions(setBefore.flags, setAfter.flags),
    segments: changedDefinitions(setBefore.segments, setAfter.segments),
    deleted: {
      flags: keysOnlyInFirst(setBefore.flags, setAfter.flags),
      segments: keysOnlyInFirst(setBefore.segments, setAfter.segments),
    },
  });
  return flagKeys
    .map((flagKey) => ({
      flagKey,
      before: compiled.flags.get(flagKey),
      after: updated.flags.get(flagKey),
    }))
    .filter((flag) => flag.before !== flag.after);
}

async function compileInSlices(
  { environment, flags, segments }: FlagSet,
  budget: TimeBudget,
): Promise<CompiledFlagSet> {
  let compiled = compileFlagSet({ environment, flags: [], segments: [] });
  const deleted = { flags: [], segments: [] };
  for (let start = 0; start < Math.max(flags.length, segments.length); start += CHUNK) {
    compiled = updateFlagSet(compiled, {
      deleted,
      flags: flags.slice(start, start + CHUNK),
      segments: segments.slice(start, start + CHUNK),
    });
    if (budget.isPauseDue()) await budget.pause();
  }
  return compiled;
}

function changedDefinitions<Definition extends { readonly key: string }>(
  before: readonly Definition[],
  after: readonly Definition[],
): readonly Definition[] {
  const known = new Map(before.map((each) => [each.key, each]));
  return after.filter((each) => !isJsonEqual(known.get(each.key), each));
}

function keysOnlyInFirst(
  first: readonly { readonly key: string }[],
  second: readonly { readonly key: string }[],
): readonly string[] {
  const keys = new Set(second.map(({ key }) => key));
  return first.filter(({ key }) => !keys.has(key)).map(({ key }) => key);
}

import type { Fault } from '../../model/request-error.ts';
import type { Transaction } from '../../store/database/transaction.ts';
import type { EnvironmentRow } from '../../store/projects/environments.ts';
import { requireProject } from '../change/or-not-found.ts';
import { readDraftResult } from '../drafts/draft-result.ts';
import { unsupportedBy } from '../drafts/review-draft.ts';
import { requireEnvironment } from '../environments.ts';
import { type LoadState, loadNeededState } from '../evaluation/needed-state.ts';
import { affectedFlagKeys } from './affected-flags.ts';
import { cachedLoader } from './cached-loader.ts';
import type { StatePair } from './compile-states.ts';
import { draftLoader, liveLoader } from './load-states.ts';
import type { PreviewLimits } from './preview-limits.ts';

interface PreviewedDraft {
  readonly projectId: string;
  readonly changeSetId: string;
  readonly environmentKey: string;
  /** Only these flags; absent: all that the draft affects. */
  readonly flagKeys?: readonly string[] | undefined;
}

/** What a preview is computed from. */
export interface PreviewInput {
  readonly environment: EnvironmentRow;
  /** SHA-256 of the draft's diff, or of the steps of its rollout: what approvals are bound to. */
  readonly diffHash: string;
  /** The flags that the draft may affect, ascending, as far as they are loaded. */
  readonly flagKeys: readonly string[];
  /** The number of flags that the draft may affect and that are not loaded. */
  readonly flagsLeftOff: number;
  readonly states: StatePair;
  /** What connected readers do not understand, in any environment. */
  readonly unsupported: readonly Fault[];
}

/**
 * Loads the flags that a draft may affect in an environment, before and after it, with everything that they need.
 *
 * @throws RequestError NOT_FOUND; CONFLICT if the draft cannot be applied, or the flags need too much
 */
export async function loadPreview(
  tx: Transaction,
  draft: PreviewedDraft,
  limits: PreviewLimits,
  randomUuid: () => string,
): Promise<PreviewInput> {
  const { projectId, environmentKey } = draft;
  await requireProject(tx, projectId);
  const environment = await requireEnvironment(tx, projectId, environmentKey);
  const { whole, diffHash } = await readDraftResult(tx, draft, randomUuid);
  const affected = await affectedFlagKeys(tx, { projectId, environment }, whole.diff);
  const asked = draft.flagKeys === undefined ? undefined : new Set(draft.flagKeys);
  const wanted = affected.filter((key) => asked === undefined || asked.has(key));
  const flagKeys = wanted.slice(0, limits.flags);
  const live = cachedLoader(liveLoader(tx, projectId, environment));
  const after = draftLoader(whole, live);
  const states = await loadPair({ live, after }, flagKeys, environmentKey, limits.needed);
  return {
    environment,
    diffHash,
    flagKeys,
    flagsLeftOff: wanted.length - flagKeys.length,
    states,
    unsupported: await unsupportedBy(tx, whole),
  };
}

/** Both states of the same flags and segments: of all that either of them needs. */
async function loadPair(
  { live, after }: { readonly live: LoadState; readonly after: LoadState },
  flagKeys: readonly string[],
  environmentKey: string,
  limit: number,
): Promise<StatePair> {
  const needed = [
    await loadNeededState(live, flagKeys, environmentKey, limit),
    await loadNeededState(after, flagKeys, environmentKey, limit),
  ];
  const flags = [...new Set([...flagKeys, ...needed.flatMap((state) => [...state.flags.keys()])])];
  const segments = [...new Set(needed.flatMap((state) => [...state.segments.keys()]))];
  return { before: await live(flags, segments), after: await after(flags, segments) };
}

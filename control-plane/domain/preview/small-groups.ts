import type { Preview, PreviewedFlag } from './preview.ts';

/** A count of fewer recorded users than this could single one of them out. */
export const SMALL_GROUP = 5;

/**
 * The counts of a preview for callers who may not read recorded contexts. Groups are shown in multiples of five users; smaller
 * ones, and the rest of larger ones, are counted with the most frequent outcome. So whether one user has an attribute does not
 * show, unless this user completes a group of five.
 */
export function withoutSmallGroups<Counted extends Pick<Preview, 'flags' | 'sample'>>(
  preview: Counted,
): Counted {
  const { flags, sample } = preview;
  return {
    ...preview,
    flags: flags.map(roundFlag),
    sample: sample && { ...sample, changed: roundShare(sample.changed, sample.evaluated) },
  };
}

const roundDown = (count: number): number => count - (count % SMALL_GROUP);

/** The smaller side is rounded down, and what this leaves is counted on the larger side. */
function roundShare(count: number, total: number): number {
  if (total < SMALL_GROUP) return 0;
  return count * 2 > total ? total - roundDown(total - count) : roundDown(count);
}

function roundFlag(flag: PreviewedFlag): PreviewedFlag {
  const { evaluated, transitions } = flag;
  const [largest, ...smaller] = transitions;
  const changed = roundShare(flag.changed, evaluated);
  if (largest === undefined || largest.contexts < SMALL_GROUP) {
    return { ...flag, changed, transitions: [], otherContexts: 0 };
  }
  const listed = smaller
    .filter(({ contexts }) => contexts >= SMALL_GROUP)
    .map((each) => ({ ...each, contexts: roundDown(each.contexts) }));
  const otherContexts = roundDown(flag.otherContexts);
  const rest = listed.reduce((sum, { contexts }) => sum + contexts, otherContexts);
  return {
    ...flag,
    changed,
    transitions: [{ ...largest, contexts: evaluated - rest }, ...listed],
    otherContexts,
  };
}

import type { ProjectDiff } from '../../model/project-change.ts';
import type { Transaction } from '../../store/database/transaction.ts';
import { flagsNamingSegments } from '../../store/flags/flags-naming-segments.ts';
import { prerequisiteReferences } from '../../store/flags/prerequisites.ts';
import { segmentReferences } from '../../store/segments/segments.ts';
import { withDependents } from './dependents.ts';

/**
 * The keys of the flags that a diff may affect in an environment, ascending: those that it changes, that name a changed
 * segment, or that require such a flag, directly or through others. A flag that comes to depend on something is itself changed.
 */
export async function affectedFlagKeys(
  tx: Transaction,
  { projectId, environment }: AffectedPlace,
  diff: ProjectDiff,
): Promise<readonly string[]> {
  const changed = diff.flatMap((change) => {
    if (!('flagKey' in change)) return [];
    const isHere = !('environmentKey' in change) || change.environmentKey === environment.key;
    return isHere ? change.flagKey : [];
  });
  const changedSegments = diff.flatMap((change) => ('segmentKey' in change ? change.segmentKey : []));
  const naming =
    changedSegments.length === 0
      ? []
      : await flagsNamingSegments(tx, { projectId, environmentId: environment.id }, [
          ...withDependents(changedSegments, await segmentReferences(tx, projectId)),
        ]);
  const required = await prerequisiteReferences(tx, environment.id);
  return [...withDependents([...changed, ...naming], required)].sort();
}

interface AffectedPlace {
  readonly projectId: string;
  readonly environment: { readonly id: string; readonly key: string };
}

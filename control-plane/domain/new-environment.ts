import { insertCreatedEnvironment } from '../store/change-sets/history-writer.ts';
import { insertAuditOfCopies } from '../store/changes/audit-entries.ts';
import { copyFlagsToEnvironment } from '../store/flags/copy-flags.ts';
import { measureEnvironment } from '../store/flags/flag-set-sizes.ts';
import { addSegmentsToEnvironment } from '../store/segments/add-segments.ts';
import type { Change } from './change/change.ts';
import { hashDiff } from './change-set/hash-diff.ts';
import { BOOLEAN_FALLTHROUGH } from './configuration/initial-configuration.ts';

/**
 * Gives a new environment what it starts with: every segment, and every flag of the project.
 * Each configuration has an audit entry.
 *
 * A flag has the variations and the default value of the project's first environment (if no environment is left, of
 * the one deleted last). It is off and has no rules, except that a boolean flag has the fallthrough of a new boolean
 * flag. Copying happens in the database, because a project may have more flags than fit into memory.
 */
export async function addFlagsAndSegments(
  change: Change,
  projectId: string,
  environment: { readonly id: string; readonly key: string; readonly version: number },
): Promise<void> {
  const { tx, caller } = change;
  await copyFlagsToEnvironment(tx, projectId, environment, {
    userId: caller.userId,
    fallthrough: BOOLEAN_FALLTHROUGH,
  });
  await insertAuditOfCopies(tx, { projectId, userId: caller.userId, environmentId: environment.id });
  await measureEnvironment(tx, environment.id);
  await addSegmentsToEnvironment(tx, projectId, environment);
  const entry = { projectId, userId: caller.userId, environment, diffHash: hashDiff([]) };
  change.appliesChangeSet(await insertCreatedEnvironment(tx, entry, environment.version));
}

import { insertBaselinesOfCopies, insertCreatedEnvironment } from '../store/change-sets/history-writer.ts';
import { insertAuditOfCopies } from '../store/changes/audit-entries.ts';
import { copyFlagsToEnvironment, liveFlagIds } from '../store/flags/copy-flags.ts';
import { measureFlags } from '../store/flags/flag-set-sizes.ts';
import { addSegmentsToEnvironment } from '../store/segments/add-segments.ts';
import type { Change } from './change/change.ts';
import { hashDiff } from './change-set/hash-diff.ts';
import { BOOLEAN_FALLTHROUGH } from './configuration/initial-configuration.ts';

/** Flags that one statement copies. Each statement must end in the time that Postgres has for it, also under load. */
const FLAGS_PER_STATEMENT = 500;

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
  const { userId } = caller;
  const entry = { projectId, userId, environment, diffHash: hashDiff([]) };
  const { id, number } = await insertCreatedEnvironment(tx, entry, environment.version);
  change.appliesChangeSet(id);
  await addSegmentsToEnvironment(tx, projectId, environment);
  const all = await liveFlagIds(tx, projectId);
  for (let from = 0; from < all.length; from += FLAGS_PER_STATEMENT) {
    const flagIds = all.slice(from, from + FLAGS_PER_STATEMENT);
    await copyFlagsToEnvironment(tx, flagIds, environment, { userId, fallthrough: BOOLEAN_FALLTHROUGH });
    await insertAuditOfCopies(tx, flagIds, { projectId, userId, environmentId: environment.id });
    await measureFlags(tx, flagIds, [environment.id]);
    await insertBaselinesOfCopies(tx, flagIds, { projectId, environment, number });
  }
}

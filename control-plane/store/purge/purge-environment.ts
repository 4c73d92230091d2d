import type { Database } from '../database/database.ts';
import { inTransaction, type Transaction } from '../database/transaction.ts';
import { PURGE_LOCK } from './purge-lock.ts';

/** Rows of one kind that a transaction deletes at most: it holds the locks of the project. */
const BATCH = 500;

/** What is deleted of one environment, or what would be. */
export interface PurgedEnvironment {
  readonly environmentId: string;
  /** Readers at an older version get a snapshot. */
  readonly oldestResumable: number;
  /** Configurations of deleted flags. */
  readonly flags: number;
  /** Deleted segments. */
  readonly segments: number;
  /** Tokens of versions. */
  readonly versions: number;
}

export interface PurgeOptions {
  /** What was deleted or replaced by a newer version before this time. */
  readonly before: Date;
  /** Counts, and changes nothing. */
  readonly dryRun: boolean;
  readonly random: () => number;
}

export interface PurgeableEnvironment {
  readonly id: string;
  readonly projectId: string;
}

/** All environments, deleted ones too. */
export async function listPurgeableEnvironments(sql: Database): Promise<readonly PurgeableEnvironment[]> {
  return sql<PurgeableEnvironment[]>`select id, project_id as "projectId" from environments order by id`;
}

/**
 * Deletes the tombstones and version tokens of an environment that no reader after `before` needs. The version that was
 * current at that time becomes `oldest_resumable` in the transaction that deletes. A few rows a transaction, until nothing is left.
 *
 * @returns `null` if another process purges
 */
export async function purgeEnvironment(
  sql: Database,
  environment: PurgeableEnvironment,
  options: PurgeOptions,
): Promise<PurgedEnvironment | null> {
  const total = { environmentId: environment.id, oldestResumable: 1, flags: 0, segments: 0, versions: 0 };
  for (;;) {
    const batch = await inTransaction(sql, options.random, (tx) => purgeBatch(tx, environment, options));
    if (batch === null) return null;
    total.oldestResumable = batch.oldestResumable;
    total.flags += batch.flags;
    total.segments += batch.segments;
    total.versions += batch.versions;
    const isLast = Math.max(batch.flags, batch.segments, batch.versions) < BATCH;
    if (isLast || options.dryRun) return total;
  }
}

type Batch = Omit<PurgedEnvironment, 'environmentId'>;

async function purgeBatch(
  tx: Transaction,
  { id, projectId }: PurgeableEnvironment,
  { before, dryRun }: PurgeOptions,
): Promise<Batch | null> {
  if (dryRun) return countDoomed(tx, id, await readFloor(tx, id, before));
  const [lock] = await tx<{ granted: boolean }[]>`select pg_try_advisory_xact_lock(${PURGE_LOCK}) as granted`;
  if (!lock?.granted) return null;
  // The order of locks is that of every change, so there are no deadlocks with changes.
  await tx`select from projects where id = ${projectId} for no key update`;
  await tx`select from environments where id = ${id} for no key update`;
  const floor = await readFloor(tx, id, before);
  await tx`update environments set oldest_resumable = ${floor} where id = ${id} and oldest_resumable < ${floor}`;
  return {
    oldestResumable: floor,
    flags: await deleteFlags(tx, id, floor),
    segments: await deleteSegments(tx, id, floor),
    versions: await deleteVersions(tx, id, floor),
  };
}

/** The version that was current at that time; never below the present limit. All versions of a deleted environment are old. */
async function readFloor(tx: Transaction, id: string, before: Date): Promise<number> {
  const [row] = await tx<{ floor: number }[]>`
    select greatest(e.oldest_resumable, case when e.deleted_at < ${before} then e.version else coalesce((
      select v.version from environment_versions v
      where v.environment_id = e.id and v.created_at < ${before}
      order by v.version desc limit 1
    ), 1) end) as floor
    from environments e where e.id = ${id}`;
  return row?.floor ?? 1;
}

/** Configurations of deleted flags. One that a live flag requires stays. */
const doomedFlags = (tx: Transaction, id: string, floor: number) => tx`
  flag_environments fe
  join flags f on f.id = fe.flag_id and f.deleted_at is not null
    and fe.environment_id = ${id} and fe.version <= ${floor}
    and not exists (
      select from flag_prerequisites p
      join flag_environments o on o.id = p.flag_environment_id
      join flags dependent on dependent.id = o.flag_id and dependent.deleted_at is null
      where p.prerequisite_flag_id = f.id
    )`;

const doomedSegments = (tx: Transaction, id: string, floor: number) => tx`
  segment_environments se
  join segments s on s.id = se.segment_id and s.deleted_at is not null
    and se.environment_id = ${id} and se.version <= ${floor}`;

async function countDoomed(tx: Transaction, id: string, floor: number): Promise<Batch> {
  const [row] = await tx<Omit<Batch, 'oldestResumable'>[]>`
    select
      (select count(*)::int from ${doomedFlags(tx, id, floor)}) as flags,
      (select count(*)::int from ${doomedSegments(tx, id, floor)}) as segments,
      (select count(*)::int from environment_versions where environment_id = ${id} and version < ${floor}) as versions`;
  return {
    oldestResumable: floor,
    flags: row?.flags ?? 0,
    segments: row?.segments ?? 0,
    versions: row?.versions ?? 0,
  };
}

/** The row of the flag itself stays: stored events refer to it. */
async function deleteFlags(tx: Transaction, id: string, floor: number): Promise<number> {
  const rows = await tx<{ id: string; flagId: string }[]>`
    select fe.id, fe.flag_id as "flagId" from ${doomedFlags(tx, id, floor)} order by fe.version limit ${BATCH}`;
  if (rows.length === 0) return 0;
  const ids = rows.map((row) => row.id);
  const flagIds = rows.map((row) => row.flagId);
  // Other deleted flags may still require these.
  await tx`
    delete from flag_prerequisites p using flag_environments o
    where o.id = p.flag_environment_id and o.environment_id = ${id}
      and (o.id = any(${ids}::uuid[]) or p.prerequisite_flag_id = any(${flagIds}::uuid[]))`;
  await tx`delete from targeting_rules where flag_environment_id = any(${ids}::uuid[])`;
  await tx`delete from flag_variations where flag_environment_id = any(${ids}::uuid[])`;
  await tx`delete from flag_environments where id = any(${ids}::uuid[])`;
  return rows.length;
}

/** The row of the segment itself stays, without its members: rules of archived flags may name it. */
async function deleteSegments(tx: Transaction, id: string, floor: number): Promise<number> {
  const rows = await tx<{ segmentId: string }[]>`
    select se.segment_id as "segmentId" from ${doomedSegments(tx, id, floor)} order by se.version limit ${BATCH}`;
  if (rows.length === 0) return 0;
  const ids = rows.map((row) => row.segmentId);
  await tx`delete from segment_environments where environment_id = ${id} and segment_id = any(${ids}::uuid[])`;
  await tx`update segments set included = '[]', excluded = '[]', rules = '[]' where id = any(${ids}::uuid[])`;
  return rows.length;
}

async function deleteVersions(tx: Transaction, id: string, floor: number): Promise<number> {
  const { count } = await tx`
    delete from environment_versions
    where environment_id = ${id} and version in (
      select version from environment_versions
      where environment_id = ${id} and version < ${floor} order by version limit ${BATCH}
    )`;
  return count;
}

import { type Fault, invalidRequest } from '../model/request-error.ts';
import type { Queryable, Transaction } from '../store/database/transaction.ts';
import { type FlagFilter, listFlags } from '../store/flags/flag-list.ts';
import { type FlagStatus, readFlagStatuses } from '../store/flags/flag-statuses.ts';
import { type FlagRow, findFlag } from '../store/flags/flags.ts';
import { listEnvironments } from '../store/projects/environments.ts';
import { findSegmentId } from '../store/segments/segments.ts';
import { requireProject } from './change/or-not-found.ts';
import { type Page, readPage } from './page.ts';

/** A flag with its state in every environment. */
export interface ListedFlag extends FlagRow {
  readonly environments: readonly FlagStatus[];
}

/** The filters of a list of flags, by keys. */
export interface FlagListQuery extends Omit<FlagFilter, 'segmentId' | 'prerequisiteId'> {
  readonly projectId: string;
  readonly limit: number;
  /** The key of the last flag of the previous page. */
  readonly after?: string | undefined;
  /** The environment that filters of configurations and evaluations are about. Default: all. */
  readonly environmentKey?: string | undefined;
  readonly segmentKey?: string | undefined;
  readonly prerequisiteKey?: string | undefined;
}

/** @throws RequestError INVALID_REQUEST that names each filter whose environment, segment or flag does not exist */
export async function listFlagsOfProject(sql: Transaction, query: FlagListQuery): Promise<Page<ListedFlag>> {
  await requireProject(sql, query.projectId);
  const filter = await resolveFilter(sql, query);
  const page = await readPage(
    query.limit,
    (limit) => listFlags(sql, { ...filter, limit }),
    (flag) => flag.key,
  );
  const statuses = await readFlagStatuses(
    sql,
    page.items.map(({ id }) => id),
  );
  return {
    ...page,
    items: page.items.map((flag) => ({ ...flag, environments: statuses.get(flag.id) ?? [] })),
  };
}

/**
 * Replaces keys by ids.
 *
 * @param prefix of the paths of faults: what the request has the filter in
 * @throws RequestError INVALID_REQUEST that names each that does not exist
 */
export async function resolveFilter(sql: Queryable, query: FlagListQuery, prefix = '') {
  const { environmentKey, segmentKey, prerequisiteKey, ...filter } = query;
  const faults: Fault[] = [];
  const resolve = <T>(path: string, key: string | undefined, found: T | undefined): T | undefined => {
    if (key !== undefined && found === undefined) {
      faults.push({ path: `${prefix}${path}`, message: `names "${key}", which this project does not have` });
    }
    return found;
  };
  const { projectId } = query;
  const environments = await listEnvironments(sql, projectId);
  const named = environments.find(({ key }) => key === environmentKey);
  resolve('environment', environmentKey, named);
  const segmentId = segmentKey === undefined ? undefined : await findSegmentId(sql, projectId, segmentKey);
  resolve('segment', segmentKey, segmentId);
  const flag = prerequisiteKey === undefined ? undefined : await findFlag(sql, projectId, prerequisiteKey);
  resolve('prerequisite', prerequisiteKey, flag);
  if (faults.length > 0) throw invalidRequest(faults);
  return {
    ...filter,
    environmentIds: named === undefined ? environments.map(({ id }) => id) : [named.id],
    segmentId,
    prerequisiteId: flag?.id,
  };
}

import type { Configuration } from '../../model/configuration.ts';
import { LIMITS } from '../../model/limits.ts';
import type { FlagState, ProjectState, SegmentState } from '../../model/project-state.ts';
import { RequestError } from '../../model/request-error.ts';
import type { LockedEnvironment } from '../../store/changes/locks.ts';
import { allTogether } from '../../store/database/statements-together.ts';
import type { Queryable } from '../../store/database/transaction.ts';
import {
  countConfigurationBytes,
  readConfigurations,
  type StoredConfiguration,
} from '../../store/flags/configuration-reader.ts';
import type { ConfigurationIds } from '../../store/flags/configuration-rows.ts';
import { type FlagRow, findFlags } from '../../store/flags/flags.ts';
import { findSegments, type SegmentRow } from '../../store/segments/segments.ts';
import type { SliceDemand } from './slice-demand.ts';

/** The part of a project that a change set is about, with its rows. */
export interface ProjectSlice {
  readonly projectId: string;
  readonly environments: readonly (Pick<LockedEnvironment, 'id' | 'key'> &
    Partial<Pick<LockedEnvironment, 'protection'>>)[];
  readonly state: ProjectState;
  readonly flags: ReadonlyMap<string, FlagRow>;
  /** By flag key, then by environment key. */
  readonly configurations: ReadonlyMap<string, ReadonlyMap<string, StoredConfiguration>>;
  readonly segments: ReadonlyMap<string, SegmentRow>;
}

/**
 * Loads a part of a project. What does not exist is missing in the slice.
 *
 * @param found the environments; while statements that have been sent lock them, the promise of them
 * @throws RequestError CONFLICT if it has more configurations, or more bytes of them, than one change set may need
 */
export async function loadSlice(
  sql: Queryable,
  projectId: string,
  found: ProjectSlice['environments'] | Promise<ProjectSlice['environments']>,
  demand: SliceDemand,
): Promise<ProjectSlice> {
  const [environments, flags, segments] = await allTogether([
    Promise.resolve(found),
    findFlags(sql, projectId, [...demand.flagKeys]),
    findSegments(sql, projectId, [...demand.segmentKeys]),
  ]);
  const configurations = await loadConfigurations(sql, environments, demand, flags);
  const state: ProjectState = {
    environments: environments.map(({ key }) => key),
    flags: new Map([...flags].map(([key, row]) => [key, toFlagState(row, configurations.get(key))])),
    segments: new Map([...segments].map(([key, row]) => [key, toSegmentState(row)])),
  };
  return { projectId, environments, state, flags, configurations, segments };
}

async function loadConfigurations(
  sql: Queryable,
  environments: ProjectSlice['environments'],
  { configurations }: SliceDemand,
  flags: ReadonlyMap<string, FlagRow>,
): Promise<ProjectSlice['configurations']> {
  const needed = [...configurations].flatMap(([flagKey, keys]) => {
    const flag = flags.get(flagKey);
    if (flag === undefined) return [];
    const wanted = environments.filter(({ key }) => keys === 'all' || keys.has(key));
    return wanted.map((environment) => ({ flag, environment }));
  });
  if (needed.length > LIMITS.changeSetConfigurations) {
    throw new RequestError(
      'CONFLICT',
      `The change set needs ${needed.length} configurations; it may need at most ${LIMITS.changeSetConfigurations}. Divide it into several change sets.`,
    );
  }
  const ids = needed.map(({ flag, environment }) => ({ flagId: flag.id, environmentId: environment.id }));
  await assertWithinMemory(sql, ids);
  const stored = await readConfigurations(sql, ids);
  const byIds = new Map(stored.map((each) => [`${each.flagId} ${each.environmentId}`, each]));
  const loaded = new Map<string, Map<string, StoredConfiguration>>();
  for (const { flag, environment } of needed) {
    const found = byIds.get(`${flag.id} ${environment.id}`);
    if (found === undefined) continue;
    const ofFlag = loaded.get(flag.key) ?? new Map<string, StoredConfiguration>();
    loaded.set(flag.key, ofFlag.set(environment.key, found));
  }
  return loaded;
}

/** The configurations of one flag in every environment are always few enough. */
async function assertWithinMemory(sql: Queryable, ids: readonly ConfigurationIds[]): Promise<void> {
  if (ids.length <= LIMITS.environmentsPerProject) return;
  const bytes = await countConfigurationBytes(sql, ids);
  if (bytes <= LIMITS.changeSetConfigurationBytes) return;
  throw new RequestError(
    'CONFLICT',
    `The configurations that the change set needs have ${bytes} bytes; they may have at most ${LIMITS.changeSetConfigurationBytes}. Divide it into several change sets.`,
  );
}

function toFlagState(row: FlagRow, stored: ReadonlyMap<string, StoredConfiguration> | undefined): FlagState {
  const { key, type, name, description, tags, owner, clientSide, metadata, jsonSchema, archived } = row;
  const configurations = [...(stored ?? [])].map(
    ([environmentKey, { configuration }]): [string, Configuration] => [environmentKey, configuration],
  );
  return {
    key,
    type,
    name,
    description,
    tags,
    owner,
    clientSide,
    metadata,
    jsonSchema,
    archived,
    configurations: new Map(configurations),
  };
}

const toSegmentState = ({ key, name, description, included, excluded, rules }: SegmentRow): SegmentState => ({
  key,
  name,
  description,
  included,
  excluded,
  rules,
});

import type { Configuration, ConfigurationDraft } from '../model/configuration.ts';
import { assertExpectedTag, type ExpectedTags } from '../model/entity-tag.ts';
import type { Patch } from '../model/patch.ts';
import { RequestError, resourceNotFound } from '../model/request-error.ts';
import type { Caller } from '../model/role.ts';
import { inSnapshot, type Transaction } from '../store/database/transaction.ts';
import { readConfiguration, type StoredConfiguration } from '../store/flags/configuration-reader.ts';
import { findFlag } from '../store/flags/flags.ts';
import { applyChangeSet } from './apply/apply-change-set.ts';
import type { ProjectSlice } from './apply/load-slice.ts';
import { type DomainDeps, runChange } from './change/change.ts';
import { requireEnvironment } from './environments.ts';

/** Which configuration: as the path of its route names it. */
export interface ConfigurationPath {
  readonly projectId: string;
  readonly flagKey: string;
  readonly environmentKey: string;
}

/** A configuration and the version of the environment that last changed it. */
export interface VersionedConfiguration {
  readonly configuration: Configuration;
  readonly version: number;
  /** `version-token`: unique to this state, also after the database was restored from a backup. */
  readonly position: string;
}

/** A change fails unless the configuration is still the one that the caller has read. */
export interface ExpectedConfiguration {
  /** The tag of a configuration is its position. */
  readonly tags?: ExpectedTags;
  readonly version?: number | undefined;
}

export function createConfigurations(deps: DomainDeps) {
  return {
    get: (path: ConfigurationPath): Promise<VersionedConfiguration> =>
      inSnapshot(deps.sql, async (tx) => {
        const environment = await requireEnvironment(tx, path.projectId, path.environmentKey);
        return toVersioned(await findConfiguration(tx, path, environment.id));
      }),

    /** Replaces the given members. A change that has no effect takes no version. */
    change: (
      caller: Caller,
      path: ConfigurationPath,
      patch: Patch<ConfigurationDraft>,
      expected: ExpectedConfiguration,
    ): Promise<VersionedConfiguration> =>
      runChange(deps, caller, async (change) => {
        const { projectId, flagKey, environmentKey } = path;
        const { slice, applied, versions } = await applyChangeSet(change, {
          projectId,
          operations: [{ kind: 'configuration.update', flagKey, environmentKey, patch }],
          randomUuid: deps.randomUuid,
          check: (found) => assertExpected(found, path, expected),
        });
        const stored = storedIn(slice, path);
        const configuration = applied.after.flags.get(flagKey)?.configurations.get(environmentKey);
        const [taken] = versions.values();
        if (stored === undefined || configuration === undefined)
          throw new Error('a written configuration is missing');
        return toVersioned(taken === undefined ? stored : { configuration, ...taken });
      }),
  };
}

const toVersioned = ({
  configuration,
  version,
  token,
}: Pick<StoredConfiguration, 'configuration' | 'version' | 'token'>): VersionedConfiguration => ({
  configuration,
  version,
  position: `${version}-${token}`,
});

async function findConfiguration(
  tx: Transaction,
  { projectId, flagKey }: ConfigurationPath,
  environmentId: string,
): Promise<StoredConfiguration> {
  const flag = await findFlag(tx, projectId, flagKey);
  const stored = flag && (await readConfiguration(tx, flag.id, environmentId));
  if (!stored) throw resourceNotFound(`flag "${flagKey}" in this project`);
  return stored;
}

const storedIn = ({ configurations }: ProjectSlice, { flagKey, environmentKey }: ConfigurationPath) =>
  configurations.get(flagKey)?.get(environmentKey);

/** What does not exist, or is archived, is refused for that reason, whatever the precondition says. */
function assertExpected(slice: ProjectSlice, path: ConfigurationPath, expected: ExpectedConfiguration): void {
  const stored = storedIn(slice, path);
  if (stored === undefined || slice.flags.get(path.flagKey)?.archived) return;
  assertExpectedTag('The configuration', expected.tags, toVersioned(stored).position);
  if (expected.version !== undefined && expected.version !== stored.version) {
    throw new RequestError(
      'CONFLICT',
      `The configuration has version ${stored.version}, but the request is based on version ${expected.version}. Read it again, then repeat the change.`,
    );
  }
}

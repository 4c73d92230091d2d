import type { Configuration, ConfigurationDraft } from '../model/configuration.ts';
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

/** Preconditions of a change: it fails unless the configuration is still the one that the caller has read. */
export interface Precondition {
  /** The current position must be one of these; `undefined`: any. */
  readonly positions?: readonly string[] | undefined;
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
      precondition: Precondition,
    ): Promise<VersionedConfiguration> =>
      runChange(deps, caller, async (change) => {
        const { projectId, flagKey, environmentKey } = path;
        const { slice, applied, versions } = await applyChangeSet(change, {
          projectId,
          operations: [{ kind: 'configuration.update', flagKey, environmentKey, patch }],
          randomUuid: deps.randomUuid,
          check: (found) => checkPrecondition(found, path, precondition),
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
function checkPrecondition(slice: ProjectSlice, path: ConfigurationPath, expected: Precondition): void {
  const stored = storedIn(slice, path);
  if (stored === undefined || slice.flags.get(path.flagKey)?.archived) return;
  const { position } = toVersioned(stored);
  if (expected.positions !== undefined && !expected.positions.includes(position)) {
    throw new RequestError(
      'PRECONDITION_FAILED',
      `The configuration has changed: its position is "${position}" now. Read it again, then repeat the change.`,
    );
  }
  if (expected.version !== undefined && expected.version !== stored.version) {
    throw new RequestError(
      'CONFLICT',
      `The configuration has version ${stored.version}, but the request is based on version ${expected.version}. Read it again, then repeat the change.`,
    );
  }
}

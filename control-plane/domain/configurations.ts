import { isJsonEqual } from '../../shared/model/json-equal.ts';
import { type Configuration, type ConfigurationDraft, servedVariations } from '../model/configuration.ts';
import { applyPatch, type Patch } from '../model/patch.ts';
import { invalidRequest, RequestError, resourceNotFound } from '../model/request-error.ts';
import type { Caller } from '../model/role.ts';
import { tokenOfVersion } from '../store/changes/versions.ts';
import { inSnapshot, type Transaction } from '../store/database/transaction.ts';
import { readConfiguration, type StoredConfiguration } from '../store/flags/configuration-reader.ts';
import { updateConfiguration } from '../store/flags/configuration-writer.ts';
import { measureFlag, readFlagSize } from '../store/flags/flag-set-sizes.ts';
import { type FlagRow, findFlag } from '../store/flags/flags.ts';
import {
  deletePrerequisitesOfDeletedFlags,
  dependentsOfVariations,
  findPrerequisiteFlags,
  prerequisiteReferences,
} from '../store/flags/prerequisites.ts';
import { listSegmentKeys } from '../store/segments/segments.ts';
import { type Change, type DomainDeps, runChange } from './change.ts';
import { normalizeConfiguration } from './configuration/normalize-configuration.ts';
import { ruleChanges } from './configuration/rule-changes.ts';
import { validateConfiguration } from './configuration/validate-configuration.ts';
import { requireEnvironment } from './environments.ts';
import { assertWithinFlagSetLimits } from './flag-set-limits.ts';

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

/** The configuration that is changed, and what belongs to it. */
interface Target {
  readonly projectId: string;
  readonly environmentId: string;
  readonly flag: FlagRow;
  readonly stored: StoredConfiguration;
}

export function createConfigurations(deps: DomainDeps) {
  return {
    get: (path: ConfigurationPath): Promise<VersionedConfiguration> =>
      inSnapshot(deps.sql, async (tx) => {
        const environment = await requireEnvironment(tx, path.projectId, path.environmentKey);
        return toVersioned((await findTarget(tx, path, environment.id)).stored);
      }),

    /** Replaces the given members. A change that has no effect takes no version. */
    change: (
      caller: Caller,
      path: ConfigurationPath,
      patch: Patch<ConfigurationDraft>,
      precondition: Precondition,
    ): Promise<VersionedConfiguration> =>
      runChange(deps, caller, async (change) => {
        await change.lockProject(path.projectId);
        const environment = await change.lockEnvironment(path.projectId, path.environmentKey);
        const target = await findTarget(change.tx, path, environment.id);
        if (target.flag.archived) {
          throw new RequestError(
            'CONFLICT',
            `Flag "${target.flag.key}" is archived. Restore it before changing it.`,
          );
        }
        assertPrecondition(target.stored, precondition);
        const before = target.stored.configuration;
        const draft = applyPatch<ConfigurationDraft>(before, patch);
        await assertRemovedAreUnused(change.tx, target, draft, patch.rules !== undefined);
        await assertValid(change.tx, target, draft);
        const after = normalizeConfiguration(draft, before, deps.randomUuid);
        if (isJsonEqual(before, after)) return toVersioned(target.stored);
        const version = await write(change, target, after);
        const token = await tokenOfVersion(change.tx, environment.id, version);
        return toVersioned({ configuration: after, version, token });
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

async function findTarget(tx: Transaction, path: ConfigurationPath, environmentId: string): Promise<Target> {
  const { projectId, flagKey } = path;
  const flag = await findFlag(tx, projectId, flagKey);
  const stored = flag && (await readConfiguration(tx, flag.id, environmentId));
  if (!stored) throw resourceNotFound(`flag "${flagKey}" in this project`);
  return { projectId, environmentId, flag, stored };
}

/** @returns the version that the configuration has now */
async function write(
  change: Change,
  { projectId, environmentId, flag, stored }: Target,
  after: Configuration,
): Promise<number> {
  const version = (await change.takeVersions([environmentId])).get(environmentId);
  if (version === undefined) throw new Error('a locked environment took no version');
  const stamp = { version, userId: change.caller.userId };
  const oldSize = await readFlagSize(change.tx, flag.id, environmentId);
  await updateConfiguration(change.tx, { projectId, environmentId }, stored, after, stamp);
  const newSize = await measureFlag(change.tx, flag.id, environmentId);
  await assertWithinFlagSetLimits(change, [environmentId], oldSize, newSize);
  const before = stored.configuration;
  change.audit(
    'update',
    { projectId, resourceType: 'flag_environment', resourceId: stored.flagEnvironmentId },
    { oldValue: before, newValue: after },
  );
  for (const { action, ruleId, ...values } of ruleChanges(before.rules, after.rules)) {
    change.audit(action, { projectId, resourceType: 'rule', resourceId: ruleId }, values);
  }
  return version;
}

function assertPrecondition(stored: StoredConfiguration, expected: Precondition): void {
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

/** Neither a rule that is kept nor a prerequisite of another flag may use a variation that the draft removes. */
async function assertRemovedAreUnused(
  tx: Transaction,
  { stored }: Target,
  draft: ConfigurationDraft,
  replacesRules: boolean,
): Promise<void> {
  const kept = new Set(draft.variations.map((variation) => variation.key));
  const removed = stored.configuration.variations.flatMap(({ key }) => (kept.has(key) ? [] : key));
  if (removed.length === 0) return;
  const ids = removed.flatMap((key) => stored.variationIds.get(key) ?? []);
  const dependents = await dependentsOfVariations(tx, ids);
  const rules = replacesRules ? [] : stored.configuration.rules;
  const uses = [
    ...rules.flatMap((rule) =>
      servedVariations(rule.serve)
        .filter((key) => removed.includes(key))
        .map((key) => `"${key}" by the rule of priority ${rule.priority}`),
    ),
    ...dependents.map(
      ({ flagKey, variationKey }) => `"${variationKey}" by the prerequisites of flag "${flagKey}"`,
    ),
  ];
  if (uses.length > 0) {
    throw new RequestError(
      'IN_USE',
      `Variations cannot be removed while they are in use: ${uses.slice(0, 20).join(', ')}.`,
    );
  }
  await deletePrerequisitesOfDeletedFlags(tx, ids);
}

async function assertValid(tx: Transaction, target: Target, draft: ConfigurationDraft): Promise<void> {
  const { projectId, environmentId, flag, stored } = target;
  const required = draft.prerequisites.map((prerequisite) => prerequisite.flagKey);
  const [prerequisiteFlags, prerequisitesOf, segmentKeys] = await Promise.all([
    findPrerequisiteFlags(tx, { projectId, environmentId }, required),
    required.length === 0 ? new Map<string, readonly string[]>() : prerequisiteReferences(tx, environmentId),
    listSegmentKeys(tx, projectId),
  ]);
  const faults = validateConfiguration(draft, {
    flagKey: flag.key,
    flagType: flag.type,
    before: stored.configuration,
    newRuleIds: new Set<string>(),
    prerequisiteFlags,
    prerequisitesOf,
    segmentKeys,
  });
  if (faults.length > 0) throw invalidRequest(faults);
}

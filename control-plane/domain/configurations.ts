import { isJsonEqual } from '../../shared/model/json-equal.ts';
import type { Configuration, ConfigurationDraft } from '../model/configuration.ts';
import { servedVariations } from '../model/configuration.ts';
import { applyPatch, type Patch } from '../model/patch.ts';
import { invalidRequest, RequestError, resourceNotFound } from '../model/request-error.ts';
import type { Caller } from '../model/role.ts';
import { inSnapshot, type Transaction } from '../store/database/transaction.ts';
import { readConfiguration, type StoredConfiguration } from '../store/flags/configuration-reader.ts';
import { updateConfiguration } from '../store/flags/configuration-writer.ts';
import { type FlagRow, findFlag } from '../store/flags/flags.ts';
import {
  dependentsOfVariations,
  forgetDeletedDependents,
  outlineFlags,
  prerequisiteEdges,
} from '../store/flags/prerequisites.ts';
import { findEnvironment } from '../store/projects/environments.ts';
import { listSegmentKeys } from '../store/segments/segments.ts';
import { type Change, type DomainDeps, runChange } from './change.ts';
import { auditRules } from './configuration/rule-audit.ts';
import { toConfiguration } from './configuration/to-configuration.ts';
import { validateConfiguration } from './configuration/validate-configuration.ts';

/** Where a configuration document lives. */
export interface ConfigurationPlace {
  readonly projectId: string;
  readonly flagKey: string;
  readonly environmentKey: string;
}

/** A document with what tells it from other states of itself. */
export interface VersionedConfiguration {
  readonly document: Configuration;
  /** The environment's version that last changed it. */
  readonly version: number;
  /** `version-token`: never the same for two states, not even after a restored backup. */
  readonly position: string;
}

/** What the caller believes the document to be; the change is refused where it is something else. */
export interface Expectation {
  /** Positions of which one must be the current one; `undefined`: any will do. */
  readonly positions?: readonly string[] | undefined;
  readonly version?: number | undefined;
}

const versioned = (stored: StoredConfiguration): VersionedConfiguration => ({
  document: stored.document,
  version: stored.version,
  position: `${stored.version}-${stored.token}`,
});

export function createConfigurations(deps: DomainDeps) {
  return {
    get: (place: ConfigurationPlace): Promise<VersionedConfiguration> =>
      inSnapshot(deps.sql, async (tx) => {
        const environment = await findEnvironment(tx, place.projectId, place.environmentKey);
        if (!environment) throw resourceNotFound(`environment "${place.environmentKey}" in this project`);
        return versioned((await find(tx, place, environment.id)).stored);
      }),

    /** Replaces the members given: all of them, or some. Changing nothing takes no version. */
    change: (
      caller: Caller,
      place: ConfigurationPlace,
      patch: Patch<ConfigurationDraft>,
      expected: Expectation,
    ): Promise<VersionedConfiguration> =>
      runChange(deps, caller, async (change) => {
        await change.lockProject(place.projectId);
        const environment = await change.lockEnvironment(place.projectId, place.environmentKey);
        const { flag, stored } = await find(change.tx, place, environment.id);
        if (flag.archived) {
          throw new RequestError(
            'CONFLICT',
            `Flag "${flag.key}" is archived. Restore it before changing it.`,
          );
        }
        refuseUnexpected(stored, expected);
        const draft = applyPatch<ConfigurationDraft>(stored.document, patch);
        await refuseRemovedInUse(change, stored, draft, patch.rules !== undefined);
        await refuseFaults(change.tx, place.projectId, environment.id, flag, stored.document, draft);
        const after = toConfiguration(draft, stored.document, deps.randomUuid);
        if (isJsonEqual(stored.document, after)) return versioned(stored);
        await write(change, place.projectId, environment.id, stored, after);
        return versioned((await find(change.tx, place, environment.id)).stored);
      }),
  };
}

async function write(
  change: Change,
  projectId: string,
  environmentId: string,
  stored: StoredConfiguration,
  after: Configuration,
): Promise<void> {
  const version = (await change.takeVersions([environmentId])).get(environmentId);
  if (version === undefined) throw new Error('a locked environment took no version');
  const stamp = { version, userId: change.caller.userId };
  await updateConfiguration(change.tx, { projectId, environmentId }, stored, after, stamp);
  change.audit({
    projectId,
    action: 'update',
    resourceType: 'flag_environment',
    resourceId: stored.flagEnvironmentId,
    oldValue: stored.document,
    newValue: after,
  });
  for (const entry of auditRules(stored.document.rules, after.rules)) change.audit({ projectId, ...entry });
}

async function find(
  tx: Transaction,
  place: ConfigurationPlace,
  environmentId: string,
): Promise<{ readonly flag: FlagRow; readonly stored: StoredConfiguration }> {
  const flag = await findFlag(tx, place.projectId, place.flagKey);
  const stored = flag && (await readConfiguration(tx, flag.id, environmentId));
  if (!stored) throw resourceNotFound(`flag "${place.flagKey}" in this project`);
  return { flag, stored };
}

function refuseUnexpected(stored: StoredConfiguration, expected: Expectation): void {
  const { position } = versioned(stored);
  if (expected.positions !== undefined && !expected.positions.includes(position)) {
    throw new RequestError(
      'PRECONDITION_FAILED',
      `The document has changed: it is at "${position}" now. Read it again, then repeat the change.`,
    );
  }
  if (expected.version !== undefined && expected.version !== stored.version) {
    throw new RequestError(
      'CONFLICT',
      `The document is at version ${stored.version}, the one sent is from version ${expected.version}. Read it again, then repeat the change.`,
    );
  }
}

/** Variations that disappear must be used nowhere: not by rules that stay, not by other flags. */
async function refuseRemovedInUse(
  change: Change,
  stored: StoredConfiguration,
  draft: ConfigurationDraft,
  rulesAreGiven: boolean,
): Promise<void> {
  const kept = new Set(draft.variations.map((variation) => variation.key));
  const removed = stored.document.variations.flatMap(({ key }) => (kept.has(key) ? [] : key));
  if (removed.length === 0) return;
  const ids = removed.flatMap((key) => stored.variationIds.get(key) ?? []);
  const dependents = await dependentsOfVariations(change.tx, ids);
  const rules = rulesAreGiven ? [] : stored.document.rules;
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
  await forgetDeletedDependents(change.tx, ids);
}

async function refuseFaults(
  tx: Transaction,
  projectId: string,
  environmentId: string,
  flag: FlagRow,
  before: Configuration,
  draft: ConfigurationDraft,
): Promise<void> {
  const needed = draft.prerequisites.map((prerequisite) => prerequisite.flagKey);
  const [prerequisiteFlags, prerequisitesOf, segmentKeys] = await Promise.all([
    outlineFlags(tx, environmentId, projectId, needed),
    needed.length === 0 ? new Map<string, readonly string[]>() : prerequisiteEdges(tx, environmentId),
    listSegmentKeys(tx, projectId),
  ]);
  const around = {
    flagKey: flag.key,
    flagType: flag.type,
    before,
    prerequisiteFlags,
    prerequisitesOf,
    segmentKeys,
  };
  const faults = validateConfiguration(draft, around);
  if (faults.length > 0) throw invalidRequest(faults);
}

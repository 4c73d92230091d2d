import {
  FEATURE_NAMES,
  featuresOfOperators,
  OPERATORS_OF_FEATURES,
} from '../../../shared/model/protocol-features.ts';
import { LIMITS } from '../../model/limits.ts';
import { type Fault, RequestError } from '../../model/request-error.ts';
import type { Transaction } from '../../store/database/transaction.ts';
import { readConfigurations } from '../../store/flags/configuration-reader.ts';
import {
  findUnsupportingReaders,
  type UnsupportingReaders,
} from '../../store/readers/unsupporting-readers.ts';
import { segmentOperators } from '../../store/segments/segment-operators.ts';
import { segmentReferences } from '../../store/segments/segments.ts';
import type { Change } from '../change/change.ts';
import {
  changedUses,
  type FeatureUse,
  featuresWithSegments,
  flagPath,
  type SegmentTargeting,
  targetingOf,
  targetingOfRules,
} from './feature-needs.ts';
import type { ProjectSlice } from './load-slice.ts';
import type { PlannedWrites } from './planned-writes.ts';

/** Readers that a fault names; others are counted. */
const MAX_NAMED_READERS = 5;
/** Configurations of restored flags that are read at once. */
const BATCH = 20;

/**
 * Refuses a change with which a flag or a segment begins to need a protocol feature that readers lack. Readers count that are
 * connected to any control plane, or were a moment ago. A change of a flag that needs the feature already is not refused, nor
 * one that switches it off. If the caller allows it, the change is not refused, and an audit entry says what it is for
 * these readers.
 *
 * @throws RequestError CONFLICT that names flags and readers
 */
export async function assertReadersUnderstand(
  change: Change,
  slice: ProjectSlice,
  writes: PlannedWrites,
): Promise<void> {
  const faults = await findUnsupported(change.tx, slice, writes);
  if (faults.length === 0) return;
  if (change.caller.allowsUnsupported !== true) {
    throw new RequestError(
      'CONFLICT',
      'Readers that are connected, or were in the last minute, lack a protocol feature that the change needs: GET …/readers lists them. Update these readers, or send the request again with ?allowUnsupported=true: then they answer GENERAL for the flags that need it, and other flags are unaffected.',
      { faults },
    );
  }
  const { projectId } = slice;
  const project = { projectId, resourceType: 'project', resourceId: projectId } as const;
  change.audit('update', project, { newValue: { allowUnsupported: faults.slice(0, LIMITS.faults) } });
}

/**
 * The flags and segments that would begin to need a protocol feature which readers lack, with these readers. A change that adds
 * neither a feature nor a segment costs no query.
 */
export async function findUnsupported(
  tx: Transaction,
  slice: ProjectSlice,
  writes: PlannedWrites,
): Promise<readonly Fault[]> {
  const uses = [...changedUses(writes), ...(await restoredUses(tx, slice, writes))];
  if (uses.length === 0) return [];
  const { projectId, environments } = slice;
  const ids = environments.flatMap(({ id, key }) =>
    uses.some(({ environmentKey = key }) => environmentKey === key) ? id : [],
  );
  const readers = await findUnsupportingReaders(tx, projectId, ids, FEATURE_NAMES);
  return readers.length === 0 ? [] : faultsOf(tx, slice, { uses, writes, readers });
}

/** Flags that are restored, in each environment in which they are on. */
async function restoredUses(
  tx: Transaction,
  { environments, flags }: ProjectSlice,
  writes: PlannedWrites,
): Promise<readonly FeatureUse[]> {
  const restored = writes.flags.filter(({ before, after }) => before?.archived && after?.archived === false);
  const wanted = restored.flatMap(({ key, after }) => {
    const flagId = flags.get(key)?.id;
    if (flagId === undefined) return [];
    return environments.map(({ id: environmentId, key: environmentKey }) => {
      const changed = after?.configurations.get(environmentKey);
      return { flagId, environmentId, changed, path: flagPath(key, environmentKey), environmentKey };
    });
  });
  const uses: FeatureUse[] = [];
  for (let at = 0; at < wanted.length; at += BATCH) {
    const batch = wanted.slice(at, at + BATCH);
    const stored = await readConfigurations(tx, batch);
    for (const { flagId, environmentId, changed, path, environmentKey } of batch) {
      const found = stored.find((each) => each.flagId === flagId && each.environmentId === environmentId);
      const after = targetingOf(changed ?? found?.configuration);
      if (after.features.length + after.segmentKeys.length === 0) continue;
      uses.push({ path, environmentKey, before: targetingOf(undefined), after });
    }
  }
  return uses;
}

interface Uses {
  readonly uses: readonly FeatureUse[];
  readonly writes: PlannedWrites;
  readonly readers: readonly UnsupportingReaders[];
}

async function faultsOf(
  tx: Transaction,
  slice: ProjectSlice,
  { uses, writes, readers }: Uses,
): Promise<readonly Fault[]> {
  const namesSegments = uses.some(({ after }) => after.segmentKeys.length > 0);
  const before: SegmentTargeting = namesSegments ? await storedSegments(tx, slice.projectId) : new Map();
  const after = new Map(before);
  for (const segment of writes.segments) {
    after.set(segment.key, targetingOfRules(segment.after?.rules ?? []));
  }
  return uses.flatMap((use) => {
    const known = featuresWithSegments(use.before, before);
    const added = [...featuresWithSegments(use.after, after)].filter((feature) => !known.has(feature));
    return slice.environments
      .filter(({ key }) => (use.environmentKey ?? key) === key)
      .flatMap(({ id, key }) => {
        const lacking = readers.filter(
          ({ environmentId, features }) =>
            environmentId === id && added.some((feature) => !features.includes(feature)),
        );
        return lacking.length === 0 ? [] : [{ path: use.path, message: describe(added, key, lacking) }];
      });
  });
}

/** The stored segments that need a feature, or name other segments. */
async function storedSegments(tx: Transaction, projectId: string): Promise<SegmentTargeting> {
  const operators = await segmentOperators(tx, projectId, OPERATORS_OF_FEATURES);
  const references = await segmentReferences(tx, projectId);
  return new Map(
    [...new Set([...operators.keys(), ...references.keys()])].map((key) => [
      key,
      {
        features: featuresOfOperators(operators.get(key) ?? []),
        segmentKeys: references.get(key) ?? [],
      },
    ]),
  );
}

function describe(
  features: readonly string[],
  environmentKey: string,
  readers: readonly UnsupportingReaders[],
): string {
  const names = readers.slice(0, MAX_NAMED_READERS).map(nameOf);
  const others = readers.length - names.length;
  const more = others > 0 ? ` and ${others} more` : '';
  return `needs ${features.map((feature) => `"${feature}"`).join(', ')}, which readers of "${environmentKey}" lack: ${names.join('; ')}${more}`;
}

function nameOf({ name, version, region, streams }: UnsupportingReaders): string {
  const what = [name ?? 'a reader that does not say its name', version, region && `in ${region}`];
  return `${what.filter(Boolean).join(' ')} (${streams} ${streams === 1 ? 'stream' : 'streams'})`;
}

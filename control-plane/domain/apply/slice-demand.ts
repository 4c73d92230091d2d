import { isConfigurationOperation, type Operation } from '../../model/operation.ts';
import type { ProjectDiff } from '../../model/project-change.ts';

/** The part of a project that a change set is about. */
export interface SliceDemand {
  readonly flagKeys: ReadonlySet<string>;
  readonly segmentKeys: ReadonlySet<string>;
  /** By flag key, the keys of the environments whose configurations are needed; `all`: of every environment. */
  readonly configurations: ReadonlyMap<string, ReadonlySet<string> | 'all'>;
  /** The environments that can be affected; `all` if not only configurations change. */
  readonly environmentKeys: ReadonlySet<string> | 'all';
}

interface Need {
  readonly flagKey?: string | undefined;
  readonly segmentKey?: string | undefined;
  /** Absent: the configurations of the flag are not needed. */
  readonly environmentKey?: string | undefined;
  /** Whether every configuration of the flag is needed. */
  readonly isWholeFlag?: boolean;
}

/**
 * What operations need to be applied. A flag that is deleted is needed as a whole, so that it can be restored; one that gets a
 * JSON Schema, because every value of it is validated.
 */
export function demandOfOperations(operations: readonly Operation[]): SliceDemand {
  return demandOf(
    operations.map((operation): Need => {
      if (isConfigurationOperation(operation)) return operation;
      switch (operation.kind) {
        case 'flag.create':
          return { flagKey: operation.flag.key };
        case 'segment.create':
          return { segmentKey: operation.segment.key };
        case 'flag.delete':
          return { flagKey: operation.flagKey, isWholeFlag: true };
        case 'flag.update':
          return { flagKey: operation.flagKey, isWholeFlag: Boolean(operation.patch.jsonSchema) };
        default:
          return operation;
      }
    }),
  );
}

/** What a diff is about. A flag that is created or deleted is needed as a whole. */
export function demandOfDiff(diff: ProjectDiff): SliceDemand {
  return demandOf(
    diff.map((change) =>
      'flagKey' in change ? { ...change, isWholeFlag: change.member === 'flag' } : change,
    ),
  );
}

/** Flags with all their configurations, and segments. */
export function demandOfKeys(flagKeys: readonly string[], segmentKeys: readonly string[]): SliceDemand {
  return demandOf([
    ...flagKeys.map((flagKey) => ({ flagKey, isWholeFlag: true })),
    ...segmentKeys.map((segmentKey) => ({ segmentKey })),
  ]);
}

function demandOf(needs: readonly Need[]): SliceDemand {
  const configurations = new Map<string, Set<string> | 'all'>();
  for (const { flagKey, environmentKey, isWholeFlag } of needs) {
    if (flagKey === undefined) continue;
    const known = configurations.get(flagKey);
    if (known === 'all') continue;
    if (isWholeFlag) configurations.set(flagKey, 'all');
    else if (environmentKey !== undefined) {
      configurations.set(flagKey, new Set([...(known ?? []), environmentKey]));
    }
  }
  const environmentKeys = needs.map(({ environmentKey }) => environmentKey);
  return {
    flagKeys: new Set(needs.flatMap(({ flagKey }) => flagKey ?? [])),
    segmentKeys: new Set(needs.flatMap(({ segmentKey }) => segmentKey ?? [])),
    configurations,
    environmentKeys: environmentKeys.includes(undefined)
      ? 'all'
      : new Set(environmentKeys.flatMap((key) => key ?? [])),
  };
}

import { isConfigurationOperation, type Operation } from '../../model/operation.ts';
import type { ProjectState } from '../../model/project-state.ts';
import { normalizeConfiguration } from '../configuration/normalize-configuration.ts';
import { applyConfigurationOperation } from './apply-configuration-operation.ts';
import { applyFlagOperation } from './apply-flag-operation.ts';
import { applySegmentOperation } from './apply-segment-operation.ts';
import type { OperationProblem, Origin } from './operation-problem.ts';
import {
  createWorkingState,
  type DraftedConfiguration,
  type DraftedSegment,
  type WorkingState,
} from './working-state.ts';

/** The state after operations, and what is needed to validate it. */
export interface AppliedOperations {
  readonly before: ProjectState;
  readonly after: ProjectState;
  /** Operations that name what does not exist, or create what exists. Such an operation changes nothing. */
  readonly problems: readonly OperationProblem[];
  /** The configurations that operations have written. */
  readonly drafts: readonly DraftedConfiguration[];
  /** The segments that operations have written, by key. */
  readonly draftedSegments: ReadonlyMap<string, DraftedSegment>;
  /** The last operation on each flag itself, by flag key. */
  readonly flagOrigins: ReadonlyMap<string, Origin>;
  /** The ids that operations give to new rules. */
  readonly givenRuleIds: ReadonlySet<string>;
}

/**
 * Applies operations to the state of a project, in their order. The result is not validated: an operation may refer to
 * what a later one creates. See `validateResult`.
 *
 * @param randomUuid makes the ids of new rules
 */
export function applyOperations(
  before: ProjectState,
  operations: readonly Operation[],
  randomUuid: () => string,
): AppliedOperations {
  const working = createWorkingState(before, randomUuid);
  operations.forEach((operation, index) => {
    if (isConfigurationOperation(operation)) applyConfigurationOperation(working, operation, index);
    else if (isSegmentOperation(operation)) applySegmentOperation(working, operation, index);
    else applyFlagOperation(working, operation, index);
  });
  const drafts = [...working.drafts.values()];
  for (const drafted of drafts) normalize(working, drafted);
  return {
    before,
    after: { environments: before.environments, flags: working.flags, segments: working.segments },
    problems: working.problems,
    drafts,
    draftedSegments: working.draftedSegments,
    flagOrigins: working.flagOrigins,
    givenRuleIds: working.givenRuleIds,
  };
}

function isSegmentOperation(
  operation: Operation,
): operation is Extract<Operation, { kind: `segment.${string}` }> {
  return operation.kind.startsWith('segment.');
}

function normalize(
  working: WorkingState,
  { flagKey, environmentKey, before, draft }: DraftedConfiguration,
): void {
  const flag = working.flags.get(flagKey);
  const stored = before ?? flag?.configurations.get(environmentKey);
  if (flag === undefined || stored === undefined) return;
  const configuration = normalizeConfiguration(draft, stored, working.randomUuid);
  const configurations = new Map([...flag.configurations, [environmentKey, configuration]]);
  working.flags.set(flagKey, { ...flag, configurations });
}

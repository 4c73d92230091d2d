import type { Configuration, ConfigurationDraft, DraftRule } from '../../model/configuration.ts';
import type { FlagState, ProjectState, SegmentState } from '../../model/project-state.ts';
import type { RequestErrorCode } from '../../model/request-error.ts';
import type { OperationProblem, Origin } from './operation-problem.ts';

/** A configuration that operations have written, before it is normalised, and where its parts come from. */
export interface DraftedConfiguration {
  readonly flagKey: string;
  readonly environmentKey: string;
  /** `undefined` if the flag is new. */
  readonly before: Configuration | undefined;
  readonly draft: ConfigurationDraft;
  /** The last operation that wrote it. */
  readonly last: Origin;
  /** The last operation that wrote each member; a member that no operation wrote is missing. */
  readonly members: ReadonlyMap<string, Origin>;
  /** By the rule itself, which is one object from the operation to the draft. */
  readonly rules: ReadonlyMap<DraftRule, Origin>;
}

/** A segment that operations have written. */
export interface DraftedSegment {
  readonly last: Origin;
  /** The operation that wrote the rules last. */
  readonly rules: Origin | undefined;
  /** Whether operations have only added and removed members. */
  readonly isOnlyMembers: boolean;
}

/** The state of a project while operations are applied to it, one after the other. Used inside one call only. */
export interface WorkingState {
  readonly before: ProjectState;
  readonly flags: Map<string, FlagState>;
  readonly segments: Map<string, SegmentState>;
  /** By flag key and environment key. */
  readonly drafts: Map<string, DraftedConfiguration>;
  readonly draftedSegments: Map<string, DraftedSegment>;
  /** The last operation on the flag itself, by flag key. */
  readonly flagOrigins: Map<string, Origin>;
  /** The ids that operations give to new rules. */
  readonly givenRuleIds: Set<string>;
  readonly problems: OperationProblem[];
  readonly randomUuid: () => string;
}

export const draftKey = (flagKey: string, environmentKey: string): string => `${flagKey}/${environmentKey}`;

export function createWorkingState(before: ProjectState, randomUuid: () => string): WorkingState {
  return {
    before,
    flags: new Map(before.flags),
    segments: new Map(before.segments),
    drafts: new Map(),
    draftedSegments: new Map(),
    flagOrigins: new Map(),
    givenRuleIds: new Set(),
    problems: [],
    randomUuid,
  };
}

export function report(
  working: WorkingState,
  origin: Origin,
  code: RequestErrorCode,
  message: string,
): undefined {
  working.problems.push({ ...origin, code, message });
  return undefined;
}

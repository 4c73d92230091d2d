import type { EvaluationContext, Resolution } from '../../../shared/evaluation/index.ts';
import type { JsonValue } from '../../../shared/model/json.ts';
import type { Fault } from '../../model/request-error.ts';
import type { AttributeUse } from './attribute-uses.ts';
import type { EvaluatedFlag } from './evaluate-contexts.ts';
import type { SampleCap } from './sample-users.ts';
import type { Transition } from './transitions.ts';

export interface PreviewRequest {
  readonly projectId: string;
  readonly changeSetId: string;
  readonly environmentKey: string;
  readonly flagKeys?: readonly string[] | undefined;
  readonly contexts: readonly EvaluationContext[];
  /** Absent: recorded contexts are not read. */
  readonly recorded?: RecordedRequest | undefined;
}

export interface RecordedRequest {
  readonly days: number;
  /** Users at most. */
  readonly sample: number;
  /** Examples at most; more than 0 needs the right `contexts:read`. */
  readonly examples: number;
}

export type PreviewNoteCode =
  /** Bulk evaluations and streams record no contexts. */
  | 'BULK_NOT_RECORDED'
  /** Conditions depend on attributes that recorded contexts do not contain. */
  | 'PRIVATE_ATTRIBUTES'
  /** The attribute that names users is private, so no users are recorded. */
  | 'USERS_PRIVATE'
  | 'NO_USERS'
  | 'SAMPLE_CAPPED'
  | 'EVENTS_CAPPED'
  | 'BYTES_CAPPED'
  | 'TIME_CAPPED'
  | 'FLAGS_CAPPED'
  | 'CONTEXTS_LEFT_OUT'
  | 'RESULTS_CAPPED'
  /** The caller lacks the right to read contexts. */
  | 'COUNTS_ROUNDED';

export interface PreviewNote {
  readonly code: PreviewNoteCode;
  readonly message: string;
}

/** One flag before and after the draft, for the contexts that were evaluated. */
export interface PreviewedFlag {
  readonly flagKey: string;
  readonly evaluated: number;
  readonly changed: number;
  /** The most frequent first. */
  readonly transitions: readonly Transition[];
  /** Contexts of transitions that are not listed. */
  readonly otherContexts: number;
  /** Whether the evaluation may depend on a private attribute, which recorded contexts do not contain. */
  readonly dependsOnPrivate: boolean;
}

/** One of the given contexts, by its position. */
export interface GivenResult extends EvaluatedFlag {
  readonly context: number;
}

/** A recorded user for whom a flag changes. */
export interface PreviewExample {
  readonly flagKey: string;
  readonly user: string | null;
  /** Those that the evaluation of the flag may read; `null` for one that is too long. */
  readonly attributes: Readonly<Record<string, JsonValue>>;
  readonly before: Resolution;
  readonly after: Resolution;
}

export interface PreviewedSample {
  readonly days: number;
  readonly from: Date;
  readonly to: Date;
  /** Events that were looked at. */
  readonly events: number;
  readonly eventsWithoutUser: number;
  /** Distinct users in these events. */
  readonly users: number;
  readonly sampled: number;
  readonly evaluated: number;
  /** Users for whom at least one flag changes. */
  readonly changed: number;
  /** Users whose contexts are too large to be evaluated. */
  readonly leftOut: number;
  readonly caps: readonly SampleCap[];
}

export interface Preview {
  readonly environmentKey: string;
  readonly diffHash: string;
  /** The flags that differ before and after; what is counted are recorded users. */
  readonly flags: readonly PreviewedFlag[];
  readonly flagsLeftOff: number;
  readonly given: readonly GivenResult[];
  readonly givenLeftOff: number;
  readonly sample: PreviewedSample | null;
  readonly privateUses: readonly AttributeUse[];
  readonly privateUsesLeftOff: number;
  /** `null` if none were asked for. */
  readonly examples: readonly PreviewExample[] | null;
  /** What connected readers would not understand, in any environment of the draft. */
  readonly unsupported: readonly Fault[];
  readonly unsupportedTotal: number;
  readonly notes: readonly PreviewNote[];
}

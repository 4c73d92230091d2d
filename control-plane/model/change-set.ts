import type { Operation } from './operation.ts';

/** `rolling_out`, `completed` and `stopped` are states of a change set that is applied in steps. */
export const CHANGE_SET_STATES = [
  'draft',
  'in_review',
  'approved',
  'applied',
  'discarded',
  'rolling_out',
  'completed',
  'stopped',
] as const;
export type ChangeSetState = (typeof CHANGE_SET_STATES)[number];

/**
 * How a change set came: filled in by people, one request of the management API, an environment's creation or deletion,
 * one step of a gradual rollout, or what a program without a history has changed.
 */
export const CHANGE_SET_ORIGINS = ['draft', 'direct', 'environment', 'rollout', 'unrecorded'] as const;
export type ChangeSetOrigin = (typeof CHANGE_SET_ORIGINS)[number];

/** An operation of a change set, and who added it. */
export interface StoredOperation {
  /** From 0 without gaps. */
  readonly position: number;
  readonly operation: Operation;
  readonly createdBy: string;
  readonly createdAt: Date;
}

export interface ChangeSetFields {
  readonly name: string;
  readonly description: string;
}

/** Why an entry of the history exists, if it is neither a request of its own nor a draft. */
export type EntryCause =
  | { readonly kind: 'step'; readonly name: string; readonly changeSetId: string; readonly position: number }
  | { readonly kind: 'revert'; readonly name: string; readonly changeSetId: string };

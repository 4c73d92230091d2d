import type { Operation } from './operation.ts';

export const CHANGE_SET_STATES = ['draft', 'in_review', 'approved', 'applied', 'discarded'] as const;
export type ChangeSetState = (typeof CHANGE_SET_STATES)[number];

/** How a change set came: filled in by people, one request of the management API, or an environment's creation or deletion. */
export const CHANGE_SET_ORIGINS = ['draft', 'direct', 'environment'] as const;
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

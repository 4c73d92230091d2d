/** An entry of a project's audit log as a stream of changes tells of it: what has changed, without the values. */
export interface ProjectEvent {
  /** The place in the chain of the project's audit log. */
  readonly position: number;
  readonly entryId: string;
  readonly action: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly userId: string;
  readonly createdAt: Date;
  /** `null` if the entry is about none, or if it is gone. */
  readonly flagKey: string | null;
  readonly environmentKey: string | null;
  readonly segmentKey: string | null;
  /** The change set that has written the entry; `null` if none has. */
  readonly changeSetId: string | null;
}

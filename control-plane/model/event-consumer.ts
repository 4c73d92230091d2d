/** One entry of the event stream, as it was delivered to a consumer. */
export interface StreamEntry {
  /** `milliseconds-sequence`: when Redis received the entry. */
  readonly id: string;
  /** Its field `events`; absent if the entry has no such field. */
  readonly events?: string;
}

/** Events that cannot be stored, with the reason. */
export interface DeadLetter {
  /** A stable code. */
  readonly reason: string;
  /** The id of the entry that contained the events. */
  readonly entryId: string;
  /** The content of a malformed entry, or a JSON array of the affected events. */
  readonly events: string;
}

/** What of the event stream is not stored yet, in entries; one entry is a batch of events. */
export interface EventBacklog {
  /** Delivered to a consumer and not acknowledged. */
  readonly pending: number;
  /** Not delivered yet; `null` if Redis does not know. */
  readonly undelivered: number | null;
}

/** One consumer of the event stream. Every method except `close` rejects if Redis is unreachable. */
export interface EventConsumer {
  /** Entries that no consumer has received yet. Waits about a second for the first; may resolve with none. */
  read(): Promise<readonly StreamEntry[]>;
  /** Takes over entries that another consumer received some time ago and did not acknowledge. */
  claim(): Promise<readonly StreamEntry[]>;
  /** Writes the dead letters, then acknowledges and deletes the entries. After a failure a dead letter may be written again. */
  acknowledge(entryIds: readonly string[], deadLetters: readonly DeadLetter[]): Promise<void>;
  backlog(): Promise<EventBacklog>;
  /** Leaves the consumer group if it has no unacknowledged entries, and closes the connections. Never rejects. */
  close(): Promise<void>;
}

/** One entry of the event stream, as a consumer was given it. */
export interface StreamEntry {
  /** `milliseconds-sequence`: when Redis took it in. */
  readonly id: string;
  /** Its field `events`; absent where it has none. */
  readonly events?: string;
}

/** What nobody can store, kept apart with the reason. */
export interface DeadLetter {
  /** A stable code. */
  readonly reason: string;
  /** The id of the entry it came from. */
  readonly entryId: string;
  /** What the entry held: the whole of it, or a JSON array of the events concerned. */
  readonly events: string;
}

/** One consumer's view of the event stream. Every method rejects where Redis cannot be reached. */
export interface EventLog {
  /** Entries nobody was given yet; waits about a second for the first, and may answer none. */
  read(): Promise<readonly StreamEntry[]>;
  /** Entries that some consumer was given long ago and never settled: this one's now. */
  claim(): Promise<readonly StreamEntry[]>;
  /** Puts dead letters aside and removes the entries, all or nothing. */
  settle(entryIds: readonly string[], deadLetters: readonly DeadLetter[]): Promise<void>;
  /** Leaves the group where nothing is owed any more, and closes the connections. Never rejects. */
  close(): Promise<void>;
}

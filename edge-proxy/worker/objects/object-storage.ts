/** As much of a Durable Object's storage as its stores use. */
export interface ObjectStorage {
  readonly sql: SqlDatabase;
  readonly kv: KeyValueStore;
  /** Runs it in one transaction: all of its writes count, or none. */
  transactionSync<T>(run: () => T): T;
}

/** The object's SQLite database. */
export interface SqlDatabase {
  /** Runs one statement; the bindings replace each `?`, in their order. */
  exec(
    query: string,
    ...bindings: (SqlValue | Uint8Array)[]
  ): {
    toArray(): SqlRow[];
    /** Throws unless there is exactly one row. */
    one(): SqlRow;
  };
}

type SqlValue = ArrayBuffer | string | number | null;

export type SqlRow = Record<string, SqlValue>;

export interface KeyValueStore {
  get(key: string): unknown;
  put(key: string, value: unknown): void;
}

/**
 * What an object keeps of its upstream: the last snapshot and the deltas after it, in SQLite.
 *
 * A change costs one small row, not the whole flag set again; a value larger than a row may be is cut into
 * parts. All parts of a record are written in one transaction, so a crash leaves the old state or the new.
 */

/** One event of the upstream, as it came. */
export interface LogRecord {
  readonly kind: 'snapshot' | 'delta';
  /** The position it leads to. */
  readonly id: string;
  /** JSON. */
  readonly data: string;
}

export interface StateLog {
  /** The snapshot and the deltas since, oldest first; empty where nothing is kept. */
  read(): readonly LogRecord[];
  /** A snapshot replaces everything; a delta is added. */
  write(record: LogRecord): void;
  clear(): void;
  /** Bytes of the deltas since the snapshot, and of the snapshot: when to write a snapshot anew. */
  size(): { readonly snapshot: number; readonly deltas: number };
}

/** As much of a Durable Object's storage as is needed here. */
export interface LogStorage {
  readonly sql: SqlStorage;
  transactionSync<T>(run: () => T): T;
}

/** Half of what a row may hold: the limit counts the whole row. */
export const PART_BYTES = 1024 * 1024;

/** The logs of an object, each a table of its own. */
export type LogName = 'flags' | 'relay';

type Row = {
  readonly record: number;
  readonly part: number;
  readonly parts: number;
  readonly kind: string;
  readonly id: string;
  readonly data: ArrayBuffer;
};

/** Whether this object has ever opened the log: an object that was never told to keep anything keeps not even a table. */
export function hasStateLog({ sql }: LogStorage, name: LogName): boolean {
  const tables = sql.exec(
    'select 1 from sqlite_master where type = ? and name = ?',
    'table',
    `${name}_records`,
  );
  return tables.toArray().length > 0;
}

export function openStateLog(storage: LogStorage, name: LogName): StateLog {
  const { sql } = storage;
  const table = `${name}_records`;
  sql.exec(`
    create table if not exists ${table} (
      record integer not null,
      part integer not null,
      parts integer not null,
      kind text not null,
      id text not null,
      data blob not null,
      primary key (record, part)
    ) without rowid`);
  let { records, ...sizes } = measure();

  function measure() {
    return sql
      .exec<{ records: number; snapshot: number; deltas: number }>(`
        select coalesce(max(record), 0) as records,
          coalesce(sum(length(data)) filter (where kind = 'snapshot'), 0) as snapshot,
          coalesce(sum(length(data)) filter (where kind = 'delta'), 0) as deltas
        from ${table}`)
      .one();
  }

  function insert({ kind, id, data }: LogRecord): number {
    const bytes = new TextEncoder().encode(data);
    const parts = toParts(bytes);
    const record = records + 1;
    const statement = `insert into ${table} (record, part, parts, kind, id, data) values (?, ?, ?, ?, ?, ?)`;
    parts.forEach((part, index) => {
      sql.exec(statement, record, index, parts.length, kind, id, part);
    });
    return bytes.byteLength;
  }

  return {
    read: () => toRecords(sql.exec<Row>(`select * from ${table} order by record, part`).toArray()),
    write: (record) => {
      const bytes = storage.transactionSync(() => {
        if (record.kind === 'snapshot') sql.exec(`delete from ${table}`);
        return insert(record);
      });
      records += 1;
      sizes =
        record.kind === 'snapshot'
          ? { snapshot: bytes, deltas: 0 }
          : { ...sizes, deltas: sizes.deltas + bytes };
    },
    clear: () => {
      sql.exec(`delete from ${table}`);
      sizes = { snapshot: 0, deltas: 0 };
    },
    size: () => sizes,
  };
}

/** Cuts bytes into parts that each fit into a row; no bytes are one empty part. */
export function toParts(bytes: Uint8Array): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let start = 0; start === 0 || start < bytes.byteLength; start += PART_BYTES) {
    parts.push(bytes.subarray(start, start + PART_BYTES));
  }
  return parts;
}

/**
 * Puts parts together again. What is not whole (it cannot come from {@link StateLog.write}) ends the reading:
 * a delta after it would have nothing to stand on.
 */
export function toRecords(rows: readonly Row[]): readonly LogRecord[] {
  const records: LogRecord[] = [];
  for (let index = 0; index < rows.length; ) {
    const first = rows[index];
    if (!first) break;
    const parts = rows.slice(index, index + first.parts);
    const whole = parts.every((row, part) => row.record === first.record && row.part === part);
    if (!whole || parts.length !== first.parts || !isKind(first.kind)) break;
    records.push({ kind: first.kind, id: first.id, data: decode(parts) });
    index += first.parts;
  }
  return records;
}

function isKind(kind: string): kind is LogRecord['kind'] {
  return kind === 'snapshot' || kind === 'delta';
}

function decode(parts: readonly Row[]): string {
  const decoder = new TextDecoder();
  return parts.map(({ data }) => decoder.decode(data, { stream: true })).join('') + decoder.decode();
}

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

const SCHEMA = `
  create table if not exists upstream_records (
    record integer not null,
    part integer not null,
    parts integer not null,
    kind text not null,
    id text not null,
    data blob not null,
    primary key (record, part)
  ) without rowid`;

type Row = {
  readonly record: number;
  readonly part: number;
  readonly parts: number;
  readonly kind: string;
  readonly id: string;
  readonly data: ArrayBuffer;
};

export function openStateLog(storage: LogStorage): StateLog {
  const { sql } = storage;
  sql.exec(SCHEMA);

  function insert(record: LogRecord): void {
    const parts = toParts(new TextEncoder().encode(record.data));
    const last = sql
      .exec<{ last: number }>('select coalesce(max(record), 0) as last from upstream_records')
      .one();
    parts.forEach((data, part) => {
      sql.exec(
        'insert into upstream_records (record, part, parts, kind, id, data) values (?, ?, ?, ?, ?, ?)',
        ...[last.last + 1, part, parts.length, record.kind, record.id, data],
      );
    });
  }

  return {
    read: () => toRecords(sql.exec<Row>('select * from upstream_records order by record, part').toArray()),
    write: (record) =>
      storage.transactionSync(() => {
        if (record.kind === 'snapshot') sql.exec('delete from upstream_records');
        insert(record);
      }),
    size: () => {
      const bytes = (kind: LogRecord['kind']) =>
        sql
          .exec<{ bytes: number }>(
            'select coalesce(sum(length(data)), 0) as bytes from upstream_records where kind = ?',
            kind,
          )
          .one().bytes;
      return { snapshot: bytes('snapshot'), deltas: bytes('delta') };
    },
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

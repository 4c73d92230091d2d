import type { StoredEvent } from '../../core/state/persistence/state-store.ts';
import type { ObjectStorage, SqlRow } from './object-storage.ts';

/**
 * What an object stores of an upstream stream: the last snapshot and the deltas after it, in SQLite.
 *
 * A change costs one small row, not the whole flag set again; a value that is larger than a row may be is cut into
 * parts. All parts of a record are written in one transaction, so a crash leaves the old state or the new one.
 */

/** One event of the upstream, as it came. */
export interface LogRecord extends StoredEvent {
  readonly id: string;
}

export interface StateLog {
  /** The snapshot and the deltas since, oldest first; empty if nothing is stored. */
  read(): readonly LogRecord[];
  /** A snapshot replaces everything; a delta is appended. */
  write(record: LogRecord): void;
  clear(): void;
  /** Bytes of the deltas since the snapshot, and of the snapshot: when to write a new snapshot. */
  size(): LogSize;
}

interface LogSize {
  readonly snapshot: number;
  readonly deltas: number;
}

/** Half of what a row may hold: the limit counts the whole row. */
export const PART_BYTES = 1024 * 1024;

/** The logs of an object, each a table of its own. */
type LogName = 'flags' | 'relay';

/** One part of a record. */
interface PartRow {
  readonly record: number;
  readonly part: number;
  readonly parts: number;
  readonly kind: string;
  readonly id: string;
  readonly data: ArrayBuffer;
}

/** Whether this object has ever opened the log. An object that has never been served anything has no table. */
export function hasStateLog({ sql }: Pick<ObjectStorage, 'sql'>, name: LogName): boolean {
  const tables = sql.exec(
    'select 1 from sqlite_master where type = ? and name = ?',
    'table',
    `${name}_records`,
  );
  return tables.toArray().length > 0;
}

export function openStateLog(storage: ObjectStorage, name: LogName): StateLog {
  const table = openRecordTable(storage, `${name}_records`);
  let { records, ...size } = table.measure();
  return {
    read: () => toRecords(table.rows()),
    write(record) {
      const data = new TextEncoder().encode(record.data);
      const parts = toParts(data);
      storage.transactionSync(() => {
        if (record.kind === 'snapshot') table.clear();
        table.insert(records + 1, record, parts);
      });
      records += 1;
      size =
        record.kind === 'snapshot'
          ? { snapshot: data.byteLength, deltas: 0 }
          : { ...size, deltas: size.deltas + data.byteLength };
    },
    clear() {
      table.clear();
      size = { snapshot: 0, deltas: 0 };
    },
    size: () => size,
  };
}

/** The SQL of a log. */
function openRecordTable({ sql }: ObjectStorage, table: string) {
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
  const insertion = `insert into ${table} (record, part, parts, kind, id, data) values (?, ?, ?, ?, ?, ?)`;
  return {
    rows: () => sql.exec(`select * from ${table} order by record, part`).toArray().map(toPartRow),
    clear: () => void sql.exec(`delete from ${table}`),
    insert(record: number, { kind, id }: LogRecord, parts: readonly Uint8Array[]): void {
      for (const [part, data] of parts.entries()) {
        sql.exec(insertion, record, part, parts.length, kind, id, data);
      }
    },
    /** The highest record number, and the bytes of each kind. */
    measure() {
      const { records, snapshot, deltas } = sql
        .exec(`
          select coalesce(max(record), 0) as records,
            coalesce(sum(length(data)) filter (where kind = 'snapshot'), 0) as snapshot,
            coalesce(sum(length(data)) filter (where kind = 'delta'), 0) as deltas
          from ${table}`)
        .one();
      return { records: Number(records), snapshot: Number(snapshot), deltas: Number(deltas) };
    },
  };
}

function toPartRow({ record, part, parts, kind, id, data }: SqlRow): PartRow {
  return {
    record: Number(record),
    part: Number(part),
    parts: Number(parts),
    kind: String(kind),
    id: String(id),
    data: data instanceof ArrayBuffer ? data : new ArrayBuffer(0),
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
 * Joins parts to records. A record that is not complete (it cannot come from {@link StateLog.write}) ends the
 * reading: a delta after it could not be applied.
 */
export function toRecords(rows: readonly PartRow[]): readonly LogRecord[] {
  const records: LogRecord[] = [];
  for (let index = 0; index < rows.length; ) {
    const first = rows[index];
    if (!first) break;
    const parts = rows.slice(index, index + first.parts);
    const isComplete = parts.every((row, part) => row.record === first.record && row.part === part);
    if (!isComplete || parts.length !== first.parts || !isKind(first.kind)) break;
    records.push({ kind: first.kind, id: first.id, data: decode(parts) });
    index += first.parts;
  }
  return records;
}

function isKind(kind: string): kind is LogRecord['kind'] {
  return kind === 'snapshot' || kind === 'delta';
}

function decode(parts: readonly PartRow[]): string {
  const decoder = new TextDecoder();
  return parts.map(({ data }) => decoder.decode(data, { stream: true })).join('') + decoder.decode();
}

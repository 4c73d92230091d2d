import type { ObjectStorage, SqlRow } from '../../../edge-proxy/worker/objects/object-storage.ts';

/** A Durable Object's storage in memory. */
export interface MemoryObjectStorage extends ObjectStorage {
  /** The rows of a table, in the order of their insertion; `undefined`: there is no such table. */
  rows(table: string): readonly SqlRow[] | undefined;
  /** Makes every insertion fail from now on, as a full database does. */
  failInsertions(): void;
}

interface Table {
  readonly primaryKey: readonly string[];
  readonly rows: readonly SqlRow[];
}

/** Implements the statements that the objects' stores use, and throws on every other one. */
export function createMemoryObjectStorage(): MemoryObjectStorage {
  let tables: ReadonlyMap<string, Table> = new Map();
  const values = new Map<string, unknown>();
  let insertionsFail = false;

  function tableOf(name: string): Table {
    const table = tables.get(name);
    if (table === undefined) throw new Error(`no such table: ${name}`);
    return table;
  }

  function setRows(name: string, rows: readonly SqlRow[]): readonly SqlRow[] {
    tables = new Map(tables).set(name, { ...tableOf(name), rows });
    return [];
  }

  function create(name: string, query: string): readonly SqlRow[] {
    const primaryKey = /primary key \((.*?)\)/.exec(query)?.[1]?.split(', ') ?? [
      /(\w+) \w+ primary key/.exec(query)?.[1] ?? '',
    ];
    if (!tables.has(name)) tables = new Map(tables).set(name, { primaryKey, rows: [] });
    return [];
  }

  function insert(name: string, row: SqlRow, replaces: boolean): readonly SqlRow[] {
    if (insertionsFail) throw new Error('database or disk is full');
    const { primaryKey, rows } = tableOf(name);
    const others = rows.filter((other) => primaryKey.some((column) => other[column] !== row[column]));
    if (!replaces && others.length < rows.length) throw new Error(`UNIQUE constraint failed: ${name}`);
    return setRows(name, [...others, row]);
  }

  function run(query: string, bindings: readonly SqlBinding[]): readonly SqlRow[] {
    const name = /(?:from|into|exists) (\w+)/.exec(query)?.[1] ?? '';
    if (query.startsWith('create table if not exists ')) return create(name, query);
    if (query === `delete from ${name}`) return setRows(name, []);
    if (query === `delete from ${name} where id = ?`) {
      return setRows(
        name,
        tableOf(name).rows.filter(({ id }) => id !== bindings[0]),
      );
    }
    if (query.startsWith('insert ')) {
      const columns = /\((.*?)\)/.exec(query)?.[1]?.split(', ') ?? [];
      const row = Object.fromEntries(columns.map((column, index) => [column, stored(bindings[index])]));
      return insert(name, row, query.startsWith('insert or replace '));
    }
    if (name === 'sqlite_master') return tables.has(String(bindings[1])) ? [{ '1': 1 }] : [];
    if (query.includes('max(record)')) return [measure(tableOf(name).rows)];
    if (/^select (\*|id, confirmed) from /.test(query)) return tableOf(name).rows;
    throw new Error(`unknown statement: ${query}`);
  }

  return {
    sql: {
      exec(query, ...bindings) {
        const rows = run(query.trim().replaceAll(/\s+/g, ' '), bindings);
        return {
          toArray: () => [...rows],
          one() {
            const [row] = rows;
            if (row === undefined || rows.length > 1) throw new Error('not exactly one row');
            return row;
          },
        };
      },
    },
    kv: { get: (key) => values.get(key), put: (key, value) => void values.set(key, value) },
    transactionSync(work) {
      const before = tables;
      try {
        return work();
      } catch (error) {
        tables = before;
        throw error;
      }
    },
    rows: (name) => tables.get(name)?.rows,
    failInsertions() {
      insertionsFail = true;
    },
  };
}

type SqlBinding = Parameters<ObjectStorage['sql']['exec']>[1];

/** A blob is given as bytes and read as a buffer. */
function stored(value: SqlBinding | undefined): SqlRow[string] {
  return value instanceof Uint8Array ? Uint8Array.from(value).buffer : (value ?? null);
}

function measure(rows: readonly SqlRow[]): SqlRow {
  const bytesOf = (wanted: string) =>
    rows
      .filter(({ kind }) => kind === wanted)
      .reduce((sum, { data }) => sum + (data instanceof ArrayBuffer ? data.byteLength : 0), 0);
  const records = Math.max(0, ...rows.map(({ record }) => Number(record)));
  return { records, snapshot: bytesOf('snapshot'), deltas: bytesOf('delta') };
}

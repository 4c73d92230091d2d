import { describe, expect, it } from 'vitest';
import { createMemoryObjectStorage } from '../../../test/support/worker/memory-object-storage.ts';
import { hasStateLog, type LogRecord, openStateLog, PART_BYTES, toParts, toRecords } from './state-log.ts';

function rowsOf(record: number, { kind, id, data }: LogRecord) {
  const parts = toParts(new TextEncoder().encode(data));
  return parts.map((bytes, part) => ({
    record,
    part,
    parts: parts.length,
    kind,
    id,
    data: Uint8Array.from(bytes).buffer,
  }));
}

const small: LogRecord = { kind: 'snapshot', id: '1-aa', data: '{"flags":[]}' };
/** Three bytes a character, so that a cut falls inside one. */
const large: LogRecord = { kind: 'delta', id: '2-bb', data: `{"value":"${'€'.repeat(PART_BYTES)}"}` };

describe('the rows of an upstream log', () => {
  it('have parts below the limit of a row', () => {
    const rows = rowsOf(1, large);
    expect(rows.length).toBe(4);
    expect(rows.every(({ data }) => data.byteLength <= PART_BYTES)).toBe(true);
  });

  it('give back what was written', () => {
    expect(toRecords([...rowsOf(1, small), ...rowsOf(2, large)])).toEqual([small, large]);
    expect(toRecords([])).toEqual([]);
    expect(toRecords(rowsOf(1, { ...small, data: '' }))).toEqual([{ ...small, data: '' }]);
  });

  it('end at the first record that lacks a part', () => {
    const complete = rowsOf(2, large);
    for (const missing of complete.keys()) {
      const torn = complete.filter((_, part) => part !== missing);
      expect(toRecords([...rowsOf(1, small), ...torn, ...rowsOf(3, small)])).toEqual([small]);
    }
  });
});

describe('an upstream log', () => {
  it('appends deltas, and replaces all of it by a snapshot', () => {
    const storage = createMemoryObjectStorage();
    const log = openStateLog(storage, 'flags');
    log.write(small);
    log.write(large);
    log.write({ ...large, id: '3-cc' });
    expect(log.read().map(({ id }) => id)).toEqual(['1-aa', '2-bb', '3-cc']);
    expect(log.size()).toEqual({ snapshot: small.data.length, deltas: 2 * (3 * PART_BYTES + 12) });

    log.write({ ...small, id: '4-dd' });
    expect(log.read()).toEqual([{ ...small, id: '4-dd' }]);
    expect(storage.rows('flags_records')).toHaveLength(1);
    expect(log.size()).toEqual({ snapshot: small.data.length, deltas: 0 });
  });

  it('continues after a restart', () => {
    const storage = createMemoryObjectStorage();
    openStateLog(storage, 'flags').write(small);
    openStateLog(storage, 'flags').write(large);
    const log = openStateLog(storage, 'flags');
    expect(log.read()).toEqual([small, large]);
    expect(log.size()).toEqual({ snapshot: small.data.length, deltas: 3 * PART_BYTES + 12 });
  });

  it('keeps what it has if a write fails', () => {
    const storage = createMemoryObjectStorage();
    const log = openStateLog(storage, 'flags');
    log.write(small);
    storage.failInsertions();
    expect(() => log.write({ ...small, id: '2-bb' })).toThrow('full');
    expect(log.read()).toEqual([small]);
    expect(log.size()).toEqual({ snapshot: small.data.length, deltas: 0 });
  });

  it('is empty after it was cleared', () => {
    const storage = createMemoryObjectStorage();
    const log = openStateLog(storage, 'relay');
    log.write(small);
    log.clear();
    expect(log.read()).toEqual([]);
    expect(storage.rows('relay_records')).toEqual([]);
    expect(log.size()).toEqual({ snapshot: 0, deltas: 0 });
  });

  it('is known to exist once it has been opened', () => {
    const storage = createMemoryObjectStorage();
    expect(hasStateLog(storage, 'relay')).toBe(false);
    openStateLog(storage, 'relay');
    expect([hasStateLog(storage, 'relay'), hasStateLog(storage, 'flags')]).toEqual([true, false]);
  });
});

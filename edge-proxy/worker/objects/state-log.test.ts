import { describe, expect, it } from 'vitest';
import { type LogRecord, PART_BYTES, toParts, toRecords } from './state-log.ts';

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
/** Three bytes a character, so that a cut falls within one. */
const large: LogRecord = { kind: 'delta', id: '2-bb', data: `{"value":"${'€'.repeat(PART_BYTES)}"}` };

describe('the rows of an upstream log', () => {
  it('keep every part under the limit of a row', () => {
    const rows = rowsOf(1, large);
    expect(rows.length).toBe(4);
    expect(rows.every(({ data }) => data.byteLength <= PART_BYTES)).toBe(true);
  });

  it('give back what was written', () => {
    expect(toRecords([...rowsOf(1, small), ...rowsOf(2, large)])).toEqual([small, large]);
    expect(toRecords([])).toEqual([]);
    expect(toRecords(rowsOf(1, { ...small, data: '' }))).toEqual([{ ...small, data: '' }]);
  });

  it('end where a part is missing, wherever in the record', () => {
    const whole = rowsOf(2, large);
    for (const missing of whole.keys()) {
      const torn = whole.filter((_, part) => part !== missing);
      expect(toRecords([...rowsOf(1, small), ...torn, ...rowsOf(3, small)])).toEqual([small]);
    }
  });
});

import { describe, expect, it } from 'vitest';
import type { Flag } from '../../../shared/model/flag-set.ts';
import { applyDelta, type Replica, replicaFromSnapshot } from '../../../shared/sync/replica.ts';
import type { DeltaData } from '../../../shared/sync/wire.ts';
import { flag } from '../../../test/support/flags.ts';
import { keepFlags, LEAST_DELTAS, replayFlags } from './flag-log.ts';
import type { LogRecord, StateLog } from './state-log.ts';

/** A log in memory, with the promises of the real one. */
function memoryLog(): StateLog & { readonly records: readonly LogRecord[] } {
  let records: readonly LogRecord[] = [];
  const weigh = (kind: LogRecord['kind']) =>
    records.reduce((bytes, record) => bytes + (record.kind === kind ? record.data.length : 0), 0);
  return {
    get records() {
      return records;
    },
    read: () => records,
    write: (record) => {
      records = record.kind === 'snapshot' ? [record] : [...records, record];
    },
    clear: () => {
      records = [];
    },
    size: () => ({ snapshot: weigh('snapshot'), deltas: weigh('delta') }),
  };
}

function textFlag(key: string, version: number, text = ''): Flag {
  return flag({ key, type: 'string', version, defaultValue: text, variations: [] });
}

const COMMITTED = '2026-01-01T00:00:00.000Z';
const first = replicaFromSnapshot('1-aa', {
  protocol: 1,
  environment: { id: '00000000-0000-4000-8000-000000000001', key: 'production' },
  flags: [textFlag('old', 1)],
  segments: [],
  committedAt: COMMITTED,
});

function change(replica: Replica, version: number, changed: Flag): { delta: DeltaData; next: Replica } {
  const delta: DeltaData = {
    from: replica.position,
    to: `${version}-aa`,
    deleted: { flags: [], segments: [] },
    flags: [changed],
    segments: [],
    committedAt: COMMITTED,
  };
  const next = applyDelta(replica, delta);
  if (next === null) throw new Error('a gap');
  return { delta, next };
}

describe('flags kept in a log', () => {
  it('come back as they were, history included', () => {
    const log = memoryLog();
    keepFlags(log, first, undefined);
    const { delta, next } = change(first, 2, textFlag('new', 2));
    keepFlags(log, next, delta);
    expect(log.records.map(({ kind }) => kind)).toEqual(['snapshot', 'delta']);
    expect(replayFlags(log.read())).toEqual(next);
  });

  it('become one snapshot once the deltas weigh more than it', () => {
    const log = memoryLog();
    keepFlags(log, first, undefined);
    let replica = first;
    for (const version of Array.from({ length: 20 }, (_, index) => index + 2)) {
      const { delta, next } = change(replica, version, textFlag('new', version, 'x'.repeat(10_000)));
      replica = next;
      keepFlags(log, replica, delta);
      if (log.records.length === 1) break;
    }
    expect(log.records.length).toBe(1);
    expect(replica.held.size).toBeGreaterThan(LEAST_DELTAS / 11_000);
    expect(replayFlags(log.read())).toMatchObject({ position: replica.position, flags: replica.flags });
  });

  it('end at the last record that can be followed', () => {
    const log = memoryLog();
    keepFlags(log, first, undefined);
    const second = change(first, 2, textFlag('new', 2));
    const third = change(second.next, 3, textFlag('new', 3));
    keepFlags(log, third.next, third.delta); // the one before it is missing
    expect(replayFlags(log.read())).toEqual(first);
    expect(replayFlags([{ kind: 'snapshot', id: '1-aa', data: '{"flags":' }])).toBeUndefined();
    expect(replayFlags([])).toBeUndefined();
  });
});

import { expect, it } from 'vitest';
import type { LogLevel } from '../shared/logging/log-level.ts';
import { toLogRecord } from '../shared/logging/log-record.ts';
import { createJsonLogger } from './json-logger.ts';

function openLog(level: LogLevel = 'debug') {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { lines, logger: createJsonLogger({ service: 'edge', level, destination }) };
}

it.each(['debug', 'info', 'warn', 'error'] as const)(
  'writes a line of level %s as the record that every runtime writes',
  (level) => {
    const { lines, logger } = openLog();
    const fields = {
      error: new Error('ECONNREFUSED', { cause: new Error('inner') }),
      attempt: 2,
      msg: 'mine',
    };
    logger[level]('upstream stream is down', fields);
    const [line = ''] = lines;
    const timeMs = Date.parse(JSON.parse(line).time);
    const record = toLogRecord({ level, timeMs, service: 'edge' }, 'upstream stream is down', fields);
    expect(line).toBe(`${JSON.stringify(record)}\n`);
  },
);

it.each([
  ['warn', 'info'],
  ['silent', 'error'],
] as const)('at level %s writes no line of level %s', (threshold, level) => {
  const { lines, logger } = openLog(threshold);
  logger[level]('edge is listening');
  expect(lines).toEqual([]);
});

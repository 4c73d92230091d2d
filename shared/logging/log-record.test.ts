import { expect, it } from 'vitest';
import { toLoggableFields, toLogRecord } from './log-record.ts';

it('begins with level, time and service, and ends with the name of the event', () => {
  const timeMs = Date.parse('2030-01-02T03:04:05.678Z');
  const record = toLogRecord({ level: 'warn', timeMs, service: 'edge' }, 'upstream stream is down', {
    stream: 'relay',
  });
  expect(JSON.stringify(record)).toBe(
    '{"level":"warn","time":"2030-01-02T03:04:05.678Z","service":"edge","stream":"relay","msg":"upstream stream is down"}',
  );
});

it('keeps a field from replacing a member of the schema', () => {
  const record = toLogRecord({ level: 'info', timeMs: 0, service: 'edge' }, 'stopped', {
    level: 9,
    msg: 'other',
  });
  expect(record).toMatchObject({ level: 'info', level_: 9, msg: 'stopped', msg_: 'other' });
});

it('writes what went wrong, and nothing of what the driver was doing', () => {
  const error = Object.assign(new Error('NOGROUP no such group'), {
    code: 'E_REPLY',
    command: { name: 'XADD', args: ['{"context":{"email":"ada@example.com"}}'] },
    parameters: ['sf_srv_secret'],
  });
  const text = JSON.stringify(toLoggableFields({ error, attempt: 2 }));
  expect(JSON.parse(text)).toMatchObject({
    attempt: 2,
    error: {
      name: 'Error',
      message: 'NOGROUP no such group',
      code: 'E_REPLY',
      stack: expect.stringContaining('log-record.test.ts'),
    },
  });
  expect(text).not.toMatch(/ada@|sf_srv|XADD/);
});

it('writes causes, even of an error that is its own cause', () => {
  const error = new Error('outer', { cause: new Error('inner') });
  expect(toLoggableFields({ error })).toMatchObject({ error: { cause: { message: 'inner' } } });
  const circle = new Error('circle');
  circle.cause = circle;
  expect(JSON.stringify(toLoggableFields({ error: circle }))).toContain('circle');
});

it('writes a thrown value that is not an Error as an object, too', () => {
  expect(toLoggableFields({ error: 'timeout' })).toEqual({ error: { name: 'string', message: 'timeout' } });
  expect(toLoggableFields({ error: undefined, reason: 'timeout' })).toEqual({ reason: 'timeout' });
});

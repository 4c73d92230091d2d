import { expect, it } from 'vitest';
import { loggable } from './loggable.ts';

it('tells what went wrong, and nothing of what the driver was doing', () => {
  const error = Object.assign(new Error('NOGROUP no such group'), {
    code: 'E_REPLY',
    command: { name: 'XADD', args: ['{"context":{"email":"ada@example.com"}}'] },
    parameters: ['sf_srv_secret'],
  });
  const text = JSON.stringify(loggable({ error, attempt: 2 }));
  expect(JSON.parse(text)).toMatchObject({
    attempt: 2,
    error: { name: 'Error', message: 'NOGROUP no such group', code: 'E_REPLY' },
  });
  expect(text).not.toMatch(/ada@|sf_srv|XADD/);
});

it('tells causes, even of an error that is its own', () => {
  const error = new Error('outer', { cause: new Error('inner') });
  expect(loggable({ error })).toMatchObject({ error: { cause: { message: 'inner' } } });
  const circle = new Error('circle');
  circle.cause = circle;
  expect(JSON.stringify(loggable({ error: circle }))).toContain('circle');
});

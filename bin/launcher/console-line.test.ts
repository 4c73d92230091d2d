import { expect, test } from 'vitest';
import { consoleLineOf } from './console-line.ts';

test.each([
  ['', undefined],
  ['{"level":"info","time":"2026-01-01T00:00:00Z","service":"edge","msg":"listens"}', undefined],
  ['{"level":"debug","msg":"x"}', undefined],
  [
    '{"level":"warn","time":"2026-01-01T00:00:00Z","service":"edge","msg":"upstream is away"}',
    'warn: upstream is away',
  ],
  ['{"level":"error","msg":"failed","attempt":3}', 'error: failed {"attempt":3}'],
  [
    '{"level":"warn","msg":"failed","error":{"name":"Error","message":"ECONNREFUSED","stack":"Error: …"},"attempt":3}',
    'warn: failed {"attempt":3,"error":"ECONNREFUSED"}',
  ],
  ['control plane: DATABASE_URL is required', 'control plane: DATABASE_URL is required'],
  ['"just text"', '"just text"'],
])('of the line %s the console shows %s', (line, shown) => {
  expect(consoleLineOf(line)).toBe(shown);
});

import { expect, test } from 'vitest';
import { operationsFromText } from './operations-from-text.ts';

test('one operation and a list of them are read', () => {
  const archive = { kind: 'flag.archive', flagKey: 'checkout' };
  expect(operationsFromText(JSON.stringify(archive))).toEqual({ operations: [archive] });
  expect(operationsFromText(JSON.stringify([archive]))).toEqual({ operations: [archive] });
});

test.each(['', '{', '[]', '1', '[{"flagKey": "checkout"}]'])('%s is refused with the reason', (text) => {
  expect(operationsFromText(text)).toEqual({ fault: expect.any(String) });
});

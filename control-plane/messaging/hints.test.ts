import { describe, expect, it } from 'vitest';
import {
  ENVIRONMENT_UPDATES,
  environmentHint,
  PROJECT_KEYS_UPDATES,
  parseHint,
  projectHint,
} from './hints.ts';

const id = '5a4f8b3c-2f3b-4d39-8a3e-1f0b9d7c6e55';

describe('a hint', () => {
  it('has exactly the documented payload', () => {
    expect(environmentHint(id)).toBe(`{"environment_id":"${id}"}`);
    expect(projectHint(id)).toBe(`{"project_id":"${id}"}`);
  });

  it('is accepted on its own channel only', () => {
    expect(parseHint(ENVIRONMENT_UPDATES, environmentHint(id.toUpperCase()))).toEqual({
      kind: 'environment',
      id,
    });
    expect(parseHint(PROJECT_KEYS_UPDATES, projectHint(id))).toEqual({ kind: 'project', id });
    expect(parseHint(PROJECT_KEYS_UPDATES, environmentHint(id))).toBeNull();
  });

  it.each([
    '',
    'null',
    '[]',
    '"x"',
    '{',
    '{"environment_id":1}',
    '{"environment_id":"x"}',
    ' '.repeat(2_000),
  ])('is not valid as %j', (payload) => expect(parseHint(ENVIRONMENT_UPDATES, payload)).toBeNull());
});

import { describe, expect, it } from 'vitest';
import type { Readiness } from '../model/flag-source.ts';
import { liveAnswer, readyAnswer } from './health.ts';

const NOW = 1_000_000;
const ANY_AGE = Number.POSITIVE_INFINITY;

function readiness(changes: Partial<Readiness> = {}): Readiness {
  return {
    keysKnown: true,
    environments: [{ id: 'e-1', key: 'production', position: '5-aa', currentAsOf: NOW - 2_500 }],
    ...changes,
  };
}

function ask(told: Readiness, maxAgeMs = ANY_AGE) {
  const { status, headers, body } = readyAnswer(told, NOW, maxAgeMs);
  return { status, headers, body: JSON.parse(body) };
}

describe('readiness', () => {
  it('is 200 once keys and the flags of every environment have arrived, with position and age', () => {
    expect(ask(readiness())).toMatchObject({
      status: 200,
      body: {
        status: 'ready',
        missing: [],
        environments: [{ id: 'e-1', key: 'production', version: '5-aa', ageSeconds: 2 }],
      },
    });
  });

  it('names what is missing', () => {
    const waiting = { id: 'e-2', key: 'staging', position: null, currentAsOf: null };
    const told = readiness({ keysKnown: false, environments: [...readiness().environments, waiting] });
    const { status, headers, body } = ask(told);
    expect(status).toBe(503);
    expect(headers['retry-after']).toBe('1');
    expect(body.missing).toEqual(['keys', 'flags of environment "staging"']);
    expect(body.environments[1]).toMatchObject({ version: null, ageSeconds: null });
  });

  it('requires fresh flags only if it is configured to', () => {
    expect(ask(readiness(), 3_000).status).toBe(200);
    expect(ask(readiness(), 2_000)).toMatchObject({
      status: 503,
      body: { missing: ['fresh flags of environment "production"'] },
    });
  });
});

describe('liveness', () => {
  it('is 200 while the process runs, with or without keys and flags', () => {
    expect(liveAnswer()).toMatchObject({ status: 200, body: '{"status":"live"}' });
  });
});

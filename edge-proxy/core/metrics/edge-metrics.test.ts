import { describe, expect, it } from 'vitest';
import { createEdgeMeter } from './edge-metrics.ts';

const RESOLUTION = {
  flagKey: 'a',
  value: true,
  variationKey: 'on',
  errorCode: null,
  errorDetails: null,
} as const;

describe('a meter', () => {
  it('counts requests under the route of the table, and everything else as one', () => {
    const meter = createEdgeMeter();
    for (let index = 0; index < 1_000; index += 1) {
      meter.answered(`/ofrep/v1/evaluate/flags/flag-${index}`, 200);
      meter.answered(`/somewhere/${index}`, 404);
    }
    meter.answered('/evaluate', 200);
    expect(meter.read().requests).toEqual([
      { route: '/evaluate', status: 200, count: 1 },
      { route: '/ofrep/v1/evaluate/flags/*', status: 200, count: 1_000 },
      { route: 'other', status: 404, count: 1_000 },
    ]);
  });

  it('counts evaluations by reason, and errors by code', () => {
    const meter = createEdgeMeter();
    meter.evaluated({ ...RESOLUTION, reason: 'STATIC' });
    meter.evaluated({ ...RESOLUTION, reason: 'STATIC' });
    meter.evaluated({ ...RESOLUTION, reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND', errorDetails: 'gone' });
    expect(meter.read().evaluations).toEqual({ STATIC: 2, ERROR: 1 });
    expect(meter.read().evaluationErrors).toEqual({ FLAG_NOT_FOUND: 1 });
  });

  it('counts limits by name, those that answers tell of by themselves, and never too many names', () => {
    const meter = createEdgeMeter();
    meter.answered('/evaluate', 429);
    meter.answered('/evaluate', 413);
    for (let index = 0; index < 200; index += 1) meter.limitHit(`limit_${index}`);
    const { limits } = meter.read();
    expect(limits.get('too_many_requests')).toBe(1);
    expect(limits.get('body_size')).toBe(1);
    expect(limits.size).toBe(51);
    expect(limits.get('other')).toBe(152);
  });
});

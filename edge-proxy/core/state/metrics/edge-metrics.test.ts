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

  it('counts each limit by itself, from nought', () => {
    const meter = createEdgeMeter();
    meter.answered('/evaluate', 429);
    meter.answered('/evaluate', 413);
    meter.limitHit('rate_per_key');
    meter.limitHit('slow_reader');
    meter.limitHit('slow_reader');
    expect(meter.read().limits).toEqual({
      rate_per_key: 1,
      rate_per_address: 0,
      streams_per_key: 0,
      body_size: 1,
      slow_reader: 2,
      unread_answer: 0,
    });
  });
});

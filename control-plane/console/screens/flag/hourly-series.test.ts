import { expect, it } from 'vitest';
import { hourlySeries } from './hourly-series.ts';

it('hours without evaluations count zero', () => {
  const hour = (time: string) => Date.parse(`2026-01-01T${time}:00Z`) / 1_000;
  const { hours, series } = hourlySeries(
    {
      from: '2026-01-01T10:00:00Z',
      to: '2026-01-01T13:00:00Z',
      evaluations: 5,
      variations: [
        { variationKey: 'on', evaluations: 3, hours: [{ hour: '2026-01-01T11:00:00.000Z', evaluations: 3 }] },
        { variationKey: null, evaluations: 2, hours: [{ hour: '2026-01-01T12:00:00.000Z', evaluations: 2 }] },
      ],
      others: { evaluations: 0, hours: [] },
    },
    1,
  );
  expect(hours).toEqual([hour('10:00'), hour('11:00'), hour('12:00')]);
  expect(series).toEqual([{ name: 'on', counts: [0, 3, 0] }]);
});

import 'uplot/dist/uPlot.min.css';
import { useMantineTheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import type { components } from '../../../../shared/management-client/openapi.ts';
import { hourlySeries } from './hourly-series.ts';

interface EvaluationsChartProps {
  readonly counts: components['schemas']['EvaluationCounts'];
}

const HEIGHT = 220;
const COLORS = ['blue', 'orange', 'teal', 'grape', 'red', 'cyan', 'yellow', 'gray'] as const;

/** A line for each of the variations with the most evaluations. The table below it says the same in numbers. */
export function EvaluationsChart({ counts }: EvaluationsChartProps) {
  const holder = useRef<HTMLDivElement>(null);
  const { colors } = useMantineTheme();
  useEffect(() => {
    const parent = holder.current;
    if (parent === null) return;
    const { hours, series } = hourlySeries(counts, COLORS.length);
    const axis = { stroke: '#868e96', grid: { stroke: '#868e9633' }, ticks: { stroke: '#868e9633' } };
    const plot = new uPlot(
      {
        width: parent.clientWidth,
        height: HEIGHT,
        series: [
          {},
          ...series.map(({ name }, index) => ({
            label: name,
            stroke: colors[COLORS[index] ?? 'gray'][6],
            width: 2,
          })),
        ],
        axes: [axis, { ...axis, size: 60 }],
      },
      [hours, ...series.map(({ counts: values }) => values)],
      parent,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: parent.clientWidth, height: HEIGHT }));
    observer.observe(parent);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [counts, colors]);
  return (
    <div
      ref={holder}
      role="img"
      aria-label="Evaluations by hour and variation; the table below has the sums"
      style={{ minWidth: 0, overflow: 'hidden' }}
    />
  );
}

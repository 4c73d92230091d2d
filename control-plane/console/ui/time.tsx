import { Text, Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';

interface TimeProps {
  /** RFC 3339. */
  readonly value: string;
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const REFRESH_MS = 30_000;

/** How long ago or ahead, in words. The exact time, in the viewer's zone and in UTC, is shown on hover and focus. */
export function RelativeTime({ value }: TimeProps) {
  const now = useNow();
  const at = new Date(value);
  return (
    <Tooltip label={exactTime(at)} multiline events={{ hover: true, focus: true, touch: true }}>
      <Text component="time" inherit dateTime={value} tabIndex={0}>
        {relativeTime(at.getTime(), now)}
      </Text>
    </Tooltip>
  );
}

function exactTime(at: Date): string {
  const local = at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'long' });
  return `${local} · ${at.toISOString().replace('T', ' ').slice(0, 19)} UTC`;
}

/** @param at milliseconds; `now` too */
function relativeTime(at: number, now: number, locale?: string): string {
  const seconds = Math.round((at - now) / 1_000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return Math.abs(seconds) < 5 ? 'just now' : format.format(seconds, 'second');
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), REFRESH_MS);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}

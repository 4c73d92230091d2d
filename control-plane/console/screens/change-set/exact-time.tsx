import { Text } from '@mantine/core';

/** A time in the viewer's zone, with UTC. */
export function ExactTime({ value }: { readonly value: string }) {
  return (
    <Text span inherit component="time" dateTime={value}>
      {exactTimeWords(new Date(value))}
    </Text>
  );
}

/** A time in the viewer's zone, with UTC: `Jan 31, 2027, 9:00 AM (08:00 UTC)`. */
export function exactTimeWords(at: Date): string {
  const local = at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  const utc = at.toISOString().slice(0, 16).replace('T', ' ');
  return `${local} (${utc} UTC)`;
}

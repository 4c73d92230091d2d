/** Units of waits, in seconds, the largest first. */
export const DURATION_UNITS = [
  { unit: 'days', seconds: 86_400 },
  { unit: 'hours', seconds: 3_600 },
  { unit: 'minutes', seconds: 60 },
  { unit: 'seconds', seconds: 1 },
] as const;

export type DurationUnit = (typeof DURATION_UNITS)[number]['unit'];

/** A time in its two largest units: `1 hour 30 minutes`. */
export function durationWords(seconds: number): string {
  let rest = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const { unit, seconds: size } of DURATION_UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${count === 1 ? unit.slice(0, -1) : unit}`);
  }
  return parts.slice(0, 2).join(' ') || '0 seconds';
}

/** A time as one number of the largest unit that makes it whole. */
export function durationIn(seconds: number): { readonly amount: number; readonly unit: DurationUnit } {
  const found = DURATION_UNITS.find((entry) => seconds > 0 && seconds % entry.seconds === 0);
  return found === undefined
    ? { amount: seconds, unit: 'seconds' }
    : { amount: seconds / found.seconds, unit: found.unit };
}

export function secondsOf(amount: number, unit: DurationUnit): number {
  return Math.round(amount * (DURATION_UNITS.find((entry) => entry.unit === unit)?.seconds ?? 1));
}

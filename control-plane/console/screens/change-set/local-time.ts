import dayjs from 'dayjs';

const FORMAT = 'YYYY-MM-DD HH:mm:ss';

/** @param local as date pickers have it, in the zone of the viewer: `2027-01-31 09:00:00` */
export function dateOfLocal(local: string): Date | undefined {
  const parsed = dayjs(local);
  return parsed.isValid() ? parsed.toDate() : undefined;
}

/** A time as date pickers take it, in the zone of the viewer. */
export function localOfDate(date: Date): string {
  return dayjs(date).format(FORMAT);
}

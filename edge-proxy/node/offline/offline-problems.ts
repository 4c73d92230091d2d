import { createHash } from 'node:crypto';

type Rec = Readonly<Record<string, unknown>>;

/** One mistake: where, and what. */
export function say(place: string, item: string, path: string, message: string): string {
  return `${[place, item, path].filter((part) => part !== '').join('.')}: ${message}`;
}

/** The list under `name`; where there is none that is a mistake. */
export function listIn(record: Rec, name: string, problems: string[], place = ''): readonly unknown[] {
  const list = record[name];
  if (Array.isArray(list)) return list;
  problems.push(
    say(place, name, '', list === undefined ? 'is missing; it must be an array' : 'must be an array'),
  );
  return [];
}

/** A member that nobody reads is a slip of the pen, and would silently mean nothing. */
export function refuseOthers(record: Rec, known: readonly string[], place: string, problems: string[]): void {
  for (const name of Object.keys(record)) {
    if (known.includes(name)) continue;
    problems.push(
      say(place, JSON.stringify(name.slice(0, 50)), '', `is not known here; known are ${known.join(', ')}`),
    );
  }
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A UUID that is always the same for the same text. */
export function uuidOf(text: string): string {
  const hex = hashOf(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

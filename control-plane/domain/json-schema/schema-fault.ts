/** What is wrong at one place of a JSON Schema, or of a value. */
export interface SchemaFault {
  /** A JSON pointer (RFC 6901) in the schema or in the value; empty for the whole. */
  readonly pointer: string;
  /** What is wrong, and what would be right: a phrase that follows the name of the place. */
  readonly message: string;
}

/** One token of a JSON pointer. */
export const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** A value in a message, cut if it is long. */
export function shownJson(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}

/** Characters of a value in a message. */
const SHOWN = 80;

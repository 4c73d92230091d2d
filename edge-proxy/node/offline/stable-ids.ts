import { createHash } from 'node:crypto';

/** The SHA-256 of a text, lower-case hex. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A UUID that is always the same for the same text. */
export function uuidOf(text: string): string {
  const hex = sha256Of(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

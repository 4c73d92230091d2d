/** Keys of flags, environments, segments and variations: URL-safe, 1 to 100 characters, not `.` or `..`. */
export const KEY_PATTERN = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;

/** {@link KEY_PATTERN} in words, for error messages. */
export const KEY_RULE = '1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..")';

export function isKey(text: string): boolean {
  return KEY_PATTERN.test(text);
}

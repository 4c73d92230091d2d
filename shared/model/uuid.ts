/** A UUID of any version (RFC 9562) as 36 characters in lower case: for example `0190a2b4-7c3d-7e5f-8a9b-0c1d2e3f4a5b`. */
export const UUID_PATTERN = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return UUID_PATTERN.test(text);
}

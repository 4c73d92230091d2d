/** The credential of an `Authorization: Bearer` header; `undefined` if it is missing or has an invalid format. */
export function bearerToken(header: string | undefined): string | undefined {
  return /^Bearer +([A-Za-z0-9_-]{1,300}) *$/i.exec(header ?? '')?.[1];
}

/** The credential of an `Authorization: Bearer` header; `undefined` where there is none, or it cannot be one of ours. */
export function bearerToken(header: string | undefined): string | undefined {
  return /^Bearer +([A-Za-z0-9_-]{1,300}) *$/i.exec(header ?? '')?.[1];
}

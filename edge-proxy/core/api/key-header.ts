/** The part of a request that its key is read from. */
interface KeyCarrier {
  /** The value of a header by its lower-case name. */
  header(name: string): string | undefined;
}

/**
 * The key of a request as the header `Authorization` has it. OFREP also lists `X-API-Key`, which is read if there is no
 * `Authorization`.
 */
export function keyHeaderOf(request: KeyCarrier): string | undefined {
  const authorization = request.header('authorization');
  if (authorization !== undefined) return authorization;
  const apiKey = request.header('x-api-key');
  return apiKey === undefined ? undefined : `Bearer ${apiKey}`;
}

import { expect } from 'vitest';

/** Sends the preflight of a browser for a page's POST with these headers, and expects it to be allowed. */
export async function expectPreflight(
  url: string,
  origin: string,
  headers: readonly string[],
): Promise<void> {
  const preflight = await fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': headers.join(','),
    },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
  const allowed = preflight.headers.get('access-control-allow-headers')?.toLowerCase() ?? '';
  for (const name of headers) expect(allowed).toContain(name);
}

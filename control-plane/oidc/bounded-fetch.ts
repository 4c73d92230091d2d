import type { CustomFetch } from 'openid-client';
import { isLoopbackHost } from '../model/loopback-host.ts';
import { OidcError } from '../model/oidc.ts';

/** Bytes of an answer, after decompression. */
export const MAX_PROVIDER_ANSWER_BYTES = 262_144;

/**
 * `fetch` for what a provider serves. An answer is read to its end within its bound and within the deadline of the request.
 * Follows no redirect, and sends nothing by plain HTTP but to this machine.
 *
 * @throws OidcError PROVIDER_UNAVAILABLE if the provider cannot be reached, is too slow, answers too much, or is out of order
 */
export function createBoundedFetch(fetchAny: typeof fetch): CustomFetch {
  return async (url, { body, ...options }) => {
    if (!isSafeUrl(url)) throw unavailable('a URL of the provider is neither https nor on this machine');
    let response: Response;
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      response = await fetchAny(url, { ...options, redirect: 'manual', ...(body ? { body } : {}) });
      bytes = await readBounded(response.body);
    } catch (error) {
      throw error instanceof OidcError ? error : unavailable(reasonOf(error));
    }
    const { status, headers } = response;
    if (status >= 500 || status === 429) throw unavailable(`the provider answered ${status}`);
    return new Response(bytes.length === 0 ? null : bytes, { status, headers });
  };
}

/** Whether a URL is https, or http on this machine. */
export function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
}

async function readBounded(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the stream.
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MAX_PROVIDER_ANSWER_BYTES) {
      throw unavailable(`the provider answered more than ${MAX_PROVIDER_ANSWER_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const unavailable = (reason: string): OidcError => new OidcError('PROVIDER_UNAVAILABLE', reason);

/** An error code at most: messages may contain what was sent. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'the provider did not answer in time';
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  return `the exchange with the provider failed: ${code}`;
}

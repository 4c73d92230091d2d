import { byteHex } from '../../../../shared/model/hex.ts';

/** SHA-256 by Web Crypto, which every runtime of the edge has. */
export async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), byteHex).join('');
}

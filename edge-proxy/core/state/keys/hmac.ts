/** HMAC-SHA-256 of a text under a secret, base64url without padding. By Web Crypto, which every runtime has. */
export type Hmac = (secret: string, text: string) => Promise<string>;

export const hmacSha256: Hmac = async (secret, text) => {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
  return btoa(String.fromCharCode(...mac))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
};

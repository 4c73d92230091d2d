import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const FORMAT = Buffer.from([1]);
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const SECRETS_KEY_BYTES = 32;
/** Where the id of the key is in a sealed value, and its length. */
export const SEALED_KEY_ID = { start: 1, bytes: 4 } as const;

const NONCE_START = SEALED_KEY_ID.start + SEALED_KEY_ID.bytes;
const TAG_START = NONCE_START + NONCE_BYTES;
const TEXT_START = TAG_START + TAG_BYTES;

/**
 * Encrypts secrets that the control plane must know in clear (AES-256-GCM). A sealed value is: format (1 byte), id of the key
 * (4), nonce (12), tag (16), ciphertext.
 */
export interface SecretBox {
  /** The id of the key that seals. */
  readonly keyId: Buffer;
  /** @param owner what the secret belongs to; the value opens only for the same owner */
  seal(secret: Uint8Array, owner: string): Buffer;
  /** @throws Error if no key opens it, or if it was changed */
  open(sealed: Uint8Array, owner: string): Buffer;
}

/**
 * @param key 32 bytes; seals and opens
 * @param previous only opens what was sealed with it
 */
export function createSecretBox(key: Buffer, previous?: Buffer): SecretBox {
  const keyId = idOf(key);
  const keys = [key, ...(previous === undefined ? [] : [previous])];
  return {
    keyId,
    seal(secret, owner) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(owner));
      const text = Buffer.concat([cipher.update(secret), cipher.final()]);
      return Buffer.concat([FORMAT, keyId, nonce, cipher.getAuthTag(), text]);
    },
    open(sealed, owner) {
      const bytes = Buffer.from(sealed);
      const id = bytes.subarray(SEALED_KEY_ID.start, NONCE_START);
      const opening = keys.find((each) => idOf(each).equals(id));
      if (opening === undefined || !bytes.subarray(0, 1).equals(FORMAT)) {
        throw new Error('a secret is sealed with another key than SECRETS_KEY and SECRETS_KEY_PREVIOUS');
      }
      const nonce = bytes.subarray(NONCE_START, TAG_START);
      const decipher = createDecipheriv(ALGORITHM, opening, nonce, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(owner))
        .setAuthTag(bytes.subarray(TAG_START, TEXT_START));
      return Buffer.concat([decipher.update(bytes.subarray(TEXT_START)), decipher.final()]);
    },
  };
}

const idOf = (key: Buffer): Buffer =>
  createHash('sha256').update('key id').update(key).digest().subarray(0, SEALED_KEY_ID.bytes);

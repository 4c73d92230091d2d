import { createHash } from 'node:crypto';
import { KEY_PREFIXES } from '../../shared/keys/sdk-key.ts';

const RANDOM_BYTES = 32;
const HINT_LENGTH = 4;

/** An SDK key or API token. It masks itself when it is printed, logged or serialised. */
export class ApiCredential {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** The secret itself, for the one response that contains it. */
  reveal(): string {
    return this.#secret;
  }

  /** SHA-256 in lower-case hex: the only form that is stored. */
  get hash(): string {
    return credentialHash(this.#secret);
  }

  /** Its last characters, by which people recognise it in a list. */
  get hint(): string {
    return this.#secret.slice(-HINT_LENGTH);
  }

  toString(): string {
    return `…${this.hint}`;
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** Creates an SDK key or API token: the prefix of its kind and 256 random bits. */
export function createCredential(
  kind: keyof typeof KEY_PREFIXES,
  randomBytes: (size: number) => Uint8Array,
): ApiCredential {
  const random = Buffer.from(randomBytes(RANDOM_BYTES)).toString('base64url');
  return new ApiCredential(`${KEY_PREFIXES[kind]}${random}`);
}

/** SHA-256 of a whole credential in lower-case hex. */
export function credentialHash(credential: string): string {
  return createHash('sha256').update(credential).digest('hex');
}

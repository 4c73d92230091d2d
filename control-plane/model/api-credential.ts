import { createHash } from 'node:crypto';
import { KEY_PREFIXES } from '../../shared/keys/sdk-key.ts';

const RANDOM_BYTES = 32;
const HINT_LENGTH = 4;

/** A secret that masks itself wherever it is printed, logged or serialised by accident. */
export class ApiCredential {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** The secret itself: only for the one answer that hands it over. */
  reveal(): string {
    return this.#secret;
  }

  /** SHA-256 in lower-case hex: the only form in which it is stored. */
  get hash(): string {
    return credentialHash(this.#secret);
  }

  /** Its last characters, to recognise it by in a list. */
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

/** Makes a new SDK key or API token: a recognisable prefix and 256 random bits. */
export function mintCredential(
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

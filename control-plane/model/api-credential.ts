import { createHash } from 'node:crypto';
import { KEY_PREFIXES } from '../../shared/keys/sdk-key.ts';

const RANDOM_BYTES = 32;
const HINT_LENGTH = 4;

/** Those of SDK keys and API tokens, and of what people sign in with. */
const CREDENTIAL_PREFIXES = { ...KEY_PREFIXES, session: 'sf_ses_', signIn: 'sf_sin_' } as const;

/** An SDK key, an API token, or the secret of a session or a sign-in link. It masks itself when it is printed, logged or serialised. */
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

/** Creates a credential: the prefix of its kind and 256 random bits. */
export function createCredential(
  kind: keyof typeof CREDENTIAL_PREFIXES,
  randomBytes: (size: number) => Uint8Array,
): ApiCredential {
  const random = Buffer.from(randomBytes(RANDOM_BYTES)).toString('base64url');
  return new ApiCredential(`${CREDENTIAL_PREFIXES[kind]}${random}`);
}

/** SHA-256 of a whole credential in lower-case hex. */
export function credentialHash(credential: string): string {
  return createHash('sha256').update(credential).digest('hex');
}

import { RequestError } from '../../model/request-error.ts';
import type { SecretBox } from '../../model/secret-box.ts';

const SECRET_BYTES = 32;
const PREFIX = 'whsec_';

/** A secret of a webhook endpoint. It masks itself when it is printed, logged or serialised. */
export class WebhookSecret {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** As receivers configure it, for the one response that contains it. */
  reveal(): string {
    return `${PREFIX}${Buffer.from(this.#bytes).toString('base64')}`;
  }

  /** The only form that is stored. */
  sealFor(endpointId: string, secretBox: SecretBox): Buffer {
    return secretBox.seal(this.#bytes, endpointId);
  }

  toString(): string {
    return `${PREFIX}…`;
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

export function createWebhookSecret(randomBytes: (size: number) => Uint8Array): WebhookSecret {
  return new WebhookSecret(randomBytes(SECRET_BYTES));
}

/** @throws RequestError CONFLICT if the operator has set no key */
export function requireSecretBox(secretBox: SecretBox | undefined): SecretBox {
  if (secretBox !== undefined) return secretBox;
  throw new RequestError(
    'CONFLICT',
    'Webhooks are off: the control plane has no SECRETS_KEY to encrypt their secrets with. The operator sets it.',
  );
}

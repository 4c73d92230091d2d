import { RequestError } from '../../model/request-error.ts';
import { limitConcurrency } from '../limit-concurrency.ts';

/** Argon2id with 19 MiB, two passes and one thread: the OWASP Password Storage Cheat Sheet. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** One hash takes about 30 ms of a processor. */
const CONCURRENCY = { running: 2, waiting: 32, waitMs: 2_000 };
const RETRY_AFTER_SECONDS = 2;

/** Made with the same cost, of no password: 16 bytes of salt and a hash of 32 bytes, all zero. */
const NO_PASSWORD = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Hashes passwords and compares with hashes, a few at once. */
export interface PasswordHashes {
  /** @throws RequestError UNAVAILABLE if too many wait */
  hash(password: string): Promise<string>;
  /**
   * Takes as long if there is no hash.
   *
   * @throws RequestError UNAVAILABLE if too many wait
   */
  isPassword(password: string, hash: string | undefined): Promise<boolean>;
}

export function createPasswordHashes(): PasswordHashes {
  const inTurn = limitConcurrency(CONCURRENCY, tooMany);
  return {
    hash: (password) =>
      inTurn(async () => {
        const { hash } = await argon2();
        return hash(normalised(password), COST);
      }),
    isPassword: (password, stored) =>
      inTurn(async () => {
        const { verify } = await argon2();
        const matches = await verify(stored ?? NO_PASSWORD, normalised(password));
        return matches && stored !== undefined;
      }),
  };
}

/** Native code, loaded when it is first used: it is there for the usual platforms, not for all. */
const argon2 = () => import('@node-rs/argon2');

/** The same characters may be typed as different code points (NIST SP 800-63B). */
const normalised = (password: string): string => password.normalize('NFKC');

const tooMany = (): RequestError =>
  new RequestError('UNAVAILABLE', 'Too many people sign in at this moment. Try again.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });

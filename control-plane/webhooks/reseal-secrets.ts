import type { Logger } from '../../shared/logging/logger.ts';
import type { SecretBox } from '../model/secret-box.ts';
import type { Queryable } from '../store/database/transaction.ts';
import {
  listSecretsOfOtherKeys,
  replaceSealedSecrets,
  type SealedSecrets,
} from '../store/webhooks/sealed-secrets.ts';

/** Seals with the key of now what another key has sealed. What no key opens stays as it is, and is logged. */
export async function resealSecrets(sql: Queryable, secretBox: SecretBox, logger: Logger): Promise<void> {
  let resealed = 0;
  let unopened = 0;
  let after: string | undefined;
  for (;;) {
    const found = await listSecretsOfOtherKeys(sql, secretBox.keyId, after);
    for (const secrets of found) {
      const replacement = reseal(secrets, secretBox);
      if (replacement === undefined) unopened += 1;
      else {
        await replaceSealedSecrets(sql, secrets, replacement);
        resealed += 1;
      }
    }
    after = found.at(-1)?.id;
    if (after === undefined) break;
  }
  if (resealed > 0) logger.info('secrets of webhooks are encrypted with the new key', { resealed });
  if (unopened > 0) {
    logger.error('secrets of webhooks cannot be decrypted, set SECRETS_KEY_PREVIOUS or rotate them', {
      unopened,
    });
  }
}

function reseal(
  { id, secret, previousSecret }: SealedSecrets,
  secretBox: SecretBox,
): Omit<SealedSecrets, 'id'> | undefined {
  const again = (sealed: Buffer) => secretBox.seal(secretBox.open(sealed, id), id);
  try {
    return { secret: again(secret), previousSecret: previousSecret === null ? null : again(previousSecret) };
  } catch {
    return undefined;
  }
}

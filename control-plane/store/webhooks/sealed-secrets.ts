import { SEALED_KEY_ID } from '../../model/secret-box.ts';
import type { Queryable } from '../database/transaction.ts';

const AT_A_TIME = 100;

/** The secrets of an endpoint as they are stored. */
export interface SealedSecrets {
  readonly id: string;
  readonly secret: Buffer;
  readonly previousSecret: Buffer | null;
}

/** Endpoints with a secret that is sealed with another key, by id. At most 100. */
export async function listSecretsOfOtherKeys(
  sql: Queryable,
  keyId: Buffer,
  after: string | undefined,
): Promise<readonly SealedSecrets[]> {
  const { start, bytes } = SEALED_KEY_ID;
  const keyIdOf = (column: 'secret' | 'previous_secret') =>
    sql`substring(${sql(column)} from ${start + 1} for ${bytes})`;
  return sql<SealedSecrets[]>`
    select id, secret, previous_secret as "previousSecret" from webhook_endpoints
    where (${keyIdOf('secret')} <> ${keyId} or ${keyIdOf('previous_secret')} <> ${keyId})
      ${after === undefined ? sql`` : sql`and id > ${after}`}
    order by id
    limit ${AT_A_TIME}`;
}

/** Replaces sealed secrets by others, unless they were replaced meanwhile. */
export async function replaceSealedSecrets(
  sql: Queryable,
  { id, secret }: SealedSecrets,
  replacement: Omit<SealedSecrets, 'id'>,
): Promise<void> {
  await sql`
    update webhook_endpoints set secret = ${replacement.secret}, previous_secret = ${replacement.previousSecret}
    where id = ${id} and secret = ${secret}`;
}

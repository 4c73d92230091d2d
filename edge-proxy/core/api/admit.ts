import type { SdkKeyKind } from '../../../shared/keys/sdk-key.ts';
import { type Answer, errorAnswer } from '../model/answer.ts';
import type { Credential } from '../model/key-ring.ts';
import type { Authorizer } from './authorize.ts';

/** The credential of a presented key, hashing it at first sight, or the answer that refuses it. */
export async function admit(
  authorizer: Authorizer,
  header: string | undefined,
  kinds: readonly SdkKeyKind[],
): Promise<Credential | Answer> {
  let authorization = authorizer.authorize(header, kinds);
  if (authorization === undefined) {
    await authorizer.learn(header);
    authorization = authorizer.authorize(header, kinds);
  }
  if (authorization === undefined)
    return errorAnswer('PROVIDER_NOT_READY', 'The key could not be checked; retry.');
  return authorization.credential ?? authorization.refusal;
}

import type { SdkKeyKind } from '../../../shared/keys/sdk-key.ts';
import type { Authorization, Authorizer } from '../../core/api/authorizer.ts';
import { ROUTES } from '../../core/model/routes.ts';

/**
 * Authorizes requests, and brings the flags of the key's environment up to date before a request is evaluated. Only
 * routes that evaluate take client keys: streams are served by objects, so the isolate needs no flags for them.
 *
 * @param refreshEnvironment never rejects
 */
export function createRefreshingAuthorizer(
  authorizer: Authorizer,
  refreshEnvironment: (environmentId: string) => Promise<void>,
): Authorizer {
  async function refresh(
    authorizing: Authorization | Promise<Authorization>,
    kinds: readonly SdkKeyKind[],
  ): Promise<Authorization> {
    const authorization = await authorizing;
    const [environmentId] = authorization.credential?.environmentIds ?? [];
    const isEvaluated =
      authorization.refusal === undefined && ROUTES.evaluate.access.every((kind) => kinds.includes(kind));
    if (isEvaluated && environmentId !== undefined) await refreshEnvironment(environmentId);
    return authorization;
  }

  return {
    authorizeKnown(header, kinds) {
      const known = authorizer.authorizeKnown(header, kinds);
      return known && refresh(known, kinds);
    },
    authorizeUnknown: (header, kinds) => refresh(authorizer.authorizeUnknown(header, kinds), kinds),
    isHashing: authorizer.isHashing,
  };
}

import type { Authorizer } from '../../core/api/authorizer.ts';
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
  return {
    mustHash: authorizer.mustHash,
    async authorize(header, kinds) {
      const authorization = await authorizer.authorize(header, kinds);
      const [environmentId] = authorization.credential?.environmentIds ?? [];
      const isEvaluated =
        authorization.refusal === undefined && ROUTES.evaluate.access.every((kind) => kinds.includes(kind));
      if (isEvaluated && environmentId !== undefined) await refreshEnvironment(environmentId);
      return authorization;
    },
  };
}

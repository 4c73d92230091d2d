import type { Logger } from '../shared/logging/logger.ts';
import type { ControlPlaneConfig } from './config.ts';
import type { DomainDeps } from './domain/change/change.ts';
import { createOidcSignIn, type OidcSignIn } from './domain/oidc/oidc-sign-in.ts';
import type { CreateSessionDeps } from './domain/sign-in/create-session.ts';
import { addOidcMetrics } from './observability/oidc-metrics.ts';
import { createOidcProvider } from './oidc/oidc-provider.ts';
import { OIDC_CALLBACK_PATH } from './routes/management/oidc.ts';
import type { Subsystem } from './subsystem.ts';

export interface OidcSubsystemDeps extends DomainDeps, CreateSessionDeps {
  readonly logger: Logger;
}

/** Sign-in with OpenID Connect. It asks nothing of the provider until somebody signs in. */
export function createOidcSubsystem(
  { oidc: settings, publicUrl }: Pick<ControlPlaneConfig, 'oidc' | 'publicUrl'>,
  deps: OidcSubsystemDeps,
): { readonly subsystem: Subsystem; readonly oidc: OidcSignIn | undefined } {
  const name = 'OpenID Connect';
  if (settings === undefined || publicUrl === undefined) return { subsystem: { name }, oidc: undefined };
  const redirectUri = `${publicUrl}${OIDC_CALLBACK_PATH}`;
  const provider = createOidcProvider(settings, { redirectUri, fetch, now: deps.now });
  const oidc = createOidcSignIn({ ...deps, settings, provider });
  const addMetrics: Subsystem['addMetrics'] = (builder) =>
    addOidcMetrics(builder, oidc.results, provider.discoveries);
  return { subsystem: { name, addMetrics }, oidc };
}

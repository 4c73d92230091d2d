import type { Logger } from '../shared/logging/logger.ts';
import type { ControlPlaneConfig } from './config.ts';
import type { CreateSessionDeps } from './domain/sign-in/create-session.ts';
import { createPasswordHashes } from './domain/sign-in/password-hashes.ts';
import type { SignInDeps, SignInObserver } from './domain/sign-in/sign-in.ts';
import { DEFAULT_SESSION_TIMES } from './model/session.ts';
import { addSignInMetrics, createSignInCounts } from './observability/sign-in-metrics.ts';
import type { SignInRouteSettings } from './routes/management/session.ts';
import type { Subsystem } from './subsystem.ts';

/** What the routes and the domain of sign-in need, as the operator has set it. */
export interface SignInSettings
  extends Omit<SignInRouteSettings, 'oidc'>,
    Pick<SignInDeps, 'passwordHashes' | 'onSignIn'>,
    Pick<CreateSessionDeps, 'sessionTimes'> {}

/** Counts and logs attempts to sign in. What is logged names neither the account nor the address. */
export function createSignInSubsystem(
  { publicUrl, trustedProxies, sessionTimes }: ControlPlaneConfig,
  logger: Logger,
): { readonly settings: SignInSettings; readonly subsystem: Subsystem } {
  const counts = createSignInCounts();
  const onSignIn: SignInObserver = (how, result) => {
    counts.add(`${how} ${result}`);
    // Those that are refused are too many to be logged.
    if (result === 'failed') logger.info('sign-in failed', { how });
  };
  return {
    settings: {
      ownSite: { origin: publicUrl },
      trustedProxies: trustedProxies ?? [],
      sessionTimes: sessionTimes ?? DEFAULT_SESSION_TIMES,
      passwordHashes: createPasswordHashes(),
      onSignIn,
    },
    subsystem: { name: 'sign-in', addMetrics: (builder) => addSignInMetrics(builder, counts) },
  };
}

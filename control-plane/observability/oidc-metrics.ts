import { type MetricsBuilder, samplesOf } from '../../node-process/observability/metrics-builder.ts';
import type { AttemptResult, NamedCounts } from '../model/named-counts.ts';
import type { OidcSignInResult } from '../model/oidc.ts';

/** Metrics of the sign-in with OpenID Connect. */
export function addOidcMetrics(
  { counter }: MetricsBuilder,
  results: NamedCounts<OidcSignInResult>,
  discoveries: NamedCounts<AttemptResult>,
): void {
  counter(
    'oidc_sign_ins_total',
    'Sign-ins with OpenID Connect that have ended, by result: succeeded, or the code of the failure.',
    ['result'],
    () => samplesOf('result', results.entries()),
  );
  counter(
    'oidc_discoveries_total',
    'Readings of the metadata of the provider, by result. Failed ones: the provider cannot be reached.',
    ['result'],
    () => samplesOf('result', discoveries.entries()),
  );
}

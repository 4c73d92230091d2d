import type { MetricsBuilder } from '../../node-process/observability/metrics-builder.ts';
import { createNamedCounts, type NamedCounts } from '../model/named-counts.ts';

const COUNTED = [
  'password succeeded',
  'password failed',
  'password refused',
  'link succeeded',
  'link failed',
  'link refused',
] as const;
type CountedSignIn = (typeof COUNTED)[number];

/** Counts of attempts to sign in: the method, a space, the result. */
export const createSignInCounts = (): NamedCounts<CountedSignIn> => createNamedCounts(COUNTED);

/** Metrics of sign-in. */
export function addSignInMetrics({ counter }: MetricsBuilder, counts: NamedCounts<CountedSignIn>): void {
  counter(
    'sign_ins_total',
    'Attempts to sign in, by method and result. `refused`: there were too many.',
    ['how', 'result'],
    () =>
      [...counts.entries()].map(([name, value]) => {
        const [how = '', result = ''] = name.split(' ');
        return [{ how, result }, value] as const;
      }),
  );
}

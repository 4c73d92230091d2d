import type { MetricsBuilder, Sample } from '../../node-process/observability/metrics-builder.ts';
import type { ObservedRequest, RequestObserver } from '../model/observed-request.ts';

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Metrics of requests. Their labels are routes and statuses of fixed tables. @returns counts a request */
export function addHttpMetrics(builder: MetricsBuilder): RequestObserver {
  const requests = createSamples();
  const refusals = createSamples();
  builder.counter(
    'requests_total',
    'Requests answered, by route and HTTP status. A stream counts when it has begun.',
    ['method', 'route', 'status'],
    requests.read,
  );
  builder.counter(
    'auth_failures_total',
    'Requests refused because of their credential: 401 (unauthenticated) or 403 (forbidden).',
    ['credential', 'reason'],
    refusals.read,
  );
  const observeSeconds = builder.histogram(
    'request_duration_seconds',
    'Time from the headers of a request until its answer is known, by route.',
    ['method', 'route'],
    BUCKETS,
  );
  return (request) => {
    const { method, route, status, seconds } = request;
    requests.add({ method, route, status: String(status) });
    observeSeconds(seconds, { method, route });
    const refusal = refusalOf(request);
    if (refusal !== undefined) refusals.add(refusal);
  };
}

function refusalOf({ route, status }: ObservedRequest): Readonly<Record<string, string>> | undefined {
  if (status !== 401 && status !== 403) return undefined;
  const credential = route.startsWith('/api') ? 'api_token' : 'sdk_key';
  return { credential, reason: status === 401 ? 'unauthenticated' : 'forbidden' };
}

/** Counts by label values. */
function createSamples() {
  const samples = new Map<string, { readonly labels: Readonly<Record<string, string>>; value: number }>();
  return {
    add(labels: Readonly<Record<string, string>>): void {
      const name = Object.values(labels).join(' ');
      const sample = samples.get(name);
      if (sample) sample.value += 1;
      else samples.set(name, { labels, value: 1 });
    },
    read: (): readonly Sample[] => [...samples.values()].map(({ labels, value }) => [labels, value]),
  };
}

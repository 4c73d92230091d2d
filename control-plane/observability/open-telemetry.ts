import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { openTracing } from '../../node-process/observability/tracing.ts';
import type { ObservedRequest, RequestObserver } from '../model/observed-request.ts';

/** Traces of a control plane. */
export interface RequestTracing {
  /** Records a span for a request, in the trace of its caller. */
  readonly observer: RequestObserver;
  /** Sends the remaining spans. */
  close(): Promise<void>;
}

/**
 * Traces with OpenTelemetry. This module is loaded only if the standard variables (`OTEL_…`) name an endpoint. Spans contain
 * routes, statuses and request ids: no credentials, bodies or queries.
 */
export function startRequestTracing(serviceName: string): RequestTracing {
  const { begin, close } = openTracing(
    serviceName,
    'solid-fortnight-control-plane',
    (request: ObservedRequest, name) => request.header(name),
  );
  return {
    observer(request) {
      const { method, route, status, startedAt, seconds, requestId } = request;
      const span = begin(`${method} ${route}`, { kind: SpanKind.SERVER, startTime: startedAt }, request);
      span.setAttribute('http.request.method', method);
      span.setAttribute('http.route', route);
      span.setAttribute('http.response.status_code', status);
      span.setAttribute('solid_fortnight.request_id', requestId);
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(startedAt + seconds * 1000);
    },
    close,
  };
}

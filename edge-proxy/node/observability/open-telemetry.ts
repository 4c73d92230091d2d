import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { openTracing, type SpanStarter } from '../../../node-process/observability/tracing.ts';
import type { HotPath } from '../../core/http/hot-path.ts';
import type { Answer } from '../../core/model/answer.ts';
import type { EdgeRequest } from '../../core/model/edge-request.ts';
import type { EdgeState } from '../../core/state/edge-state.ts';
import type { Telemetry } from './telemetry.ts';

/**
 * Traces with OpenTelemetry, sent by OTLP over HTTP to the endpoint of the standard variables (`OTEL_…`). This module is
 * loaded only if they name one. Spans contain routes, statuses and versions: no keys, contexts or queries.
 */
export function startTelemetry(serviceName: string): Telemetry {
  const { begin, close } = openTracing(serviceName, 'solid-fortnight-edge', (request: EdgeRequest, name) =>
    request.header(name),
  );
  return {
    aroundHotPath: (hotPath) => traceHotPath(hotPath, begin),
    aroundState: (state) => traceState(state, begin),
    close,
  };
}

function traceHotPath(hotPath: HotPath, begin: SpanStarter<EdgeRequest>): HotPath {
  function record(request: EdgeRequest, startTime: number, answer: Answer): void {
    const route = routeOf(request.path);
    const span = begin(`${request.method} ${route}`, { kind: SpanKind.SERVER, startTime }, request);
    span.setAttribute('http.request.method', request.method);
    span.setAttribute('http.route', route);
    span.setAttribute('http.response.status_code', answer.status);
    const version = answer.headers['flags-version'];
    if (version !== undefined) span.setAttribute('solid_fortnight.flags_version', version);
    if (answer.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }

  async function recordLater(
    request: EdgeRequest,
    startTime: number,
    answered: Promise<Answer>,
  ): Promise<Answer> {
    const answer = await answered;
    record(request, startTime, answer);
    return answer;
  }

  return {
    handles: (method, path) => hotPath.handles(method, path),
    answer(request) {
      const startTime = Date.now();
      const answer = hotPath.answer(request);
      if (answer instanceof Promise) return recordLater(request, startTime, answer);
      record(request, startTime, answer);
      return answer;
    },
  };
}

function traceState(state: EdgeState, begin: SpanStarter<EdgeRequest>): EdgeState {
  return {
    ...state,
    setFlags(environmentId, replica, delta) {
      const span = begin('apply flags', { kind: SpanKind.CONSUMER });
      state.setFlags(environmentId, replica, delta);
      span.setAttribute('solid_fortnight.environment', replica.environment.key);
      span.setAttribute('solid_fortnight.flags_version', replica.position);
      span.setAttribute('solid_fortnight.change', delta === undefined ? 'snapshot' : 'delta');
      const committedAt = Date.parse(replica.committedAt);
      if (delta !== undefined && !Number.isNaN(committedAt)) {
        span.setAttribute('solid_fortnight.propagation_ms', Math.max(0, Date.now() - committedAt));
      }
      span.end();
    },
  };
}

/** The route of a path: with the key of the flag there would be one span name for each flag. */
function routeOf(path: string): string {
  return path.startsWith('/ofrep/v1/evaluate/flags/') ? '/ofrep/v1/evaluate/flags/{key}' : path;
}

import { context, type Span, type SpanOptions, type TextMapGetter } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

const TRACE_HEADERS = ['traceparent', 'tracestate'];

/** Reads a header of a request; `undefined` if it is absent. The name is in lower case. */
type HeaderOf<Request> = (request: Request, name: string) => string | undefined;

/** Begins a span; one for a request continues the trace of its caller. */
export type SpanStarter<Request> = (name: string, options: SpanOptions, request?: Request) => Span;

/** Spans of this process. */
export interface Tracing<Request> {
  readonly begin: SpanStarter<Request>;
  /** Sends the remaining spans. */
  close(): Promise<void>;
}

/**
 * Sends spans by OTLP over HTTP to the endpoint of the standard variables (`OTEL_…`). Import this module only if they
 * name one: it loads OpenTelemetry.
 *
 * @param scope the name of the instrumentation scope
 */
export function openTracing<Request>(
  serviceName: string,
  scope: string,
  headerOf: HeaderOf<Request>,
): Tracing<Request> {
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  const tracer = provider.getTracer(scope);
  const propagator = new W3CTraceContextPropagator();
  const headers: TextMapGetter<Request> = { get: headerOf, keys: () => TRACE_HEADERS };
  return {
    begin(name, options, request) {
      const root = context.active();
      const parent = request === undefined ? root : propagator.extract(root, request, headers);
      return tracer.startSpan(name, options, parent);
    },
    close: () => provider.shutdown(),
  };
}

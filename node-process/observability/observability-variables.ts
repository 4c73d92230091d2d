import { type ConfigResult, type Environment, readVariables } from '../../shared/config/read-variables.ts';
import { optionalVariable, variableWithDefault } from '../../shared/config/variable.ts';
import { anyText, port, urlWith } from '../../shared/config/variable-kinds.ts';

/** Where metrics are served. */
export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
  /** Whether the operator chose the port. If it cannot be used, the start fails. */
  readonly chosen: boolean;
}

/** What of a process can be observed from outside. */
export interface ObservabilitySettings {
  /** Where metrics are served, never on the public port; absent: nowhere. */
  readonly metrics?: MetricsAddress;
  /** Where traces go, the standard variables (`OTEL_…`) say; absent: there are none. */
  readonly tracing?: { readonly serviceName: string };
}

export type MetricsVariables = ReturnType<typeof metricsVariables>;
export type TracingVariables = ReturnType<typeof tracingVariables>;

/** The address that a process serves its metrics on. */
export function metricsVariables(defaultPort: string) {
  return {
    metricsHost: variableWithDefault({
      name: 'METRICS_HOST',
      kind: anyText,
      default: '127.0.0.1',
      meaning: 'The address on which metrics are served; `0.0.0.0` in a container',
    }),
    metricsPort: variableWithDefault({
      name: 'METRICS_PORT',
      kind: port,
      default: defaultPort,
      meaning: 'The port on which metrics are served, never the public one; 0 turns metrics off',
    }),
  };
}

const otlpUrl = urlWith(['http:', 'https:'], 'http://127.0.0.1:4318');

/** Traces. The exporter itself reads the other standard variables, `OTEL_…`. */
export function tracingVariables(defaultServiceName: string) {
  return {
    endpoint: optionalVariable({
      name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      kind: otlpUrl,
      meaning: 'An OpenTelemetry collector to which traces are sent by OTLP over HTTP',
    }),
    tracesEndpoint: optionalVariable({
      name: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
      kind: otlpUrl,
      meaning: 'The same for traces only, as a whole URL. The other standard `OTEL_…` variables are read too',
    }),
    disabled: optionalVariable({
      name: 'OTEL_SDK_DISABLED',
      kind: anyText,
      meaning: '`true` turns traces off',
    }),
    serviceName: variableWithDefault({
      name: 'OTEL_SERVICE_NAME',
      kind: anyText,
      default: defaultServiceName,
      meaning: 'The name of this service in traces',
    }),
  };
}

/** Reads where metrics are served. */
export function readMetrics(
  variables: MetricsVariables,
  environment: Environment,
): ConfigResult<Pick<ObservabilitySettings, 'metrics'>> {
  return readVariables(Object.values(variables), environment, (get) => {
    const address = { host: get(variables.metricsHost), port: get(variables.metricsPort) };
    if (address.port === 0) return {};
    return { metrics: { ...address, chosen: Boolean(environment.METRICS_PORT) } };
  });
}

/** Reads whether there are traces. */
export function readTracing(
  variables: TracingVariables,
  environment: Environment,
): ConfigResult<Pick<ObservabilitySettings, 'tracing'>> {
  return readVariables(Object.values(variables), environment, (get) => {
    const endpoint = get(variables.tracesEndpoint) ?? get(variables.endpoint);
    const isDisabled = get(variables.disabled)?.toLowerCase() === 'true';
    if (endpoint === undefined || isDisabled) return {};
    return { tracing: { serviceName: get(variables.serviceName) } };
  });
}

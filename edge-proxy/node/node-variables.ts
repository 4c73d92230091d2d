import {
  metricsVariables,
  tracingVariables,
} from '../../node-process/observability/observability-variables.ts';
import { listenVariables } from '../../shared/config/listen-variables.ts';
import { redisVariables } from '../../shared/config/redis-variables.ts';
import { optionalVariable, type VariableKind, variableWithDefault } from '../../shared/config/variable.ts';
import { anyText, seconds, urlWith } from '../../shared/config/variable-kinds.ts';
import { type OfflineKey, parseOfflineKeys } from './offline/offline-keys.ts';

/** What an edge on Node serves and uses, wherever its flags come from. */
export const NODE_VARIABLES = {
  ...listenVariables('8310'),
  tlsCertFile: optionalVariable({
    name: 'TLS_CERT_FILE',
    kind: anyText,
    absent: 'plain HTTP',
    meaning:
      'A file with the certificate of the edge and of its issuers (PEM); serves HTTPS with HTTP/2 and HTTP/1.1. It is read again when it changes',
  }),
  tlsKeyFile: optionalVariable({
    name: 'TLS_KEY_FILE',
    kind: anyText,
    meaning: 'A file with the private key of the certificate (PEM); needs `TLS_CERT_FILE`',
  }),
  stateDir: optionalVariable({
    name: 'STATE_DIR',
    kind: anyText,
    meaning: 'A folder for flags and key hashes. With it the edge can start while its upstream is down',
  }),
  shutdownTimeoutMs: variableWithDefault({
    name: 'SHUTDOWN_TIMEOUT',
    kind: seconds,
    default: '10',
    meaning: 'Seconds that a graceful shutdown may take',
  }),
};

/** Where events go. */
export const REDIS_VARIABLES = redisVariables(
  "Redis for events. Without it events go to the upstream's `POST /events`",
);

const proxyUrl = urlWith(['http:', 'https:'], 'http://proxy.example:3128');
const PROXY_MEANING = 'proxy on the way to the upstream; lower case is read too';

/** How the upstream is reached. */
export const CONNECTION_VARIABLES = {
  caFile: optionalVariable({
    name: 'UPSTREAM_CA_FILE',
    kind: anyText,
    meaning: 'A file of certificates (PEM) that are trusted for the upstream, besides well-known authorities',
  }),
  httpProxy: optionalVariable({
    name: 'HTTP_PROXY',
    kind: proxyUrl,
    meaning: `For \`http://\`: ${PROXY_MEANING}`,
  }),
  httpsProxy: optionalVariable({
    name: 'HTTPS_PROXY',
    kind: proxyUrl,
    meaning: `For \`https://\`: ${PROXY_MEANING}`,
  }),
  noProxy: optionalVariable({
    name: 'NO_PROXY',
    kind: anyText,
    meaning:
      'Hosts that are reached without a proxy, separated by commas: names, addresses, CIDR ranges, `*`, each with an optional port; lower case is read too',
  }),
};

const offlineKeys: VariableKind<readonly OfflineKey[]> = {
  rule: 'must be SDK keys separated by commas, each after its environment if there are several: production=sf_srv_…',
  parse: parseOfflineKeys,
};

/** A file of flags instead of an upstream. */
export const OFFLINE_VARIABLES = {
  file: optionalVariable({
    name: 'OFFLINE_FILE',
    kind: anyText,
    meaning:
      'A file of flags that is served instead of an upstream; also `npm run edge -- --offline flags.json`',
  }),
  keys: optionalVariable({
    name: 'OFFLINE_KEYS',
    kind: offlineKeys,
    meaning: 'SDK keys for the file, besides those in it: `production=sf_srv_…,sf_rly_…`. Secrets',
  }),
};

/** Where metrics are served. */
export const METRICS_VARIABLES = metricsVariables('8311');

/** Traces. */
export const TRACING_VARIABLES = tracingVariables('solid-fortnight-edge');

import { LAUNCHER_VARIABLES } from '../../../bin/launcher/options.ts';
import { LOCAL_WORKER_VARIABLES } from '../../../bin/local-worker-variables.ts';
import { CONTROL_PLANE_VARIABLES } from '../../../control-plane/config.ts';
import { GUARD_VARIABLES } from '../../../edge-proxy/core/http/guard/guard-settings.ts';
import { EDGE_VARIABLES, UPSTREAM_VARIABLES } from '../../../edge-proxy/core/model/edge-variables.ts';
import {
  CONNECTION_VARIABLES,
  METRICS_VARIABLES,
  NODE_VARIABLES,
  OFFLINE_VARIABLES,
  REDIS_VARIABLES,
  TRACING_VARIABLES,
} from '../../../edge-proxy/node/node-variables.ts';
import type { Variable } from '../../../shared/config/variable.ts';

type Variables = Readonly<Record<string, Variable<unknown>>>;

/** The blocks of docs/configuration.md: tables of the variables that each process reads. */
export function configurationBlocks(): Readonly<Record<string, string>> {
  return {
    'control plane': table(CONTROL_PLANE_VARIABLES),
    edge: table(UPSTREAM_VARIABLES, EDGE_VARIABLES, GUARD_VARIABLES),
    'edge on Node': table(
      NODE_VARIABLES,
      METRICS_VARIABLES,
      REDIS_VARIABLES,
      CONNECTION_VARIABLES,
      OFFLINE_VARIABLES,
      TRACING_VARIABLES,
    ),
    'local Worker': table(LOCAL_WORKER_VARIABLES),
    launcher: table(LAUNCHER_VARIABLES),
  };
}

function table(...groups: readonly Variables[]): string {
  const rows = groups
    .flatMap((group) => Object.values(group))
    .map(({ name, shownDefault, meaning }) => `| \`${name}\` | ${shownDefault} | ${meaning} |`);
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
}

import type { ProcessGroup } from '../support/processes.ts';
import {
  type RunningControlPlane,
  type RunningServer,
  startControlPlane,
  startNodeEdge,
} from '../support/system.ts';
import type { Release } from './releases.ts';

interface Stores {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly adminToken: string;
}

interface Upstream {
  readonly upstreamUrl: string;
  readonly relayKey: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the control plane of a release. Its name contains that of the release. */
export function startReleaseControlPlane(
  group: ProcessGroup,
  release: Release,
  stores: Stores,
): Promise<RunningControlPlane> {
  const name = `control plane of the ${release.name} release`;
  return startControlPlane(group, { name, ...release.controlPlane, ...stores });
}

/** Starts the edge of a release on Node, without its metrics. Its name contains that of the release. */
export function startReleaseEdge(
  group: ProcessGroup,
  release: Release,
  { upstreamUrl, relayKey, env = {} }: Upstream,
): Promise<RunningServer> {
  const name = `edge of the ${release.name} release`;
  const options = { upstreamUrl, relayKey, env: { METRICS_PORT: '0', ...env } };
  return startNodeEdge(group, { name, ...release.edge, ...options });
}

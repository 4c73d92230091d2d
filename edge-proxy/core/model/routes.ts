import type { SdkKeyKind } from '../../../shared/keys/sdk-key.ts';

/** Who may call a route: everybody, whose URL carries a token for it, or the holders of some kinds of key. */
export interface RouteRule {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly access: 'public' | 'token' | readonly SdkKeyKind[];
}

/**
 * Every route of the edge with the keys that open it. What is not listed here is not served: routes are
 * registered from this table, and nothing is allowed by looking for text in a path.
 */
export const ROUTES = {
  evaluate: { method: 'POST', path: '/evaluate', access: ['client', 'server'] },
  ofrepBulk: { method: 'POST', path: '/ofrep/v1/evaluate/flags', access: ['client', 'server'] },
  ofrepSingle: { method: 'POST', path: '/ofrep/v1/evaluate/flags/*', access: ['client', 'server'] },
  ofrepStream: { method: 'GET', path: '/ofrep/v1/stream', access: 'token' },
  stream: { method: 'GET', path: '/stream', access: ['server', 'relay'] },
  relayStream: { method: 'GET', path: '/relay/stream', access: ['relay'] },
  events: { method: 'POST', path: '/events', access: ['server', 'relay'] },
  live: { method: 'GET', path: '/health/live', access: 'public' },
  ready: { method: 'GET', path: '/health/ready', access: 'public' },
} as const satisfies Record<string, RouteRule>;

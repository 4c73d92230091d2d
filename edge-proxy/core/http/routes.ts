import type { SdkKeyKind } from '../../../shared/keys/sdk-key.ts';

/** Who may call a route: everybody, or the holders of some kinds of key. */
export interface RouteRule {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly access: 'public' | readonly SdkKeyKind[];
}

/**
 * Every route of the edge with the keys that open it. What is not listed here is not served: routes are
 * registered from this table, and nothing is allowed by looking for text in a path.
 */
export const ROUTES = {
  evaluate: { method: 'POST', path: '/evaluate', access: ['client', 'server'] },
  stream: { method: 'GET', path: '/stream', access: ['server', 'relay'] },
  relayStream: { method: 'GET', path: '/relay/stream', access: ['relay'] },
  events: { method: 'POST', path: '/events', access: ['server', 'relay'] },
  live: { method: 'GET', path: '/health/live', access: 'public' },
  ready: { method: 'GET', path: '/health/ready', access: 'public' },
} as const satisfies Record<string, RouteRule>;

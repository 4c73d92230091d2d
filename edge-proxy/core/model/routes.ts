import type { SdkKeyKind } from '../../../shared/keys/sdk-key.ts';

/** The format of answers, and whether pages may read them. */
export interface RouteFormat {
  /** The protocol whose format failures have. */
  readonly protocol: 'edge' | 'ofrep';
  /** Whether web pages may call it and read what it answers. */
  readonly forPages: boolean;
}

/** One route. It is open to some kinds of keys, to a token in the URL, or to everyone. */
export interface RouteRule extends RouteFormat {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly access: 'public' | 'token' | readonly SdkKeyKind[];
}

/**
 * Every route of the edge with the keys that open it. What is not listed here is not served: routes are
 * registered from this table, and nothing is allowed by looking for text in a path.
 */
export const ROUTES = {
  evaluate: {
    method: 'POST',
    path: '/evaluate',
    access: ['client', 'server'],
    protocol: 'edge',
    forPages: true,
  },
  ofrepBulk: {
    method: 'POST',
    path: '/ofrep/v1/evaluate/flags',
    access: ['client', 'server'],
    protocol: 'ofrep',
    forPages: true,
  },
  ofrepSingle: {
    method: 'POST',
    path: '/ofrep/v1/evaluate/flags/*',
    access: ['client', 'server'],
    protocol: 'ofrep',
    forPages: true,
  },
  ofrepStream: {
    method: 'GET',
    path: '/ofrep/v1/stream',
    access: 'token',
    protocol: 'ofrep',
    forPages: true,
  },
  stream: { method: 'GET', path: '/stream', access: ['server', 'relay'], protocol: 'edge', forPages: false },
  relayStream: { method: 'GET', path: '/relay/stream', access: ['relay'], protocol: 'edge', forPages: false },
  events: { method: 'POST', path: '/events', access: ['server', 'relay'], protocol: 'edge', forPages: false },
  live: { method: 'GET', path: '/health/live', access: 'public', protocol: 'edge', forPages: false },
  ready: { method: 'GET', path: '/health/ready', access: 'public', protocol: 'edge', forPages: false },
} as const satisfies Record<string, RouteRule>;

/** A flag's key follows, percent-encoded. */
export const SINGLE_PREFIX = `${ROUTES.ofrepBulk.path}/`;

/** Paths that no route has are answered in the format of those above them, so that a page reads that it was mistaken. */
const FORMATS: readonly (RouteFormat & { readonly root: string })[] = [
  { root: '/ofrep', protocol: 'ofrep', forPages: true },
  { root: '/evaluate', protocol: 'edge', forPages: true },
];

/** The format of what is answered on a path, whether or not a route has it. */
export function formatOf(path: string): RouteFormat {
  for (const format of FORMATS) if (path.startsWith(`${format.root}/`)) return format;
  return { protocol: 'edge', forPages: FORMATS.some(({ root }) => root === path) };
}

import type { SdkKeyKind } from '../../shared/keys/sdk-key.ts';
import type { Prerequisite, Rule, SegmentRule } from '../../shared/model/flag-set.ts';
import type { JsonValue } from '../../shared/model/json.ts';

/** The management API, as far as tests of several processes need it. Every call throws, naming the answer, on failure. */
export interface ManagementApi {
  createProject(name: string): Promise<{ readonly id: string }>;
  createEnvironment(projectId: string, key: string): Promise<{ readonly id: string; readonly key: string }>;
  updateEnvironment(
    projectId: string,
    key: string,
    patch: { readonly allowedOrigins?: readonly string[]; readonly privateAttributes?: readonly string[] },
  ): Promise<void>;
  deleteEnvironment(projectId: string, key: string): Promise<void>;
  createFlag(projectId: string, flag: NewFlag): Promise<void>;
  archiveFlag(projectId: string, flagKey: string): Promise<void>;
  restoreFlag(projectId: string, flagKey: string): Promise<void>;
  deleteFlag(projectId: string, flagKey: string): Promise<void>;
  createSegment(projectId: string, segment: NewSegment): Promise<void>;
  updateSegment(projectId: string, segmentKey: string, patch: Omit<NewSegment, 'key'>): Promise<void>;
  configure(
    projectId: string,
    flagKey: string,
    environmentKey: string,
    patch: ConfigurationPatch,
  ): Promise<void>;
  createKey(projectId: string, key: NewKey): Promise<{ readonly id: string; readonly secret: string }>;
  revokeKey(projectId: string, keyId: string): Promise<void>;
  /** The answer to `GET /api` and this path. */
  read(path: string): Promise<JsonValue>;
}

export interface NewFlag {
  readonly key: string;
  readonly type?: 'boolean' | 'string' | 'number' | 'json';
  readonly clientSide?: boolean;
  /** Of every environment; a boolean flag gets `on` and `off` by itself. */
  readonly variations?: readonly { readonly key: string; readonly value: JsonValue }[];
  readonly defaultValue?: JsonValue;
}

export interface NewSegment {
  readonly key: string;
  readonly included?: readonly string[];
  readonly excluded?: readonly string[];
  readonly rules?: readonly SegmentRule[];
}

export interface NewKey {
  readonly kind: SdkKeyKind;
  /** Of a client or server key; a relay key without it has all environments. */
  readonly environmentKey?: string;
  /** RFC 3339. */
  readonly expiresAt?: string;
}

export interface ConfigurationPatch {
  readonly enabled?: boolean;
  readonly defaultValue?: JsonValue;
  readonly variations?: readonly { readonly key: string; readonly value: JsonValue }[];
  readonly prerequisites?: readonly Prerequisite[];
  readonly rules?: readonly Omit<Rule, 'id'>[];
}

/** What the API answered instead of success. */
class ApiError extends Error {
  readonly status: number;

  constructor(request: string, status: number, body: string) {
    super(`${request} answered ${status}: ${body.slice(0, 500)}`);
    this.status = status;
  }
}

/** @param token An API token of an admin. */
export function createManagementApi(controlPlaneUrl: string, token: string): ManagementApi {
  async function send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${controlPlaneUrl}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    if (!response.ok) throw new ApiError(`${method} /api${path}`, response.status, text);
    const answer: T = JSON.parse(text === '' ? 'null' : text);
    return answer;
  }

  return {
    createProject: (name) => send('POST', '/projects', { name }),
    createEnvironment: (projectId, key) =>
      send('POST', `/projects/${projectId}/environments`, { key, name: key }),
    updateEnvironment: (projectId, key, patch) =>
      send('PATCH', `/projects/${projectId}/environments/${key}`, patch),
    deleteEnvironment: (projectId, key) => send('DELETE', `/projects/${projectId}/environments/${key}`),
    createFlag: (projectId, flag) =>
      send('POST', `/projects/${projectId}/flags`, { name: flag.key, type: 'boolean', ...flag }),
    archiveFlag: (projectId, flagKey) => send('POST', `/projects/${projectId}/flags/${flagKey}/archive`),
    restoreFlag: (projectId, flagKey) => send('POST', `/projects/${projectId}/flags/${flagKey}/restore`),
    deleteFlag: (projectId, flagKey) => send('DELETE', `/projects/${projectId}/flags/${flagKey}`),
    createSegment: (projectId, segment) => send('POST', `/projects/${projectId}/segments`, segment),
    updateSegment: (projectId, segmentKey, patch) =>
      send('PATCH', `/projects/${projectId}/segments/${segmentKey}`, patch),
    configure: (projectId, flagKey, environmentKey, patch) =>
      send('PATCH', `/projects/${projectId}/flags/${flagKey}/environments/${environmentKey}`, patch),
    createKey: async (projectId, { kind, environmentKey, ...more }) => {
      const scope =
        environmentKey === undefined ? { allEnvironments: true } : { environmentKeys: [environmentKey] };
      const body = { name: `a ${kind} key`, kind, ...scope, ...more };
      const { id, key } = await send<{ id: string; key: string }>(
        'POST',
        `/projects/${projectId}/keys`,
        body,
      );
      return { id, secret: key };
    },
    revokeKey: (projectId, keyId) => send('DELETE', `/projects/${projectId}/keys/${keyId}`),
    read: (path) => send('GET', path),
  };
}

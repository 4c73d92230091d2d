import type { SdkKeyKind } from '../../shared/keys/sdk-key.ts';
import type { FlagMetadata } from '../../shared/model/flag-metadata.ts';
import type { Prerequisite, Rule, SegmentRule } from '../../shared/model/flag-set.ts';
import type { JsonValue } from '../../shared/model/json.ts';
import { type ManagementDocument, readManagementDocument } from './management-document.ts';

/** An answer of the API with any status, read to its end. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests read members of answers of every shape
  readonly body: any;
}

/** Sends one request; `body` is sent as it is if it is a string, else as JSON. */
export type ApiCall = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<ApiAnswer>;

/** A client of the management API. Every operation but `call` throws an error that contains the answer if it fails. */
export interface ManagementApi {
  /** Sends any request under `/`; a status of failure is an answer too. */
  readonly call: ApiCall;
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
  readonly metadata?: FlagMetadata;
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
  /** The environment of a client or server key. A relay key without it reads all environments. */
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

const TIMEOUT_MS = 25_000;
const CURRENT_DOCUMENT = readManagementDocument();

/**
 * Every operation throws if the answer is not as the document says.
 *
 * @param token An API token; of an admin for most operations. Without it, requests are sent unauthenticated.
 * @param document `null` for a control plane of another release: its answers are not checked
 */
export function createManagementApi(
  controlPlaneUrl: string,
  token: string | undefined,
  document: ManagementDocument | null = CURRENT_DOCUMENT,
): ManagementApi {
  const call = createApiCall(controlPlaneUrl, token, document);
  async function send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await call(method, `/api${path}`, body);
    if (answer.status >= 400) {
      const detail = JSON.stringify(answer.body)?.slice(0, 500);
      throw new Error(`${method} /api${path} answered ${answer.status}: ${detail}`);
    }
    const result: T = answer.body;
    return result;
  }

  return {
    call,
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

function createApiCall(
  controlPlaneUrl: string,
  token: string | undefined,
  document: ManagementDocument | null,
): ApiCall {
  return async (method, path, body, headers) => {
    const all = new Headers({ ...headers });
    if (token !== undefined) all.set('authorization', `Bearer ${token}`);
    if (body !== undefined && !all.has('content-type')) all.set('content-type', 'application/json');
    const response = await fetch(new URL(path, controlPlaneUrl), {
      method,
      headers: all,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    const { status, headers: given } = response;
    const faults = document?.faultsOf({ method, path, status, headers: given, text }) ?? [];
    if (faults.length > 0) {
      throw new Error(`${method} ${path} answered ${status}, not as documented: ${faults.join('; ')}`);
    }
    return { status, headers: given, body: text === '' ? undefined : JSON.parse(text) };
  };
}

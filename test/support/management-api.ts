import type { SdkKeyKind } from '../../shared/keys/sdk-key.ts';
import {
  createManagementClient,
  type ManagementClient,
} from '../../shared/management-client/management-client.ts';
import { assertSucceeded, dataOf } from '../../shared/management-client/outcome.ts';
import type { FlagMetadata } from '../../shared/model/flag-metadata.ts';
import type { Prerequisite, Rule, SegmentRule } from '../../shared/model/flag-set.ts';
import type { JsonValue } from '../../shared/model/json.ts';
import type { ApiRequest, RawApiRequest, TypedApiAnswer } from './api-request.ts';
import { type ManagementDocument, readManagementDocument } from './management-document.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests that do not use `request` yet read members of answers of every shape
export type ApiAnswer = TypedApiAnswer<any>;

/** As `RawApiRequest`; nothing checks the members of its answer. */
export type ApiCall = (...request: Parameters<RawApiRequest>) => Promise<ApiAnswer>;

/** A client of the management API. Every operation but `call` throws an error that contains the answer if it fails. */
export interface ManagementApi {
  /** The generated client, of which the operations below are short forms. */
  readonly client: ManagementClient;
  readonly request: ApiRequest;
  readonly sendRaw: RawApiRequest;
  /** `sendRaw`, for tests that do not use `request` yet. */
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
  const checkedFetch = createCheckedFetch(document);
  const client = createManagementClient({
    baseUrl: controlPlaneUrl,
    token,
    timeoutMs: TIMEOUT_MS,
    fetch: checkedFetch,
  });
  const call = createApiCall(controlPlaneUrl, token, checkedFetch);
  const inProject = (projectId: string) => ({ params: { path: { projectId } } });
  const ofEnvironment = (projectId: string, environmentKey: string) => ({
    params: { path: { projectId, environmentKey } },
  });
  const ofFlag = (projectId: string, flagKey: string) => ({ params: { path: { projectId, flagKey } } });

  return {
    client,
    request: createApiRequest(call),
    sendRaw: call,
    call,
    createProject: async (name) => dataOf(await client.POST('/api/projects', { body: { name } })),
    createEnvironment: async (projectId, key) => {
      const body = { key, name: key };
      return dataOf(await client.POST(`${PROJECT}/environments`, { ...inProject(projectId), body }));
    },
    updateEnvironment: async (projectId, key, body) => {
      assertSucceeded(await client.PATCH(ENVIRONMENT, { ...ofEnvironment(projectId, key), body }));
    },
    deleteEnvironment: async (projectId, key) =>
      assertSucceeded(await client.DELETE(ENVIRONMENT, ofEnvironment(projectId, key))),
    createFlag: async (projectId, flag) => {
      const body = { name: flag.key, type: 'boolean', ...flag } as const;
      assertSucceeded(await client.POST(`${PROJECT}/flags`, { ...inProject(projectId), body }));
    },
    archiveFlag: async (projectId, flagKey) =>
      assertSucceeded(await client.POST(`${FLAG}/archive`, ofFlag(projectId, flagKey))),
    restoreFlag: async (projectId, flagKey) =>
      assertSucceeded(await client.POST(`${FLAG}/restore`, ofFlag(projectId, flagKey))),
    deleteFlag: async (projectId, flagKey) =>
      assertSucceeded(await client.DELETE(FLAG, ofFlag(projectId, flagKey))),
    createSegment: async (projectId, body) =>
      assertSucceeded(await client.POST(`${PROJECT}/segments`, { ...inProject(projectId), body })),
    updateSegment: async (projectId, segmentKey, body) => {
      const params = { path: { projectId, segmentKey } };
      assertSucceeded(await client.PATCH(`${PROJECT}/segments/{segmentKey}`, { params, body }));
    },
    configure: async (projectId, flagKey, environmentKey, body) => {
      const params = { path: { projectId, flagKey, environmentKey } };
      assertSucceeded(await client.PATCH(`${FLAG}/environments/{environmentKey}`, { params, body }));
    },
    createKey: async (projectId, { kind, environmentKey, ...more }) => {
      const scope =
        environmentKey === undefined ? { allEnvironments: true } : { environmentKeys: [environmentKey] };
      const body = { name: `a ${kind} key`, kind, ...scope, ...more };
      const created = await client.POST(`${PROJECT}/keys`, { ...inProject(projectId), body });
      const { id, key } = dataOf(created);
      return { id, secret: key };
    },
    revokeKey: async (projectId, keyId) =>
      assertSucceeded(
        await client.DELETE(`${PROJECT}/keys/{keyId}`, { params: { path: { projectId, keyId } } }),
      ),
    read: async (path) => {
      const { status, body } = await call('GET', `/api${path}`);
      if (status >= 400) throw new Error(`GET /api${path} answered ${status}: ${excerptOf(body)}`);
      return body;
    },
  };
}

const PROJECT = '/api/projects/{projectId}';
const ENVIRONMENT = `${PROJECT}/environments/{environmentKey}` as const;
const FLAG = `${PROJECT}/flags/{flagKey}` as const;

const excerptOf = (body: unknown) => JSON.stringify(body)?.slice(0, 500);

/** `fetch` that compares each answer of the API with the document. */
function createCheckedFetch(document: ManagementDocument | null) {
  return async (request: Request): Promise<Response> => {
    const response = await fetch(request);
    const { method } = request;
    const { pathname } = new URL(request.url);
    const { status, headers } = response;
    const text = await response.clone().text();
    const faults = document?.faultsOf({ method, path: pathname, status, headers, text }) ?? [];
    if (faults.length === 0) return response;
    throw new Error(`${method} ${pathname} answered ${status}, not as documented: ${faults.join('; ')}`);
  };
}

function createApiCall(
  controlPlaneUrl: string,
  token: string | undefined,
  checkedFetch: (request: Request) => Promise<Response>,
): ApiCall {
  return async (method, path, body, headers) => {
    const all = new Headers({ ...headers });
    if (token !== undefined) all.set('authorization', `Bearer ${token}`);
    if (body !== undefined && !all.has('content-type')) all.set('content-type', 'application/json');
    const request = new Request(new URL(path, controlPlaneUrl), {
      method,
      headers: all,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const response = await checkedFetch(request);
    const text = await response.text();
    const { status, headers: given } = response;
    return { status, headers: given, body: text === '' ? undefined : JSON.parse(text) };
  };
}

function createApiRequest(call: ApiCall): ApiRequest {
  return async (method, path, ...[body, headers]) => {
    const answer = await call(method, path, body, headers);
    if (answer.status < 400) return answer;
    throw new Error(`${method} ${path} answered ${answer.status}: ${excerptOf(answer.body)}`);
  };
}

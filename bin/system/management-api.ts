import { OperationalError } from './operational-error.ts';

/** A client of the management API. */
export interface ManagementApi {
  /** @throws ApiError if the status is not 2xx */
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  put(path: string, body: unknown): Promise<unknown>;
  patch(path: string, body: unknown): Promise<unknown>;
  delete(path: string): Promise<void>;
}

/** The control plane answered with a status other than 2xx. */
export class ApiError extends Error {
  readonly status: number;
  /** The body of the answer: problem details, if the control plane itself answered. */
  readonly body: string;

  constructor(status: number, message: string, body: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.body = body;
  }
}

const TIMEOUT_MS = 15_000;

/**
 * Creates a client of the management API at `url` that uses an API token.
 *
 * @param timeoutMs how long an answer may take
 */
export function createManagementApi(
  url: string,
  token: string,
  timeoutMs: number = TIMEOUT_MS,
): ManagementApi {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new ApiError(
        response.status,
        `${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`,
        text,
      );
    }
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    put: (path, body) => call('PUT', path, body),
    patch: (path, body) => call('PATCH', path, body),
    delete: async (path) => void (await call('DELETE', path)),
  };
}

/** A string member of a response body. @throws OperationalError if there is none */
export function stringMember(body: unknown, name: string): string {
  const value = member(body, name);
  if (typeof value === 'string') return value;
  throw new OperationalError(
    `The control plane answered without "${name}". Launcher and control plane must have the same version.`,
  );
}

/** Reads every page of a list. */
export async function listAll(api: ManagementApi, path: string): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for (let cursor = ''; ; ) {
    const page = await api.get(`${path}?limit=100${cursor}`);
    const items = member(page, 'items');
    if (Array.isArray(items)) all.push(...items);
    const next = member(page, 'next');
    if (typeof next !== 'string') return all;
    cursor = `&after=${encodeURIComponent(next)}`;
  }
}

/** A member of a response body; undefined if the body is not an object or has no such member. */
export function member(body: unknown, name: string): unknown {
  if (typeof body !== 'object' || body === null) return undefined;
  return Object.getOwnPropertyDescriptor(body, name)?.value;
}

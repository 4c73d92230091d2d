import { LauncherProblem } from './problem.ts';

/** The management API as the launcher uses it. */
export interface ManagementApi {
  /** @throws ApiRefusal for any answer that is not 2xx */
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  put(path: string, body: unknown): Promise<unknown>;
  patch(path: string, body: unknown): Promise<unknown>;
  delete(path: string): Promise<void>;
}

/** The control plane answered, and it was a no. */
export class ApiRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiRefusal';
    this.status = status;
  }
}

const TIMEOUT_MS = 15_000;

/** A client of the management API at `url` with an API token. */
export function createManagementApi(url: string, token: string): ManagementApi {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw new ApiRefusal(
        answer.status,
        `${method} ${path} answered ${answer.status}: ${text.slice(0, 500)}`,
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

/** A text member of an answer. */
export function textIn(answer: unknown, name: string): string {
  const value = memberIn(answer, name);
  if (typeof value === 'string') return value;
  throw new LauncherProblem(
    `The control plane answered without "${name}": are launcher and control plane of one version?`,
  );
}

/** Every entry of a list, page by page. */
export async function listAll(api: ManagementApi, path: string): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for (let cursor = ''; ; ) {
    const page = await api.get(`${path}?limit=100${cursor}`);
    const items = memberIn(page, 'items');
    if (Array.isArray(items)) all.push(...items);
    const next = memberIn(page, 'next');
    if (typeof next !== 'string') return all;
    cursor = `&after=${encodeURIComponent(next)}`;
  }
}

export function memberIn(answer: unknown, name: string): unknown {
  if (typeof answer !== 'object' || answer === null) return undefined;
  return Object.getOwnPropertyDescriptor(answer, name)?.value;
}

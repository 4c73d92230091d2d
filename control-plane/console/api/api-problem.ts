import type { components } from '../../../shared/management-client/openapi.ts';

export type ProblemDetails = components['schemas']['Problem'];

/** What the control plane answered instead of what was asked for. `problem` is absent if no answer arrived, or one in another format. */
export class ApiProblem extends Error {
  /** The HTTP status; 0 if no answer arrived. */
  readonly status: number;
  readonly problem: ProblemDetails | undefined;

  constructor(message: string, status: number, problem?: ProblemDetails) {
    super(message);
    this.name = 'ApiProblem';
    this.status = status;
    this.problem = problem;
  }
}

/** The part of an answer of the management client that matters here. */
interface ClientAnswer<T> {
  readonly data?: T | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * The data of an answer.
 *
 * @throws ApiProblem for every answer that is not a success, and if no answer arrives
 */
export async function answerOf<T>(call: Promise<ClientAnswer<T>>): Promise<T> {
  const { data, error, response } = await reached(call);
  if (response.ok && data !== undefined) return data;
  throw problemOf(response, error);
}

/** An answer with its entity tag, which `If-Match` of a later edit names. */
export interface Tagged<T> {
  readonly data: T;
  /** Empty if the answer has none. */
  readonly etag: string;
}

/**
 * The data of an answer with its entity tag.
 *
 * @throws ApiProblem as `answerOf`
 */
export async function taggedOf<T>(call: Promise<ClientAnswer<T>>): Promise<Tagged<T>> {
  const { data, error, response } = await reached(call);
  if (!response.ok || data === undefined) throw problemOf(response, error);
  return { data, etag: response.headers.get('etag') ?? '' };
}

/**
 * Waits for an answer without a body, such as 204.
 *
 * @throws ApiProblem as `answerOf`
 */
export async function doneOf(call: Promise<ClientAnswer<unknown>>): Promise<void> {
  const { error, response } = await reached(call);
  if (!response.ok) throw problemOf(response, error);
}

async function reached<T>(call: Promise<ClientAnswer<T>>): Promise<ClientAnswer<T>> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem(
      'The control plane cannot be reached. Check your connection; this page tries again.',
      0,
    );
  }
}

function problemOf(response: Response, error: unknown): ApiProblem {
  if (isProblem(error)) return new ApiProblem(error.detail, response.status, error);
  return new ApiProblem(`The control plane answered ${response.status} without saying why.`, response.status);
}

function isProblem(value: unknown): value is ProblemDetails {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
}

/** The texts of the faults of a field: of its own path, and of the paths below it. `path` is as the API names it, such as `variations[0].value`. */
export function faultsAt(problem: ApiProblem | null | undefined, path: string): readonly string[] {
  const errors = problem?.problem?.errors ?? [];
  return errors
    .filter(
      (fault) => fault.path === path || ['.', '['].some((next) => fault.path.startsWith(`${path}${next}`)),
    )
    .map(({ message }) => message);
}

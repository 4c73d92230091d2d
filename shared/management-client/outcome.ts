import type { components } from './openapi.ts';

/** The named schemas of the document, such as `ManagementSchemas['Flag']`. */
export type ManagementSchemas = components['schemas'];

/** What a method of the client resolves with. */
export interface ManagementOutcome<T> {
  readonly data?: T | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/** The control plane, or a proxy in front of it, answered with a status other than 2xx. */
export class ManagementApiError extends Error {
  readonly status: number;
  /** Absent if the answer has none, such as that of a proxy. */
  readonly problem: ManagementSchemas['Problem'] | undefined;

  constructor(response: Response, error: unknown) {
    const problem = isProblem(error) ? error : undefined;
    super(`${addressOf(response)} answered ${response.status}: ${problem?.detail ?? 'no problem details'}`);
    this.name = 'ManagementApiError';
    this.status = response.status;
    this.problem = problem;
  }
}

/** The body of a successful answer. @throws ManagementApiError if the status is not 2xx, Error if there is no body */
export function dataOf<T>(outcome: ManagementOutcome<T>): T {
  assertSucceeded(outcome);
  const { data, response } = outcome;
  if (data === undefined) throw new Error(`${addressOf(response)} answered without a body`);
  return data;
}

/** For an answer whose body does not matter. @throws ManagementApiError if the status is not 2xx */
export function assertSucceeded({ error, response }: ManagementOutcome<unknown>): void {
  if (!response.ok) throw new ManagementApiError(response, error);
}

/** Whether the body of an answer is problem details. */
export function isProblem(value: unknown): value is ManagementSchemas['Problem'] {
  if (typeof value !== 'object' || value === null) return false;
  return 'code' in value && 'detail' in value && typeof value.detail === 'string';
}

/** Without the query, which may name people. */
const addressOf = ({ url }: Response): string => url.replace(/\?.*$/s, '');

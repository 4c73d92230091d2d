import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './openapi.ts';

/** A client of the management API. Paths, parameters, bodies and answers have the types of `docs/openapi.json`. */
export type ManagementClient = Client<paths>;

export interface ManagementClientOptions {
  /** Address of the control plane. */
  readonly baseUrl: string;
  /** An API token; requests without it are sent unauthenticated. */
  readonly token: string | undefined;
  /** Default: the `fetch` of the runtime. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** Its methods resolve with `data`, or with the problem details as `error`; they reject only if no answer arrives. */
export function createManagementClient({ baseUrl, token, fetch }: ManagementClientOptions): ManagementClient {
  return createClient<paths>({
    baseUrl,
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    ...(fetch === undefined ? {} : { fetch }),
  });
}

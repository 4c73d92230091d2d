import type { HttpBindings } from '@hono/node-server';
import type { Caller } from '../model/role.ts';
import type { AuthenticatedSdkKey } from '../model/sdk-key.ts';

/** The types of Hono's context. */
export interface AppEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    /** The user of the API token; set for every route below `/api` that needs one. */
    caller: Caller;
    /** The key of a request to `/stream`, `/relay/stream` or `/events`. */
    sdkKey: AuthenticatedSdkKey;
    requestId: string;
  };
}

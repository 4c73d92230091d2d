import type { HttpBindings } from '@hono/node-server';
import type { Caller } from '../model/role.ts';
import type { AuthenticatedSdkKey } from '../model/sdk-key.ts';

/** What handlers find in Hono's context. */
export interface AppEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    /** Who holds the API token; set on every route below `/api` that answers anything. */
    caller: Caller;
    /** The key that opened `/stream`, `/relay/stream` or `/events`. */
    sdkKey: AuthenticatedSdkKey;
    requestId: string;
  };
}

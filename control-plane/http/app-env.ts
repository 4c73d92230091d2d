import type { HttpBindings } from '@hono/node-server';
import type { Caller } from '../model/role.ts';
import type { AuthenticatedSdkKey } from '../model/sdk-key.ts';
import type { CurrentSession, RequestCredential } from '../model/session.ts';

/** The types of Hono's context. */
export interface AppEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    /** The user of the API token or the session; set for every route below `/api` that needs one. */
    caller: Caller;
    /** What the caller is authenticated with; set together with it. */
    credential: RequestCredential;
    /** The session of the caller; `undefined` with an API token. */
    session: CurrentSession | undefined;
    /** The key of a request to `/stream`, `/relay/stream` or `/events`. */
    sdkKey: AuthenticatedSdkKey;
    requestId: string;
  };
}

import type { Caller } from './role.ts';

/** How people sign in. `link`: a one-time link that a token holder made for itself. */
export const SIGN_IN_METHODS = ['password', 'link', 'invitation', 'oidc'] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** How long a session lives. */
export interface SessionTimes {
  /** Without a request, in seconds. */
  readonly idleSeconds: number;
  /** In all, in seconds. */
  readonly lifetimeSeconds: number;
}

/** 12 hours without a request, 7 days in all. */
export const DEFAULT_SESSION_TIMES: SessionTimes = {
  idleSeconds: 12 * 60 * 60,
  lifetimeSeconds: 7 * 24 * 60 * 60,
};

/** The session of a request. */
export interface CurrentSession {
  readonly id: string;
  readonly how: SignInMethod;
  readonly createdAt: Date;
}

/** The user of a session. */
export interface SessionCaller {
  readonly caller: Caller;
  readonly session: CurrentSession;
}

/** What a request or a stream is authenticated with. */
export interface RequestCredential {
  readonly kind: 'token' | 'session';
  /** SHA-256 of the secret. */
  readonly hash: string;
}

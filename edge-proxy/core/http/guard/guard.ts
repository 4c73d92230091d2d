import { SDK_KEY_KINDS } from '../../../../shared/keys/sdk-key.ts';
import type { Clock } from '../../../../shared/model/clock.ts';
import { formatRetryAfter } from '../../../../shared/retry/retry-after.ts';
import type { Authorizer } from '../../api/authorize.ts';
import { type Answer, errorAnswer } from '../../model/answer.ts';
import type { Credential } from '../../model/key-ring.ts';
import { type AllowedOriginsOf, createAllowsOrigin } from '../../state/keys/allowed-origins.ts';
import { corsHeaders } from '../cors.ts';
import type { LimitName } from '../metrics/edge-metrics.ts';
import { clientName, type Sender } from './client-address.ts';
import type { GuardSettings } from './guard-settings.ts';
import { createTokenBuckets } from './token-buckets.ts';

export interface GuardDeps {
  readonly authorizer: Authorizer;
  readonly allowedOriginsOf: AllowedOriginsOf;
  readonly settings: GuardSettings;
  /** Called for every request that a limit refuses. */
  readonly limitHit?: ((limit: LimitName) => void) | undefined;
  readonly now: Clock;
}

/** Looks at a request before anything is done for it: where it comes from, and how many came before it. */
export interface Guard {
  /** What refuses it; `undefined` where the route may go on. Counts the request: to be asked once for each. */
  refuse(sender: Sender): Answer | undefined;
  /**
   * The same for who comes with a token in place of a key: `credential` is what it stands for, `undefined` where
   * it is none, or cannot be told yet.
   */
  refuseBearer(sender: Sender, credential: Credential | undefined): Answer | undefined;
  /** Whether the key has been looked up before; a request with one that was not has not been counted. */
  knows(sender: Sender): boolean;
}

/**
 * What it costs a request from a server: one look-up of the key and one of its bucket. An origin that is not
 * allowed is refused before it is counted, so that a foreign page cannot use up what a key may do.
 */
export function createGuard(deps: GuardDeps): Guard {
  const { authorizer, settings, limitHit, now } = deps;
  const { ratePerKey, refusalsPerAddress, trustedProxies } = settings;
  const keys = ratePerKey && createTokenBuckets(ratePerKey, now);
  const addresses = refusalsPerAddress && createTokenBuckets(refusalsPerAddress, now);
  const allowsOrigin = createAllowsOrigin(deps.allowedOriginsOf);

  function refuseForeign({ environmentIds: [id = ''] }: Credential, origin: string): Answer | undefined {
    return allowsOrigin(id, origin) ? undefined : refuseForeignOrigin();
  }

  function refuseOrigin(credential: Credential, origin: string): Answer | undefined {
    if (credential.kind !== 'client') return refuseSecretInBrowser(credential, origin);
    return refuseForeign(credential, origin);
  }

  function refuseRate({ id }: Credential): Answer | undefined {
    const wait = keys?.take(id) ?? 0;
    if (wait === 0) return undefined;
    limitHit?.('rate_per_key');
    return tooMany('This key is used more often than this edge allows', wait);
  }

  /** A key that works is never held up by those who guess from the same address. */
  function refuseUnknown(sender: Sender, isRefused: boolean): Answer | undefined {
    const name = addresses && clientName(sender, trustedProxies);
    if (addresses === undefined || name === undefined) return undefined;
    const wait = isRefused ? addresses.take(name) : addresses.wait(name);
    if (wait === 0) return undefined;
    limitHit?.('rate_per_address');
    return tooMany('This address has sent too many requests without a valid key', wait);
  }

  return {
    knows: (sender) => authorizer.authorize(sender.header('authorization'), SDK_KEY_KINDS) !== undefined,
    refuse(sender) {
      const origin = sender.header('origin');
      if (keys === undefined && addresses === undefined && origin === undefined) return undefined;
      const authorization = authorizer.authorize(sender.header('authorization'), SDK_KEY_KINDS);
      // A key seen for the first time: a guesser does not even get it hashed.
      if (authorization === undefined) return refuseUnknown(sender, false);
      const { credential, refusal } = authorization;
      if (credential === undefined) return refusal.status === 401 ? refuseUnknown(sender, true) : undefined;
      return (origin === undefined ? undefined : refuseOrigin(credential, origin)) ?? refuseRate(credential);
    },
    refuseBearer(sender, credential) {
      if (credential === undefined) return refuseUnknown(sender, true);
      // A page may have been given the token of a server's key, which tells it nothing of the key.
      const origin = sender.header('origin');
      return (origin === undefined ? undefined : refuseForeign(credential, origin)) ?? refuseRate(credential);
    },
  };
}

function tooMany(what: string, waitMs: number): Answer {
  const seconds = formatRetryAfter(waitMs);
  return errorAnswer('TOO_MANY_REQUESTS', `${what}; ask again after ${seconds} s.`, {
    'retry-after': seconds,
  });
}

/** Without CORS headers: the page reads nothing, its developer finds the reason in the network panel or with curl. */
function refuseForeignOrigin(): Answer {
  return errorAnswer(
    'FORBIDDEN',
    "This origin is not among the allowed origins of the key's environment; add it to allowedOrigins there.",
    { vary: 'Origin' },
  );
}

/** Readable for the page, so that whoever develops it learns at the first try what is wrong. */
function refuseSecretInBrowser({ kind }: Credential, origin: string): Answer {
  return errorAnswer(
    'FORBIDDEN',
    `This is a ${kind} key, and the Origin header says that a web page sent it, where every visitor can read it. ` +
      'Use a client key there, and replace this one.',
    corsHeaders(origin),
  );
}

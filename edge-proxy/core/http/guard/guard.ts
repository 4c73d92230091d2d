import { clientName, type Sender } from '../../../../shared/http/client-address.ts';
import type { SdkKeyKind } from '../../../../shared/keys/sdk-key.ts';
import type { Clock } from '../../../../shared/model/clock.ts';
import type { Authorization, Authorizer } from '../../api/authorizer.ts';
import { keyHeaderOf } from '../../api/key-header.ts';
import { type Failure, failWith } from '../../model/failure.ts';
import type { Credential } from '../../model/key-ring.ts';
import { type AllowedOriginsOf, createAllowsOrigin } from '../../state/keys/allowed-origins.ts';
import type { LimitName } from '../../state/metrics/edge-metrics.ts';
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

/** What every request with a key or a token passes before anything is done for it: authorisation, origins, limits. */
export interface Guard {
  /**
   * Authorizes a request by its key, or returns the failure. Counts the request, so call it once for each. At once if
   * the key is known; a promise hashes the key first.
   *
   * @param kinds the kinds of keys that the route is open to
   */
  admit(sender: Sender, kinds: readonly SdkKeyKind[]): Credential | Failure | Promise<Credential | Failure>;
  /**
   * The same for a request with a token in place of a key.
   *
   * @param credential the key of the token; `undefined` if the token is invalid or the keys have not arrived
   */
  refuseBearer(sender: Sender, credential: Credential | undefined): Failure | undefined;
}

/**
 * What it costs a request from a server: one look-up of the key and one of its bucket. An origin that is not
 * allowed is refused before it is counted, so that a foreign page cannot use up what a key may do.
 */
export function createGuard(deps: GuardDeps): Guard {
  const { authorizer, settings } = deps;
  const { refuseKey, refuseBearer, hashes } = createRefusals(deps);

  function decide(sender: Sender, authorization: Authorization): Credential | Failure {
    const refused = refuseKey(sender, authorization);
    if (refused !== undefined) return refused;
    return authorization.refusal === undefined ? authorization.credential : authorization.refusal;
  }

  async function decideLater(
    sender: Sender,
    authorization: Promise<Authorization>,
  ): Promise<Credential | Failure> {
    return decide(sender, await authorization);
  }

  /** A guess is paid for before it is hashed, and a key that works gets back what it has paid. */
  async function decidePaid(
    sender: Sender,
    authorization: Promise<Authorization>,
  ): Promise<Credential | Failure> {
    const decided = await authorization;
    if (decided.credential === undefined && decided.refusal.status === 401) return decided.refusal;
    hashes.giveBack(sender);
    return decide(sender, decided);
  }

  const admitUnknown: Guard['admit'] = (sender, kinds) => {
    const header = keyHeaderOf(sender);
    if (settings.refusalsPerAddress === undefined || authorizer.isHashing(header)) {
      return decideLater(sender, authorizer.authorizeUnknown(header, kinds));
    }
    return hashes.refuse(sender) ?? decidePaid(sender, authorizer.authorizeUnknown(header, kinds));
  };

  return {
    admit(sender, kinds) {
      const authorization = authorizer.authorizeKnown(keyHeaderOf(sender), kinds);
      if (authorization === undefined) return admitUnknown(sender, kinds);
      return authorization instanceof Promise
        ? decideLater(sender, authorization)
        : decide(sender, authorization);
    },
    refuseBearer,
  };
}

/** What refuses a request beside its authorisation. Origins come before limits. */
function createRefusals(deps: GuardDeps) {
  const { ratePerKey, refusalsPerAddress } = deps.settings;
  const limits = createLimits(deps);
  const origins = createOriginRules(deps.allowedOriginsOf);
  const hasLimits = ratePerKey !== undefined || refusalsPerAddress !== undefined;

  return {
    hashes: { refuse: limits.refuseUnknown, giveBack: limits.giveBack },
    refuseKey(sender: Sender, { credential, refusal }: Authorization): Failure | undefined {
      const origin = sender.header('origin');
      if (!hasLimits && origin === undefined) return undefined;
      if (credential === undefined) {
        return refusal.status === 401 ? limits.refuseUnknown(sender) : undefined;
      }
      const foreign = origin === undefined ? undefined : origins.refuseKey(credential, origin);
      return foreign ?? limits.refuseKey(credential);
    },
    refuseBearer(sender: Sender, credential: Credential | undefined): Failure | undefined {
      if (credential === undefined) return limits.refuseUnknown(sender);
      // A page may have got the token of a server key from its server; the token does not reveal the key.
      const origin = sender.header('origin');
      const foreign = origin === undefined ? undefined : origins.refuseForeign(credential, origin);
      return foreign ?? limits.refuseKey(credential);
    },
  };
}

function createLimits({ settings, limitHit, now }: GuardDeps) {
  const { ratePerKey, refusalsPerAddress, trustedProxies } = settings;
  const keys = ratePerKey && createTokenBuckets(ratePerKey, now);
  const addresses = refusalsPerAddress && createTokenBuckets(refusalsPerAddress, now);

  return {
    refuseKey({ id }: Credential): Failure | undefined {
      const wait = keys?.take(id) ?? 0;
      if (wait === 0) return undefined;
      limitHit?.('rate_per_key');
      return tooMany('This key is used more often than this edge allows', wait);
    },
    /** A key that is known to be valid is never held up by guesses from the same address. */
    refuseUnknown(sender: Sender): Failure | undefined {
      const name = addresses && clientName(sender, trustedProxies);
      if (addresses === undefined || name === undefined) return undefined;
      const wait = addresses.take(name);
      if (wait === 0) return undefined;
      limitHit?.('rate_per_address');
      return tooMany('This address has sent too many requests without a valid key', wait);
    },
    giveBack(sender: Sender): void {
      const name = addresses && clientName(sender, trustedProxies);
      if (name !== undefined) addresses?.give(name);
    },
  };
}

function createOriginRules(allowedOriginsOf: AllowedOriginsOf) {
  const allowsOrigin = createAllowsOrigin(allowedOriginsOf);

  function refuseForeign({ environmentIds: [id = ''] }: Credential, origin: string): Failure | undefined {
    return allowsOrigin(id, origin) ? undefined : foreignOrigin();
  }

  return {
    refuseForeign,
    /** A key that is not a client key is secret, so no page may send it. */
    refuseKey: (credential: Credential, origin: string): Failure | undefined =>
      credential.kind === 'client' ? refuseForeign(credential, origin) : secretInBrowser(credential),
  };
}

function tooMany(what: string, waitMs: number): Failure {
  // Whole seconds: OFREP clients read nothing else.
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return failWith('TOO_MANY_REQUESTS', `${what}; ask again after ${seconds} s.`, {
    'retry-after': String(seconds),
  });
}

/** Not readable for the page; its developer finds the reason in the network panel or with curl. */
function foreignOrigin(): Failure {
  const details =
    "This origin is not among the allowed origins of the key's environment; add it to allowedOrigins there.";
  return { ...failWith('FORBIDDEN', details), readableByPages: false };
}

/** Pages may read this refusal on every route, so that its reason is visible in the browser. */
function secretInBrowser({ kind }: Credential): Failure {
  const details =
    `This is a ${kind} key, and the Origin header says that a web page sent it, where every visitor can read it. ` +
    'Use a client key there, and replace this one.';
  return { ...failWith('FORBIDDEN', details), readableByPages: true };
}

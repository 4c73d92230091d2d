import { NO_PROXIES, proxyAddresses } from '../../../../shared/config/proxy-addresses.ts';
import {
  type ConfigResult,
  type Environment,
  readVariables,
} from '../../../../shared/config/read-variables.ts';
import { optionalVariable, variableWithDefault } from '../../../../shared/config/variable.ts';
import { countUpTo } from '../../../../shared/config/variable-kinds.ts';
import type { IpRange } from '../../../../shared/model/ip-address.ts';
import { MAX_BODY_BYTES } from '../routing/read-body.ts';
import type { Rate } from './token-buckets.ts';

/** The limits that an operator sets. */
export interface GuardSettings {
  /** For each key; absent: none. */
  readonly ratePerKey?: Rate;
  /** Of requests without a valid key, for each client address; absent: none. */
  readonly refusalsPerAddress?: Rate;
  /** The proxies whose forwarded headers are trusted for the client's address. */
  readonly trustedProxies: readonly IpRange[];
  /** The largest body of an evaluation request, in bytes. */
  readonly maxBodyBytes: number;
  readonly maxStreamsPerKey: number;
}

const MAX_STREAMS_PER_KEY = 10_000;
const LARGEST_BODY = 16 * 1024 * 1024;
const LARGEST_COUNT = 10_000_000;

/** The settings of an edge for which no variable is set. */
export const DEFAULT_GUARD_SETTINGS: GuardSettings = {
  trustedProxies: [],
  maxBodyBytes: MAX_BODY_BYTES,
  maxStreamsPerKey: MAX_STREAMS_PER_KEY,
};

export const GUARD_VARIABLES = {
  ratePerKey: optionalVariable({
    name: 'RATE_LIMIT_PER_KEY',
    kind: countUpTo(LARGEST_COUNT),
    absent: 'no limit',
    meaning: 'Requests a second for each key; a stream of change notices counts when it is opened',
  }),
  burst: optionalVariable({
    name: 'RATE_LIMIT_BURST',
    kind: countUpTo(LARGEST_COUNT),
    absent: 'twice the rate',
    meaning: 'Requests at once for each key, after a pause; needs `RATE_LIMIT_PER_KEY`',
  }),
  ratePerAddress: optionalVariable({
    name: 'RATE_LIMIT_PER_ADDRESS',
    kind: countUpTo(LARGEST_COUNT),
    absent: 'no limit',
    meaning:
      'Requests a second without a valid key or token, for each client address; on Node it needs `TRUSTED_PROXIES`',
  }),
  trustedProxies: optionalVariable({
    name: 'TRUSTED_PROXIES',
    kind: proxyAddresses,
    meaning: `Addresses and CIDR ranges of the proxies whose \`X-Forwarded-For\` is trusted; \`${NO_PROXIES}\` if clients connect directly. On Workers, Cloudflare names the address`,
  }),
  maxBodyBytes: variableWithDefault({
    name: 'MAX_BODY_BYTES',
    kind: countUpTo(LARGEST_BODY),
    default: String(MAX_BODY_BYTES),
    meaning: 'The largest body of a request for evaluations, in bytes',
  }),
  maxStreamsPerKey: variableWithDefault({
    name: 'MAX_STREAMS_PER_KEY',
    kind: countUpTo(LARGEST_COUNT),
    default: String(MAX_STREAMS_PER_KEY),
    meaning: 'Streams that one key may have open',
  }),
};

/**
 * Reads the limits.
 *
 * @param addressIsKnown whether the runtime itself names the client's address, so that no proxies need be named
 */
export function readGuardSettings(
  environment: Environment,
  addressIsKnown: boolean,
): ConfigResult<GuardSettings> {
  const variables = GUARD_VARIABLES;
  const result = readVariables(Object.values(variables), environment, (get) => {
    const ratePerKey = get(variables.ratePerKey);
    const ratePerAddress = get(variables.ratePerAddress);
    return {
      ...(ratePerKey === undefined ? {} : { ratePerKey: rateOf(ratePerKey, get(variables.burst)) }),
      ...(ratePerAddress === undefined ? {} : { refusalsPerAddress: rateOf(ratePerAddress) }),
      trustedProxies: get(variables.trustedProxies) ?? [],
      maxBodyBytes: get(variables.maxBodyBytes),
      maxStreamsPerKey: get(variables.maxStreamsPerKey),
    };
  });
  const missing = missingVariables(environment, addressIsKnown);
  if (missing.length === 0) return result;
  return { ok: false, faults: [...(result.ok ? [] : result.faults), ...missing] };
}

/** Variables that another one needs. */
function missingVariables(environment: Environment, addressIsKnown: boolean): readonly string[] {
  const faults: string[] = [];
  if (environment.RATE_LIMIT_BURST && !environment.RATE_LIMIT_PER_KEY) {
    faults.push('RATE_LIMIT_BURST needs RATE_LIMIT_PER_KEY, the requests a second that it is the burst of');
  }
  if (environment.RATE_LIMIT_PER_ADDRESS && !addressIsKnown && !environment.TRUSTED_PROXIES) {
    faults.push(
      'RATE_LIMIT_PER_ADDRESS needs TRUSTED_PROXIES, the addresses of the proxies in front, or "none": ' +
        'without it all clients behind a proxy would share one limit',
    );
  }
  return faults;
}

/** The default burst is two seconds' worth: clients that start at the same time are not an attack. */
function rateOf(perSecond: number, burst: number = 2 * perSecond): Rate {
  return { perSecond, burst };
}

import { type IpRange, readIpRange } from '../../../../shared/model/ip-address.ts';
import { MAX_BODY_BYTES } from '../read-body.ts';
import type { Rate } from './token-buckets.ts';

/** The limits that an operator sets. */
export interface GuardSettings {
  /** For each key; absent: none. */
  readonly ratePerKey?: Rate;
  /** Of requests without a valid key, for each client address; absent: none. */
  readonly refusalsPerAddress?: Rate;
  /** Whose word on the client's address is believed. */
  readonly trustedProxies: readonly IpRange[];
  /** Of the bodies that ask for evaluations. */
  readonly maxBodyBytes: number;
  readonly maxStreamsPerKey: number;
}

/** The variables these settings are read from; text or not at all. */
export interface GuardVariables {
  readonly RATE_LIMIT_PER_KEY?: string | undefined;
  readonly RATE_LIMIT_BURST?: string | undefined;
  readonly RATE_LIMIT_PER_ADDRESS?: string | undefined;
  readonly TRUSTED_PROXIES?: string | undefined;
  readonly MAX_BODY_BYTES?: string | undefined;
  readonly MAX_STREAMS_PER_KEY?: string | undefined;
}

const MAX_STREAMS_PER_KEY = 10_000;
const LARGEST_BODY = 16 * 1024 * 1024;
const LARGEST_COUNT = 10_000_000;
const MOST_PROXIES = 1_000;
/** The word for "this edge is reached directly". */
const NO_PROXIES = 'none';

/** Nothing set. */
export const DEFAULT_GUARD_SETTINGS: GuardSettings = {
  trustedProxies: [],
  maxBodyBytes: MAX_BODY_BYTES,
  maxStreamsPerKey: MAX_STREAMS_PER_KEY,
};

/**
 * Reads the limits. Variables are parsed by hand for the sake of the Worker's size, and alike on every runtime.
 *
 * @param addressIsKnown whether the runtime itself tells the client's address, so that no proxies need be named
 * @param faults takes every fault, each beginning with the variable's name and never holding its value
 */
export function readGuardSettings(
  given: GuardVariables,
  addressIsKnown: boolean,
  faults: string[],
): GuardSettings {
  const count = (name: keyof GuardVariables, most: number) => readCount(name, given[name], most, faults);
  const perKey = count('RATE_LIMIT_PER_KEY', LARGEST_COUNT);
  const burst = count('RATE_LIMIT_BURST', LARGEST_COUNT);
  if (burst !== undefined && !given.RATE_LIMIT_PER_KEY) {
    faults.push('RATE_LIMIT_BURST needs RATE_LIMIT_PER_KEY, the requests each second it is the burst of');
  }
  const perAddress = count('RATE_LIMIT_PER_ADDRESS', LARGEST_COUNT);
  if (perAddress !== undefined && !addressIsKnown && !given.TRUSTED_PROXIES) {
    faults.push(
      'RATE_LIMIT_PER_ADDRESS needs TRUSTED_PROXIES, the addresses of the proxies in front, or "none": ' +
        'without it everybody behind a proxy would share one limit',
    );
  }
  return {
    ...(perKey === undefined ? {} : { ratePerKey: rateOf(perKey, burst) }),
    ...(perAddress === undefined ? {} : { refusalsPerAddress: rateOf(perAddress) }),
    trustedProxies: readProxies(given.TRUSTED_PROXIES, faults),
    maxBodyBytes: count('MAX_BODY_BYTES', LARGEST_BODY) ?? MAX_BODY_BYTES,
    maxStreamsPerKey: count('MAX_STREAMS_PER_KEY', LARGEST_COUNT) ?? MAX_STREAMS_PER_KEY,
  };
}

/** The burst is two seconds' worth where nothing is said: clients that start together are no flood. */
function rateOf(perSecond: number, burst: number = 2 * perSecond): Rate {
  return { perSecond, burst };
}

function readCount(
  name: string,
  text: string | undefined,
  most: number,
  faults: string[],
): number | undefined {
  if (!text) return undefined;
  const count = /^[1-9]\d{0,8}$/.test(text) ? Number(text) : Number.NaN;
  if (count <= most) return count;
  faults.push(`${name} must be a whole number from 1 to ${most}`);
  return undefined;
}

function readProxies(text: string | undefined, faults: string[]): readonly IpRange[] {
  if (!text || text.trim() === NO_PROXIES) return [];
  const entries = text.split(',').map((entry) => entry.trim());
  const ranges = entries.map(readIpRange).filter((range) => range !== null);
  if (ranges.length < entries.length || entries.length > MOST_PROXIES) {
    faults.push(
      `TRUSTED_PROXIES must be "${NO_PROXIES}" or at most ${MOST_PROXIES} addresses and ranges ` +
        'with commas between, for example 10.0.0.0/8, fd00::/8',
    );
  }
  return ranges;
}

import { type IpRange, readIpRange } from '../model/ip-address.ts';
import type { VariableKind } from './variable.ts';

const MAX_PROXIES = 1_000;
/** The value of `TRUSTED_PROXIES` of a process that clients reach directly. */
export const NO_PROXIES = 'none';

/** The proxies whose forwarded headers are trusted. */
export const proxyAddresses: VariableKind<readonly IpRange[]> = {
  rule:
    `must be "${NO_PROXIES}" or at most ${MAX_PROXIES} addresses and ranges ` +
    'with commas between, for example 10.0.0.0/8, fd00::/8',
  parse(text) {
    if (text.trim() === NO_PROXIES) return [];
    const entries = text.split(',').map((entry) => entry.trim());
    const ranges = entries.map(readIpRange).filter((range) => range !== null);
    return ranges.length < entries.length || entries.length > MAX_PROXIES ? undefined : ranges;
  },
};

import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';

type Network = ReturnType<typeof ipaddr.parseCIDR>;

/** Resolves a name to all its addresses. */
export type ResolveName = (
  name: string,
  options: { readonly all: true; readonly family?: 0 | 4 | 6 },
  done: (
    error: NodeJS.ErrnoException | null,
    addresses: readonly { readonly address: string; readonly family: number }[],
  ) => void,
) => void;

/** Decides which addresses the control plane may connect to on behalf of its users. */
export interface AddressGuard {
  /** Whether a connection may be opened. Plain HTTP is for allowed networks only. @param address an IP address */
  isAllowed(address: string, protocol: string): boolean;
  /** Whether names may be reached by plain HTTP, if their addresses are in an allowed network. */
  readonly allowsHttp: boolean;
}

/** Whether a text is a network in CIDR notation: `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/');
  return more.length === 0 && isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && ipaddr.isValidCIDR(text);
}

/** An address that must not be connected to. */
export class RefusedAddressError extends Error {
  override readonly name = 'RefusedAddressError';
}

/** IPv6 addresses that are assigned for the internet; everything else is refused. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');
const CONNECT_TIMEOUT_MS = 5_000;

/** @param allowedNetworks in CIDR notation; connections there are allowed whatever the range is for */
export function createAddressGuard(allowedNetworks: readonly string[]): AddressGuard {
  const networks = allowedNetworks.map((network) => ipaddr.parseCIDR(network));
  return {
    allowsHttp: networks.length > 0,
    isAllowed(address, protocol) {
      if (isIP(address) === 0 || address.includes('%')) return false;
      const parsed = ipaddr.parse(address);
      if (networks.some((network) => isWithin(parsed, network))) return true;
      return protocol === 'https:' && isPublic(parsed);
    },
  };
}

type Address = ReturnType<typeof ipaddr.parse>;

const isWithin = (address: Address, [network, bits]: Network): boolean =>
  address.kind() === network.kind() && address.match(network, bits);

function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || isWithin(address, GLOBAL_UNICAST);
}

/**
 * Opens connections to allowed addresses only. The address is checked when it is connected to, so a name that resolves to
 * another address later gains nothing.
 */
export function guardedConnector(
  guard: AddressGuard,
  resolve: ResolveName = systemLookup,
): buildConnector.connector {
  const connectorOf = (protocol: string) =>
    buildConnector({
      timeout: CONNECT_TIMEOUT_MS,
      maxCachedSessions: 0,
      lookup: guardedLookup((address) => guard.isAllowed(address, protocol), resolve),
    });
  const plain = connectorOf('http:');
  const tls = connectorOf('https:');
  return (options, callback) => {
    const { protocol } = options;
    const host = options.hostname.replace(/^\[(.*)\]$/, '$1');
    // An address is connected to without a lookup.
    if (isIP(host) !== 0 && !guard.isAllowed(host, protocol)) {
      callback(refused(host), null);
      return;
    }
    (protocol === 'https:' ? tls : plain)(options, callback);
  };
}

/** A lookup that leaves out refused addresses, and fails if none is left. */
function guardedLookup(isAllowed: (address: string) => boolean, resolve: ResolveName): LookupFunction {
  return (name, options, callback) => {
    const family = options.family === 4 || options.family === 6 ? options.family : 0;
    resolve(name, { all: true, family }, (error, addresses) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      const allowed = addresses.filter(({ address }) => isAllowed(address));
      const [first] = allowed;
      if (first === undefined) callback(refused(name), []);
      else if (options.all === true) callback(null, [...allowed]);
      else callback(null, first.address, first.family);
    });
  };
}

const refused = (host: string): RefusedAddressError =>
  new RefusedAddressError(`${host} is in no network that webhooks may be sent to`);

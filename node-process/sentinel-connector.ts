import { type RedisOptions, type SentinelAddress, SentinelConnector, SentinelIterator } from 'ioredis';
import type { TlsOptionsFor } from './redis-tls.ts';

type Sentinels = Partial<SentinelAddress>[];
type SentinelOptions = ConstructorParameters<typeof SentinelConnector>[0] & { readonly sentinels: Sentinels };

/**
 * Returns a class that connects to the primary that a Sentinel names. That of ioredis has the same TLS options for all
 * Sentinels. This one sets them before each question, because the server name is that of the host that is asked.
 */
export function sentinelConnectorOverTls(tlsFor: TlsOptionsFor): NonNullable<RedisOptions['Connector']> {
  return class extends SentinelConnector {
    constructor(options: unknown) {
      if (!isSentinelOptions(options)) throw new TypeError('options.sentinels must be a list');
      super(options);
      this.sentinelIterator = new ReportingIterator(options.sentinels, (host) => {
        options.sentinelTLS = tlsFor(host);
      });
    }
  };
}

/** Calls `onNext` with the host of each Sentinel just before ioredis connects to it. */
class ReportingIterator extends SentinelIterator {
  readonly #onNext: (host: string | undefined) => void;

  constructor(sentinels: Sentinels, onNext: (host: string | undefined) => void) {
    super(sentinels);
    this.#onNext = onNext;
  }

  override next(): ReturnType<SentinelIterator['next']> {
    const next = super.next();
    if (!next.done) this.#onNext(next.value.host);
    return next;
  }
}

function isSentinelOptions(options: unknown): options is SentinelOptions {
  return (
    typeof options === 'object' &&
    options !== null &&
    'sentinels' in options &&
    Array.isArray(options.sentinels)
  );
}

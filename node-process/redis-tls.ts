import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { RedisAddress } from '../shared/config/redis-url.ts';
import type { RedisSettings } from '../shared/config/redis-variables.ts';

/** The options of TLS for a connection to a host. Without a host, those without a server name. `undefined`: no TLS. */
export type TlsOptionsFor = (host?: string) => ConnectionOptions | undefined;

/**
 * Reads the files that the settings name.
 *
 * @throws Error in one line that begins with the name of the variable
 */
export function readTlsOptions(settings: RedisSettings, { isTls }: RedisAddress): TlsOptionsFor {
  if (!isTls) return () => undefined;
  const files = {
    ...(settings.caFile === undefined
      ? {}
      : { ca: readPem('REDIS_CA_FILE', settings.caFile, 'CERTIFICATE') }),
    ...(settings.certFile === undefined
      ? {}
      : { cert: readPem('REDIS_CERT_FILE', settings.certFile, 'CERTIFICATE') }),
    ...(settings.keyFile === undefined
      ? {}
      : { key: readPem('REDIS_KEY_FILE', settings.keyFile, 'PRIVATE KEY') }),
  };
  // Node sends no server name of its own accord, and an IP address is none.
  return (host) => (host === undefined || isIP(host) !== 0 ? files : { ...files, servername: host });
}

function readPem(variable: string, file: string, label: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`${variable} names a file that cannot be read`, { cause });
  }
  if (!text.includes(`${label}-----`))
    throw new Error(`${variable} names a file that holds no ${label} in PEM`);
  return text;
}

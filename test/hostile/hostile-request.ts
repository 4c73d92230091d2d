import type { HostileSystem } from './hostile-system.ts';

/** One input, and how it may be answered. */
export interface HostileRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  /** Below the URL of the server. */
  readonly path: (system: HostileSystem) => string;
  /** Whose credential is sent: that of an SDK key or of a role. Absent: none. */
  readonly as?: 'serverKey' | 'clientKey' | 'admin' | 'editor' | 'viewer' | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly status: number;
  /** It is stored: writers of one project wait for each other, so it is sent once. */
  readonly once?: boolean;
}

const TIMEOUT_MS = 30_000;

export interface HostileAnswer {
  readonly status: number;
  /** Size of the body, decompressed. */
  readonly bytes: number;
}

/** Sends the input and reads the whole answer. */
export async function send(
  system: HostileSystem,
  url: string,
  request: HostileRequest,
): Promise<HostileAnswer> {
  const { method, path, as, headers = {}, body } = request;
  const credential = as === undefined ? undefined : credentialOf(system, as);
  const response = await fetch(url + path(system), {
    method,
    headers: {
      'content-type': 'application/json',
      ...(credential === undefined ? {} : { authorization: `Bearer ${credential}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const { byteLength } = await response.arrayBuffer();
  return { status: response.status, bytes: byteLength };
}

function credentialOf(system: HostileSystem, as: NonNullable<HostileRequest['as']>): string {
  return as === 'serverKey' || as === 'clientKey' ? system[as] : system.tokens[as];
}

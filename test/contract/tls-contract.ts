import { subscribe } from 'node:diagnostics_channel';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { Agent, install, setGlobalDispatcher } from 'undici';
import { afterAll, expect, it } from 'vitest';
import { createServerCertificate } from '../support/certificates.ts';
import { createTlsEdgeStarter } from '../support/system.ts';
import { describeEdge } from './edge-contract.ts';

/** A protocol as TLS negotiates it (ALPN). */
type TlsProtocol = 'h2' | 'http/1.1';

/**
 * The contract of an edge on Node that has a certificate. `fetch` of the test file trusts it and speaks `protocol` with the
 * edges. A test at the end proves that no connection of `fetch` used another one.
 */
export function describeTlsEdge(protocol: TlsProtocol): void {
  const folder = mkdtempSync(join(tmpdir(), 'sf-tls-'));
  const files = createServerCertificate(folder, 'IP:127.0.0.1');
  install();
  if (protocol === 'h2') sendEmptyBodiesAsNone();
  const ca = readFileSync(files.authority);
  setGlobalDispatcher(new Agent({ allowH2: protocol === 'h2', connect: { ca } }));
  const used = collectProtocols();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describeEdge(`Node over TLS and ${protocol}`, {
    startEdge: createTlsEdgeStarter(files),
    changeWithin: 1_000,
    revocationWithin: 1_000,
  });

  it(`has used ${protocol} only`, () => {
    expect([...used]).toEqual([protocol]);
  });
}

/**
 * undici 7.30 never ends a request over HTTP/2 whose body is empty. Such a request goes out without a body. That edges
 * answer an empty DATA frame as well is tested in `edge-proxy/node/http/tls-server.integration.test.ts`.
 */
function sendEmptyBodiesAsNone(): void {
  const send = globalThis.fetch;
  globalThis.fetch = (input, init) => send(input, init?.body === '' ? { ...init, body: null } : init);
}

/** The protocols of all connections over TLS that undici opens from now on. */
function collectProtocols(): ReadonlySet<string> {
  const used = new Set<string>();
  subscribe('undici:client:connected', (message) => {
    if (typeof message !== 'object' || message === null || !('socket' in message)) return;
    if (message.socket instanceof TLSSocket) used.add(message.socket.alpnProtocol || 'http/1.1');
  });
  return used;
}

import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { closeServer, listenOnAnyPort } from '../support/listen.ts';

const HTML = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<link rel="icon" href="data:,">
<title>A page with flags</title>
<h1 id="greeting">…</h1>
<dl>
  <dt>Price</dt><dd id="price">…</dd>
  <dt>Banner</dt><dd id="banner">…</dd>
  <dt>Theme</dt><dd id="theme">…</dd>
  <dt>A flag that is not for clients</dt><dd id="server-only">…</dd>
  <dt>Provider</dt><dd id="status">…</dd>
</dl>
<button id="upgrade">Upgrade to premium</button>
<script src="/page.js"></script>
`;

/** The page of `page.browser.ts`, served on a port, and thus from an origin, of its own. */
export interface WebPage {
  readonly origin: string;
  /** Address of the page for a key, a plan and an edge. */
  at(settings: { readonly edge: string; readonly key: string; readonly plan: string }): string;
  close(): Promise<void>;
}

export async function serveWebPage(): Promise<WebPage> {
  const script = await bundle();
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? script : HTML);
  });
  const origin = `http://127.0.0.1:${await listenOnAnyPort(server)}`;
  return {
    origin,
    at: (settings) => `${origin}/#${new URLSearchParams({ ...settings })}`,
    close: () => closeServer(server),
  };
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page.browser.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text).join('');
}

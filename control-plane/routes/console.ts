import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Context } from 'hono';
import type { AppEnv } from '../http/app-env.ts';

/** Answers a request for a file or a page of the console; `undefined` if it is for neither. */
export type ServeConsole = (c: Context<AppEnv>) => Promise<Response | undefined>;

/** Scripts come from this origin only, as files. Mantine sets styles inline. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Their names contain a hash of their content. */
const ASSETS = '/assets/';

/** What the control plane serves itself: below these paths nothing is a page. */
const SERVER_PATH = /^\/(api|health|metrics|stream|relay|events|openfeature)(\/|$)/;

/**
 * Serves the built console. A path that is no file is a page of the console, if the request accepts HTML: the console's
 * own router shows it.
 *
 * @param folder as `findConsole` returns it
 */
export function createConsole(folder: string): ServeConsole {
  const file = serveStatic<AppEnv>({ root: folder, precompressed: true });
  const page = serveStatic<AppEnv>({ root: folder, path: '/index.html', precompressed: true });
  const none = async () => {};
  return async (c) => {
    const { method, path } = c.req;
    if ((method !== 'GET' && method !== 'HEAD') || SERVER_PATH.test(path)) return undefined;
    const isAsset = path.startsWith(ASSETS);
    const acceptsHtml = c.req.header('accept')?.includes('text/html') ?? false;
    const isFile = path !== '/' && path !== '/index.html';
    const found = isFile ? await file(c, none) : undefined;
    const response = found ?? (acceptsHtml && !isAsset ? await page(c, none) : undefined);
    if (response === undefined) return undefined;
    response.headers.set('cache-control', isAsset ? 'public, max-age=31536000, immutable' : 'no-cache');
    response.headers.set('content-security-policy', CONTENT_SECURITY_POLICY);
    return response;
  };
}

/**
 * The folder of the built console: `console/` beside the built control plane, or below `dist/` beside the sources.
 *
 * @returns `undefined` if it is not built
 */
export function findConsole(): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    // The folder of the sources is called console, too. It has no folder of assets.
    const found = [join(folder, 'console'), join(folder, 'dist', 'console')].find((candidate) =>
      existsSync(join(candidate, 'assets')),
    );
    if (found !== undefined || folder === dirname(folder)) return found;
  }
}

import type { MiddlewareHandler } from 'hono';
import { invalidRequest } from '../model/request-error.ts';
import type { AppEnv } from './app-env.ts';

/**
 * Refuses what Postgres cannot store, in all parts of a URL: U+0000, and percent-encoding that is not UTF-8, as that of
 * half of a surrogate pair. Bodies are checked when they are read; headers cannot contain U+0000.
 */
export const refuseUnstorableText: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { pathname, search } = new URL(c.req.raw.url);
  const fault = faultIn(pathname) ?? faultIn(search);
  if (fault !== undefined) {
    throw invalidRequest([{ path: faultIn(pathname) === undefined ? 'query' : 'path', message: fault }]);
  }
  await next();
};

function faultIn(encoded: string): string | undefined {
  try {
    const text = decodeURIComponent(encoded);
    return text.includes('\0') ? 'contains the character U+0000 (%00), which cannot be stored' : undefined;
  } catch {
    return 'contains percent-encoding that is not UTF-8';
  }
}

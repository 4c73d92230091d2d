import type { Page, Request } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { readManagementDocument } from '../../support/management-document.ts';

/** Built files of the console: what is not of the API. */
const FILE = /^\/(assets\/|color-scheme\.js$|favicon\.svg$|$)/;

/**
 * Records every request of a page. At the end of the test it fails for each one that goes to another origin, or to a path or
 * method that the OpenAPI document does not have; and for each error in the page's own console.
 */
export function recordRequests(page: Page, origin: string): void {
  const document = readManagementDocument();
  const faults = new Set<string>();
  page.on('request', (request) => {
    const fault = faultOf(request);
    if (fault !== undefined) faults.add(fault);
  });
  page.on('pageerror', (error) => faults.add(`the page failed: ${error.message}`));
  page.on('console', (message) => {
    // An answer of failure is an error in Chromium's words; what the page makes of it is what tests look at.
    const isAnswer = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isAnswer) faults.add(`the page logged an error: ${message.text()}`);
  });

  function faultOf(request: Request): string | undefined {
    const url = new URL(request.url());
    if (url.protocol === 'data:' || url.protocol === 'blob:') return undefined;
    const method = request.method();
    if (url.origin !== origin) return `${method} ${url.origin} is another origin`;
    if (request.isNavigationRequest() || FILE.test(url.pathname)) return undefined;
    return document.hasRoute(method, url.pathname)
      ? undefined
      : `${method} ${url.pathname} is not documented`;
  }

  onTestFinished(() => {
    if (faults.size > 0) throw new Error([...faults].join('\n'));
  });
}

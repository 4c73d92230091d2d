const MAX_PATH = 2_000;
/** Where nothing is: only to resolve paths. */
const BASE = 'http://own.invalid';

/**
 * Whether a text leads to a page of this site from every page of it: `/projects/7?tab=keys#new`. Browsers take `\` for `/`
 * and leave out tabs and line breaks, so only printable ASCII without `\` counts.
 */
export function isOwnPath(text: string): boolean {
  if (text.length > MAX_PATH || !/^\/(?!\/)[!-[\]-~]*$/.test(text) || !URL.canParse(text, BASE)) return false;
  const { origin, pathname } = new URL(text, BASE);
  return origin === BASE && !pathname.startsWith('//') && !/^\/api(\/|$)/i.test(pathname);
}

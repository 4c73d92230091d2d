/** Where a signed-in person starts. */
const START_PAGE = '/projects';

/**
 * The page to open after signing in: an address of this origin, from the address of the sign-in page. Anything else, such as
 * `//evil.example` or `/\evil.example`, leads to the start page.
 */
export function pageAddress(to: string | null | undefined, origin: string): string {
  if (to === null || to === undefined || !to.startsWith('/')) return START_PAGE;
  const url = URL.parse(to, origin);
  if (url === null || url.origin !== origin) return START_PAGE;
  const address = `${url.pathname}${url.search}`;
  return address.startsWith('//') || address.startsWith('/sign-') || address.startsWith('/api/')
    ? START_PAGE
    : address;
}

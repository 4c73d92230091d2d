/** What a browser does with cookies and redirects, for each host. Ports share cookies, as in a browser. */
export interface TestBrowser {
  readonly cookies: Map<string, string>;
  /** One request, of which a redirect is not followed. */
  visit(url: string | URL, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Follows redirects until one leads to a URL that begins with this. @returns this URL, which is not visited */
  followUntil(url: string | URL, prefix: string): Promise<URL>;
}

const MAX_REDIRECTS = 10;

export function createTestBrowser(): TestBrowser {
  const cookies = new Map<string, string>();

  async function visit(url: string | URL, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { ...(cookie === '' ? {} : { cookie }), ...headers },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const at = pair.indexOf('=');
      const isGone = attributes.some((each) => /^(max-age=0|expires=Thu, 01 Jan 1970)/i.test(each));
      if (isGone || pair.slice(at + 1) === '') cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  return {
    cookies,
    visit,
    async followUntil(start, prefix) {
      let url = new URL(start);
      for (let step = 0; step < MAX_REDIRECTS; step += 1) {
        if (url.href.startsWith(prefix)) return url;
        const response = await visit(url);
        const location = response.headers.get('location');
        if (location === null) {
          throw new Error(
            `${url.pathname} answered ${response.status}: ${(await response.text()).slice(0, 500)}`,
          );
        }
        url = new URL(location, url);
      }
      throw new Error(`more than ${MAX_REDIRECTS} redirects`);
    },
  };
}

/** As much of a browser as a sign-in needs: cookies by host and path, one request at a time. */
export class CookieJar {
  readonly #cookies: Map<string, { readonly value: string; readonly url: URL; readonly path: string }>;

  /** With what another one holds now. */
  constructor(other?: CookieJar) {
    this.#cookies = new Map(other === undefined ? [] : other.#cookies);
  }

  async fetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const target = new URL(url);
    const cookie = this.header(target);
    const headers = { ...(init.headers as Record<string, string> | undefined), ...(cookie === '' ? {} : { cookie }) };
    const response = await fetch(target, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(target, line);
    return response;
  }

  /** What would be sent there. */
  header(url: URL): string {
    return [...this.#cookies]
      .filter(([, cookie]) => cookie.url.host === url.host && url.pathname.startsWith(cookie.path))
      .map(([key, { value }]) => `${key.split(' ', 1)[0]}=${value}`)
      .join('; ');
  }

  /** As it was last set, whatever its path; undefined when it was taken away. */
  get(name: string): string | undefined {
    return [...this.#cookies].find(([key]) => key.startsWith(`${name} `))?.[1].value;
  }

  #keep(url: URL, line: string): void {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    const name = pair.slice(0, pair.indexOf('='));
    const value = pair.slice(name.length + 1);
    const path = attributes.find((each) => /^path=/i.test(each))?.slice(5) ?? '/';
    const key = `${name} ${url.host} ${path}`;
    if (value === '') this.#cookies.delete(key);
    else this.#cookies.set(key, { value, url, path });
  }
}

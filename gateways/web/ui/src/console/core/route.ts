// Addresses of the console are after the #: they stay in the browser, also one-time links.

export interface Route {
  path: string;            // first segment, "" for the start
  rest: string[];          // further segments, decoded
  query: URLSearchParams;
}

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?');
  const [first = '', ...rest] = path.split('/').filter(Boolean).map((part) => {
    try { return decodeURIComponent(part); } catch { return part; }
  });
  return { path: first, rest, query: new URLSearchParams(query) };
}

export function link(path: string, ...rest: string[]): string {
  return `#/${[path, ...rest.map(encodeURIComponent)].join('/')}`;
}

export function linkWith(path: string, query: Record<string, string>): string {
  return `#/${path}?${new URLSearchParams(query)}`;
}

export function go(href: string): void {
  location.hash = href.replace(/^#/, '');
}

/** Where a person goes after logging in: back to where they were going, never to another site. */

const DEFAULT_PATH = "/strategies";

/** `next` when it is a path on this site, else the list of strategies. */
export function safeReturnPath(next: string | null | undefined): string {
  // `//evil`, `/\evil` and control characters (which browsers drop) all lead elsewhere.
  if (!next || next.length > 2_000 || !/^\/(?![/\\])[\x20-\x7e]*$/.test(next)) return DEFAULT_PATH;
  const url = new URL(next, "http://localhost");
  if (url.origin !== "http://localhost" || url.pathname.startsWith("//")) return DEFAULT_PATH;
  // The login pages themselves would send in circles.
  if (/^\/(login|signup|api)(\/|$)/.test(url.pathname)) return DEFAULT_PATH;
  return url.pathname + url.search + url.hash;
}

/** The login page that comes back to `path`. */
export function loginPath(path: string): string {
  const back = safeReturnPath(path);
  return back === DEFAULT_PATH && path !== DEFAULT_PATH
    ? "/login"
    : `/login?next=${encodeURIComponent(back)}`;
}

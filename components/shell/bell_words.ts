/** What the bell says. */

/** Its name. */
export function bellName(unread: number): string {
  return unread === 0 ? "Notices" : `Notices, ${unread} unread`;
}

/** The number on it; empty when there is none. */
export function bellNumber(unread: number): string {
  return unread === 0 ? "" : unread > 99 ? "99+" : String(unread);
}

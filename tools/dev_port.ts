/** Ports for the developers' loop, so that two checkouts can run at once. */

const TRIED = 100;

/**
 * The port that is asked for in the environment, or else the first free one from `first`.
 *
 * @param asked the text of the environment variable; it is taken as it is, and whoever listens there says if it is in use
 * @throws {Error} when `asked` is no port, or 100 ports in a row are in use
 */
export function devPort(asked: string | undefined, first: number): number {
  if (asked !== undefined && asked !== "") {
    const port = Number(asked);
    if (!/^\d+$/.test(asked) || port < 1 || port > 65_535) {
      throw new Error(`“${asked}” is not a port: a whole number from 1 to 65535 is expected`);
    }
    return port;
  }
  for (let port = first; port < first + TRIED && port <= 65_535; port++) {
    if (isFree(port)) return port;
  }
  throw new Error(`no port is free from ${first} to ${first + TRIED - 1}`);
}

/** Whether nobody listens there, on any address of this machine. */
function isFree(port: number): boolean {
  for (const hostname of ["127.0.0.1", "::1", "0.0.0.0"]) {
    try {
      Deno.listen({ hostname, port }).close();
    } catch (error) {
      if (error instanceof Deno.errors.AddrInUse) return false;
      // No such address here (IPv6 is switched off), so nobody listens on it.
      if (!(error instanceof Deno.errors.AddrNotAvailable) && hostname !== "::1") throw error;
    }
  }
  return true;
}

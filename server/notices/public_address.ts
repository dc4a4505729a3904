/**
 * Which address a webhook may reach. People give these addresses, and the server is in a network that is not theirs: nothing but
 * public addresses is reached, the name is resolved once, and the connection goes to the address that was looked at.
 */
import ipaddr from "ipaddr.js";

/** The addresses of a name, of both families. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** An address that is not reached; the message says why. */
export class UnreachableAddressError extends Error {
  override readonly name = "UnreachableAddressError";
}

export interface CheckedUrl {
  readonly url: URL;
  /** It is one that the operator allows whatever it is. */
  readonly isAllowed: boolean;
}

/** Public, and yet a cloud's own service for the machines in it. */
const METADATA: ReadonlySet<string> = new Set(["168.63.129.16"]);
/** Global unicast; nothing else of IPv6 is on the internet. */
const GLOBAL_V6 = ipaddr.parseCIDR("2000::/3") as [ipaddr.IPv6, number];
/** Ports that web servers of others use; mail, databases and the like have theirs below. */
const LOW_PORTS: ReadonlySet<string> = new Set(["", "443"]);
const FIRST_FREE_PORT = 1024;

/** Whether an address, as text, is on the public internet. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  // IPv4 in IPv6 is what it stands for.
  const address = ipaddr.process(text);
  if (address.range() !== "unicast" || METADATA.has(address.toString())) return false;
  return address.kind() === "ipv4" || (address as ipaddr.IPv6).match(GLOBAL_V6);
}

/**
 * Reads the address of a webhook.
 *
 * @param allowed `host:port` of addresses that the operator allows beside public ones
 * @throws {UnreachableAddressError}
 */
export function checkUrl(text: string, allowed: ReadonlySet<string>): CheckedUrl {
  if (!URL.canParse(text)) {
    throw new UnreachableAddressError("This is not an address. It begins with https://.");
  }
  const url = new URL(text);
  const { protocol, hostname, port, username, password } = url;
  if (protocol !== "https:" && protocol !== "http:") {
    throw new UnreachableAddressError("The address of a webhook begins with https://.");
  }
  if (username !== "" || password !== "") {
    throw new UnreachableAddressError("The address may not hold a user name or a password.");
  }
  const isAllowed = allowed.has(`${hostname}:${port || (protocol === "https:" ? 443 : 80)}`);
  if (isAllowed) return { url, isAllowed };
  if (protocol !== "https:") {
    throw new UnreachableAddressError("The address of a webhook begins with https://.");
  }
  if (!LOW_PORTS.has(port) && Number(port) < FIRST_FREE_PORT) {
    throw new UnreachableAddressError("This port cannot be used. Use 443 or one from 1024 up.");
  }
  const literal = hostname.replace(/^\[|\]$/g, "");
  if (ipaddr.isValid(literal) && !isPublicAddress(literal)) throw notPublic();
  return { url, isAllowed };
}

/**
 * The one address to connect to.
 *
 * @throws {UnreachableAddressError} when any address of the name is not public
 */
export async function addressFor({ url }: CheckedUrl, resolve: Resolve): Promise<string> {
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  const addresses = ipaddr.isValid(literal) ? [literal] : await resolve(url.hostname);
  const [first] = addresses;
  if (first === undefined) {
    throw new UnreachableAddressError(`There is no host called ${url.hostname}.`);
  }
  if (!addresses.every(isPublicAddress)) throw notPublic();
  return first;
}

function notPublic(): UnreachableAddressError {
  return new UnreachableAddressError("Webhooks reach addresses on the public internet alone.");
}

/** Asks the name servers for both families. */
export const resolveByDns: Resolve = async (host) => {
  const answers = await Promise.allSettled([
    Deno.resolveDns(host, "A"),
    Deno.resolveDns(host, "AAAA"),
  ]);
  const isAway = answers.every(({ status }) => status === "rejected");
  const [{ reason = null } = {}] = answers.filter((answer) => answer.status === "rejected");
  if (isAway && !(reason instanceof Deno.errors.NotFound)) throw reason;
  return answers.flatMap((answer) => answer.status === "fulfilled" ? answer.value : []);
};

/** Where a request comes from: the connection's own address, or what a trusted proxy in front says. */
import { BlockList, isIP } from "node:net";
import type { Cidr } from "../config/setting_types.ts";

/** Tells whether an address (as {@link plainAddress} gives it) is one of `cidrs`. */
export function inNetworks(cidrs: readonly Cidr[]): (address: string) => boolean {
  const list = new BlockList();
  for (const { address, prefix, family } of cidrs) list.addSubnet(address, prefix, family);
  return (address) => {
    const version = isIP(address);
    return version !== 0 && list.check(address, version === 6 ? "ipv6" : "ipv4");
  };
}

/**
 * The address of whoever asks. `forwardedFor` (`X-Forwarded-For`) is believed only as far as trusted proxies wrote it: read
 * from the right, the first address that is no trusted proxy. Anything before it may have been written by the asker.
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | undefined,
  isTrusted: (address: string) => boolean,
): string {
  let address = plainAddress(peer) ?? peer;
  const hops = forwardedFor?.split(",") ?? [];
  while (hops.length > 0 && isTrusted(address)) {
    const hop = plainAddress(hops.pop() ?? "");
    // A proxy that writes something else ("unknown") tells nothing; the last hop that is known counts.
    if (hop === null) break;
    address = hop;
  }
  return address;
}

/** An address without port, brackets and zone, IPv4 as IPv4; `null` when it is none. */
export function plainAddress(text: string): string | null {
  const trimmed = text.trim();
  const bare = (/^\[([^\]]*)\](?::\d+)?$/.exec(trimmed)?.[1] ??
    /^([\d.]+):\d+$/.exec(trimmed)?.[1] ?? trimmed).replace(/%.*$/, "");
  const version = isIP(bare);
  if (version === 0) return null;
  if (version === 4) return bare;
  const groups = groupsOf(bare);
  const [, , , , , marker, high = 0, low = 0] = groups;
  return marker === 0xffff && groups.slice(0, 5).every((group) => group === 0)
    ? [high >> 8, high & 255, low >> 8, low & 255].join(".")
    : new URL(`http://[${bare}]`).hostname.slice(1, -1);
}

/** What is counted as one asker: an IPv4 address, or the /64 of an IPv6 address, which one connection gets whole. */
export function addressGroup(address: string): string {
  return isIP(address) === 6
    ? `${groupsOf(address).slice(0, 4).map((group) => group.toString(16)).join(":")}::/64`
    : address;
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  // The platform's own parser writes the end in IPv4 notation as two groups.
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const numbers = (part: string) =>
    part === "" ? [] : part.split(":").map((group) => parseInt(group, 16));
  const left = numbers(head);
  const right = tail === undefined ? [] : numbers(tail);
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}

/** How the text of a setting is read: each schema takes what was written and says what it expected. */
import { isIP } from "node:net";
import { z } from "zod";
import { VENDOR_NAMES, type VendorName } from "./vendor_settings.ts";

/** A whole number from `min` to `max`. */
export const integer = (min: number, max: number) =>
  z.string().transform((text, ctx) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    ctx.addIssue(`must be a whole number from ${min} to ${max}, not "${text}"`);
    return z.NEVER;
  });

/** One of a few words. */
export const oneOf = <const T extends string>(values: readonly [T, ...T[]]) =>
  z.enum(values, { error: (issue) => `must be ${values.join(", ")}, not "${issue.input}"` });

/** An address of one of `protocols` (without the colon). */
export const url = (protocols: readonly string[]) =>
  z.string().refine((text) => {
    try {
      return protocols.includes(new URL(text).protocol.slice(0, -1));
    } catch {
      return false;
    }
  }, `must be an address that begins with ${protocols.map((p) => `${p}://`).join(" or ")}`);

/** 1 or 0. */
export const flag = z.string().transform((text, ctx) => {
  if (["1", "true"].includes(text.toLowerCase())) return true;
  if (["0", "false"].includes(text.toLowerCase())) return false;
  ctx.addIssue(`must be 1 or 0, not "${text}"`);
  return z.NEVER;
});

/** A time of day like 00:10, as minutes after midnight. */
export const minuteOfDay = z.string().transform((text, ctx) => {
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hour !== undefined && minute !== undefined) return Number(hour) * 60 + Number(minute);
  ctx.addIssue(`must be a time like 00:10 (UTC), not "${text}"`);
  return z.NEVER;
});

/** A network: `10.0.0.0/8`, `fd00::/8`, or one address. */
export interface Cidr {
  readonly address: string;
  readonly prefix: number;
  readonly family: "ipv4" | "ipv6";
}

/** Networks and single addresses, with commas or spaces between. */
export const cidrList = z.string().transform((text, ctx): readonly Cidr[] =>
  text.split(/[\s,]+/).filter(Boolean).map((part): Cidr => {
    const [, address = "", given] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(part) ?? [];
    const version = isIP(address);
    const longest = version === 6 ? 128 : 32;
    const prefix = given === undefined ? longest : Number(given);
    if (version !== 0 && prefix <= longest) {
      return { address, prefix, family: version === 6 ? "ipv6" : "ipv4" };
    }
    ctx.addIssue(`must be networks like 10.0.0.0/8 or fd00::/8 with commas between, not "${part}"`);
    return z.NEVER;
  })
);

/** Names of vendors in their order, with commas between, none twice. */
export const vendorNames = z.string().transform((text, ctx): readonly VendorName[] => {
  const names: VendorName[] = [];
  let isSound = true;
  const refuse = (message: string) => {
    isSound = false;
    ctx.addIssue(message);
  };
  for (const part of text.split(",").map((one) => one.trim().toLowerCase())) {
    const name = VENDOR_NAMES.find((known) => known === part);
    if (name === undefined) refuse(`must be of ${VENDOR_NAMES.join(", ")}, not "${part}"`);
    else if (names.includes(name)) refuse(`names ${name} twice`);
    else names.push(name);
  }
  return isSound ? names : z.NEVER;
});

/** Hosts with their ports, with commas or spaces between. */
export const hostList = z.string().transform((text, ctx): ReadonlySet<string> => {
  const hosts = text.toLowerCase().split(/[\s,]+/).filter(Boolean);
  for (const host of hosts) {
    if (/^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\]):\d{1,5}$/.test(host)) continue;
    ctx.addIssue(`must be hosts like receiver.lan:9000 with commas between, not "${host}"`);
    return z.NEVER;
  }
  return new Set(hosts);
});

/** The fewest characters of a key that others are derived from. */
const SHORTEST_KEY = 32;

/** Keys, the newest first, with commas between. */
export const keyList = z.string().transform((text, ctx): readonly string[] => {
  const keys = text.split(",").map((part) => part.trim());
  if (keys.every((key) => key.length >= SHORTEST_KEY)) return keys;
  ctx.addIssue(`must be keys of at least ${SHORTEST_KEY} characters, with commas between`);
  return z.NEVER;
});

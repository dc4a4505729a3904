/** Signing what leaves the server, so that whoever gets it can tell that it came from here. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** HMAC-SHA256, hex. */
export function hmac(key: string, text: string): string {
  return createHmac("sha256", key).update(text).digest("hex");
}

/** A new key: 32 random bytes, base64url. */
export function randomKey(): string {
  return randomBytes(32).toString("base64url");
}

/** Compares without telling by the time it takes where the texts differ. */
export function sameText(a: string, b: string): boolean {
  const [one, two] = [new TextEncoder().encode(a), new TextEncoder().encode(b)];
  return one.length === two.length && timingSafeEqual(one, two);
}

/**
 * The headers that a webhook is signed with: HMAC-SHA256 of `timestamp.body`. Who checks the timestamp too is safe from messages
 * that are sent again by others.
 */
export function signatureHeaders(
  { secret, body, nowMs }: {
    readonly secret: string;
    readonly body: string;
    readonly nowMs: number;
  },
): { "X-Timestamp": string; "X-Signature": string } {
  const timestamp = String(Math.floor(nowMs / 1000));
  return {
    "X-Timestamp": timestamp,
    "X-Signature": `sha256=${hmac(secret, `${timestamp}.${body}`)}`,
  };
}

/** One request to a webhook: to the address that was looked at, without following where the answer points. */
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { isIPv6 } from "node:net";
import { addressFor, type CheckedUrl, type Resolve } from "./public_address.ts";

/** How long a receiver may take in all, milliseconds. */
const TIMEOUT_MS = 10_000;

/** The receiver has not taken it; the message says why. */
export class WebhookError extends Error {
  override readonly name = "WebhookError";
}

/**
 * Sends a message.
 *
 * @throws {UnreachableAddressError} when it may not be sent there
 * @throws {WebhookError} when it was not taken
 */
export async function post(
  target: CheckedUrl,
  { body, headers, resolve, timeoutMs = TIMEOUT_MS }: {
    readonly body: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly resolve: Resolve;
    readonly timeoutMs?: number;
  },
): Promise<void> {
  const { url, isAllowed } = target;
  const address = isAllowed ? null : await addressFor(target, resolve);
  const bytes = new TextEncoder().encode(body);
  const status = await new Promise<number>((done, fail) => {
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    const request = send(url, {
      method: "POST",
      agent: false,
      headers: {
        ...headers,
        "Content-Type": "application/json",
        "Content-Length": String(bytes.length),
        "User-Agent": "Blockbuilders",
      },
      // Resolved again, the name could be another address by now.
      ...(address === null ? {} : { lookup: pinnedTo(address) }),
    }, (response) => {
      // What it says does not matter, and could be endless.
      response.destroy();
      done(response.statusCode ?? 0);
    });
    const timer = setTimeout(
      () => request.destroy(new WebhookError("The receiver did not answer in time.")),
      timeoutMs,
    );
    request.on("close", () => clearTimeout(timer));
    request.on("error", (error) => {
      clearTimeout(timer);
      fail(
        error instanceof WebhookError
          ? error
          : new WebhookError("The receiver could not be reached.", { cause: error }),
      );
    });
    request.end(bytes);
  });
  if (status >= 200 && status < 300) return;
  throw new WebhookError(
    status >= 300 && status < 400
      ? `The receiver pointed elsewhere (${status}), which is not followed.`
      : `The receiver answered ${status}.`,
  );
}

/** Looks every name up as one address. */
export function pinnedTo(address: string): LookupFunction {
  const family = isIPv6(address) ? 6 : 4;
  return (_host, options, done) => {
    if (options.all) done(null, [{ address, family }]);
    else done(null, address, family);
  };
}

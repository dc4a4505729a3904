/** Finds out where a request comes from, once, for all that counts by address. */
import type { MiddlewareHandler } from "hono";
import type { Cidr } from "../../server/config/setting_types.ts";
import { clientAddress, inNetworks } from "../../server/limits/client_address.ts";
import type { AppEnv } from "../http/app_env.ts";

/** Sets `address`; `X-Forwarded-For` is read when the connection comes from one of `trustedProxies`. */
export function clientAddressOf(trustedProxies: readonly Cidr[]): MiddlewareHandler<AppEnv> {
  const isTrusted = inNetworks(trustedProxies);
  let warned = false;
  return async (c, next) => {
    const remote = c.env?.remoteAddr;
    const peer = remote && "hostname" in remote ? remote.hostname : "unknown";
    const forwardedFor = c.req.header("x-forwarded-for");
    const address = clientAddress(peer, forwardedFor, isTrusted);
    c.set("address", address);
    if (!warned && forwardedFor !== undefined && address === peer && !isTrusted(peer)) {
      warned = true;
      c.get("services").log.warn(
        "X-Forwarded-For is not believed: its sender is not in TRUSTED_PROXIES",
        { address: peer },
      );
    }
    await next();
  };
}

/**
 * A vendor of `ccxt`: it signs, throttles and decodes. Its implicit methods (`publicGetKlines`) are used rather than
 * `fetchOHLCV`, which would load the list of all markets (megabytes) first.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { type Exchanges, loadExchange } from "../../ccxt_exchange.ts";
import type { VendorOptions } from "../../vendor.ts";
import { type Call, fetchWhole } from "./call.ts";

export interface CcxtApi {
  /** Calls an implicit method for `call`, with the parameters of its endpoint. */
  get(
    method: string,
    params: Readonly<Record<string, string | number>>,
    call: Call,
  ): Promise<unknown>;
}

/** An exchange of `ccxt`, loaded at the first call. `rateLimitMs` lie between two requests of this process. */
export function openCcxt(
  name: keyof Exchanges,
  options: VendorOptions,
  { path = "", rateLimitMs }: {
    /** Behind the host, where `ccxt` keeps it with the address. */
    readonly path?: string;
    readonly rateLimitMs: number;
  },
): CcxtApi {
  const calls = new AsyncLocalStorage<Call>();
  let loading: ReturnType<typeof load> | null = null;

  async function load() {
    const Exchange = await loadExchange(name);
    const exchange = new Exchange({
      enableRateLimit: true,
      rateLimit: rateLimitMs,
      // Ours counts, which covers the body too; ccxt's stops at the headers.
      timeout: options.timeoutMs * 2,
    });
    if (options.baseUrl !== undefined) {
      const urls = exchange.urls["api"] as Record<string, string>;
      urls["public"] = `${options.baseUrl.replace(/\/+$/, "")}${path}`;
    }
    exchange.fetchImplementation = (url: string, init: RequestInit) => {
      const call = calls.getStore();
      return call ? fetchWhole(url, init, call) : fetch(url, init);
    };
    return exchange;
  }

  return {
    async get(method, params, call) {
      const exchange = await (loading ??= load());
      const implicit: unknown = Reflect.get(exchange, method);
      if (typeof implicit !== "function") throw new TypeError(`ccxt has no ${name}.${method}.`);
      return await calls.run(call, () => implicit.call(exchange, { ...params }));
    },
  };
}

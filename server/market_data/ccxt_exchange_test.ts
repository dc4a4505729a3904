import assert from "node:assert/strict";
import { loadExchange } from "./ccxt_exchange.ts";

Deno.test("an exchange of ccxt is there, with the method that its vendor calls", async () => {
  const Binance = await loadExchange("binance");
  const exchange = new Binance();
  assert.equal(exchange.id, "binance");
  assert.equal(typeof Reflect.get(exchange, "publicGetKlines"), "function");
});

Deno.test("an exchange of ccxt brings no other exchange with it", async () => {
  const seen = new Set<string>();
  const open = [new URL("./src/binance.js", import.meta.resolve("ccxt")).href];
  for (let url = open.pop(); url !== undefined; url = open.pop()) {
    if (seen.has(url)) continue;
    seen.add(url);
    const code = await Deno.readTextFile(new URL(url));
    for (const [, path = ""] of code.matchAll(/\b(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g)) {
      open.push(new URL(path, url).href);
    }
  }
  const exchanges = [...seen].filter((url) => /\/js\/src\/[^/]+\.js$/.test(url));
  assert.equal(exchanges.length, 1, exchanges.join(" "));
  assert.ok(seen.size > 5, "its base classes");
});

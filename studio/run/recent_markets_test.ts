import assert from "node:assert/strict";
import { memoryStorage } from "../testing/samples.ts";
import { noteMarket, offeredMarkets, recentMarkets } from "./recent_markets.ts";

Deno.test("recent markets: the newest first, each once, three at most", () => {
  const storage = memoryStorage();
  for (const asset of ["BTC/USDT", "ETH/USDT", "SOL/USDT", "BTC/USDT", "ADA/USDT"]) {
    noteMarket(storage, asset);
  }
  assert.deepEqual(recentMarkets(storage), ["ADA/USDT", "BTC/USDT", "SOL/USDT"]);
});

Deno.test("recent markets: what cannot be read or kept is none", () => {
  const storage = memoryStorage();
  for (const text of ["{", "7", "null", '{"a":1}', "[1,null]"]) {
    storage.setItem("blockbuilders:recent-markets", text);
    assert.deepEqual(recentMarkets(storage), [], text);
  }
  assert.deepEqual(recentMarkets(null), []);
  const refuse = () => {
    throw new Error("denied");
  };
  noteMarket({ getItem: refuse, setItem: refuse }, "BTC/USDT");
});

Deno.test("recent markets: the present one is offered first, then the recent ones", () => {
  const markets = ["BTC/USDT", "ETH/USDT", "SOL/USDT", "ADA/USDT"].map((asset) => ({ asset }));
  assert.deepEqual(
    offeredMarkets(markets, "SOL/USDT", ["ADA/USDT", "GONE/USDT", "SOL/USDT"]).map((one) =>
      one.asset
    ),
    ["SOL/USDT", "ADA/USDT", "BTC/USDT", "ETH/USDT"],
  );
});

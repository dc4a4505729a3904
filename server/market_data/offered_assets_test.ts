import assert from "node:assert/strict";
import { AppError } from "../../contracts/errors.ts";
import { ASSETS, SYNTHETIC_ASSET } from "../../contracts/markets.ts";
import { OfferedAssets } from "./offered_assets.ts";
import { binance } from "./vendors/binance.ts";
import { twelveData } from "./vendors/twelve_data.ts";

const withStocks = new OfferedAssets([{ definition: binance }, { definition: twelveData }]);

function refusal(assets: OfferedAssets, asset: string, timeframe = "1h") {
  try {
    assets.require(asset, timeframe);
  } catch (error) {
    assert.ok(error instanceof AppError);
    return [error.code, error.issues[0]?.path, error.message];
  }
  return null;
}

Deno.test("offered assets: without vendors those that are on offer everywhere", () => {
  const assets = new OfferedAssets([]);
  assert.deepEqual(assets.all.map(({ asset }) => asset), [...ASSETS]);
  const [code, path, message = ""] = refusal(assets, "AAPL/USD") ?? [];
  assert.deepEqual([code, path], ["invalid_input", "asset"]);
  assert.match(message, /^Choose one of BTC\/USDT, /);
});

Deno.test("offered assets: what a vendor lists is offered with its name, before the synthetic asset", () => {
  const names = withStocks.all.map(({ asset }) => asset);
  assert.deepEqual(names.slice(0, ASSETS.length - 1), ASSETS.slice(0, -1));
  assert.equal(names.at(-1), SYNTHETIC_ASSET);
  assert.equal(new Set(names).size, names.length, "each once");
  const apple = withStocks.find("aapl/usd");
  assert.deepEqual([apple?.asset, apple?.name, apple?.synthetic], ["AAPL/USD", "Apple", false]);
  assert.equal(refusal(withStocks, "AAPL/USD"), null);
  assert.equal(refusal(withStocks, "EUR/USD")?.[1], "asset");
});

Deno.test("offered assets: a stock has the timeframes that its vendor gives or that are made of hours", () => {
  const apple = withStocks.find("AAPL/USD")!;
  assert.deepEqual(withStocks.timeframesOf(apple), ["1h", "4h", "1d", "1w"]);
  assert.deepEqual(refusal(withStocks, "AAPL/USD", "15m"), [
    "invalid_input",
    "timeframe",
    "Choose 1h, 4h, 1d, 1w for AAPL/USD.",
  ]);
  assert.match(refusal(withStocks, "AAPL/USD", "3m")?.[2] ?? "", /^Choose 15m, 1h/);
  assert.equal(refusal(withStocks, "BTC/USDT", "15m"), null);
});

Deno.test("offered assets: a vendor that lists thousands does not flood the lists", () => {
  const markets = Array.from({ length: 5_000 }, (_, n) => ({
    asset: `S${n}/USD`,
    symbol: `S${n}`,
    sinceMs: 0,
  }));
  const assets = new OfferedAssets([{ definition: { ...twelveData, markets } }]);
  assert.equal(assets.all.length, ASSETS.length + 200);
});

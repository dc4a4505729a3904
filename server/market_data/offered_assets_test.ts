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

Deno.test("offered assets: the newest candle that has closed, by the hours of a market that has any", () => {
  const HOUR = 3_600_000;
  const at = (iso: string) => Date.parse(`${iso}Z`);
  const newest = (timeframeMs: number, now: string, asset = "AAPL/USD") =>
    new Date(withStocks.newestClose(asset, timeframeMs, at(now))).toISOString().slice(0, 16);
  const DAY = 24 * HOUR;
  // June: New York is four hours behind, its session is 13:30 – 20:00. The 15th is a Saturday.
  assert.equal(newest(DAY, "2024-06-16T12:00:00"), "2024-06-15T00:00", "Friday's");
  assert.equal(newest(DAY, "2024-06-17T20:30:00"), "2024-06-15T00:00", "Monday has not ended");
  assert.equal(newest(DAY, "2024-06-18T00:00:09"), "2024-06-15T00:00");
  assert.equal(newest(DAY, "2024-06-18T00:00:10"), "2024-06-18T00:00");
  assert.equal(newest(HOUR, "2024-06-16T12:00:00"), "2024-06-14T20:30");
  assert.equal(newest(HOUR, "2024-06-17T14:00:00"), "2024-06-14T20:30", "the first hour is open");
  assert.equal(newest(HOUR, "2024-06-17T14:31:00"), "2024-06-17T14:30");
  // Made of hours: the last begins at 16:00.
  assert.equal(newest(4 * HOUR, "2024-06-16T12:00:00"), "2024-06-14T20:00");
  assert.equal(newest(7 * DAY, "2024-06-16T12:00:00"), "2024-06-10T00:00");
  // In winter it is five hours behind.
  assert.equal(newest(HOUR, "2024-01-14T12:00:00"), "2024-01-12T21:30");
  assert.equal(newest(HOUR, "2024-06-16T12:00:09", "BTC/USDT"), "2024-06-16T11:00");
  assert.equal(newest(HOUR, "2024-06-16T12:00:10", "BTC/USDT"), "2024-06-16T12:00");
});

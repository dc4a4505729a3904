import assert from "node:assert/strict";
import { readCandleFileName } from "./file_name.ts";

function read(name: string): string {
  const result = readCandleFileName(name, "binance");
  return result.ok ? `${result.asset.asset} ${result.timeframe} ${result.venue}` : result.reason;
}

Deno.test("a candle file's name gives asset, timeframe and venue", () => {
  assert.equal(read("BTC-USDT_1h_binance.csv"), "BTC/USDT 1h binance");
  assert.equal(read("eth-usdt_4h_kraken_2021.csv"), "ETH/USDT 4h kraken");
  assert.equal(read("SOL-USDT_1d.csv"), "SOL/USDT 1d binance");
});

Deno.test("a third part that is no exchange leaves the file to the venue that runs read", () => {
  assert.equal(read("BTC-USDT_1h_2021.csv"), "BTC/USDT 1h binance");
  assert.equal(read("BTC-USDT_1h_my_own.csv"), "BTC/USDT 1h binance");
});

Deno.test("a candle file that the app does not offer is named with the reason", () => {
  assert.equal(read("BTC-USDT_1m_binance.csv"), "the timeframe 1m is not on offer");
  assert.equal(read("EUR-USD_1h_unknown.csv"), "EUR/USD is not on offer");
  assert.equal(read("GOOG_1d_nasdaq.csv"), "the name is not like BTC-USDT_1h_binance.csv");
  assert.equal(
    read("DEMO-USDT_1h_binance.csv"),
    "DEMO/USDT is made up by the app and takes no files",
  );
});

/**
 * Binance spot candles through `ccxt`.
 *
 * Endpoint: `GET /api/v3/klines` ("Kline/Candlestick data" in Binance's spot API documentation), at most 1,000 candles a
 * call, oldest first, `startTime` and `endTime` inclusive in ms. Rows: open time in ms, open, high, low, close and volume as
 * decimal text, and more that is not read.
 */
import type { Vendor, VendorDefinition, VendorOptions } from "../vendor.ts";
import { openCcxt } from "./frame/ccxt.ts";
import { cellsOf, decimal, listOf, milliseconds } from "./frame/cells.ts";
import { markets, timeframes } from "./frame/listing.ts";
import { createVendor, type Protocol } from "./frame/vendor.ts";

const PAGE_CANDLES = 1000;
/** ms per unit of ccxt's cost; a page of 1,000 costs 5. */
const RATE_LIMIT_MS = 20;

export const binance: VendorDefinition = {
  name: "binance",
  title: "Binance",
  addressSetting: "BINANCE_URL",
  needsKey: false,
  byDefault: true,
  timeframes: timeframes("15m", "1h"),
  markets: markets([
    ["BTC/USDT", "BTCUSDT", "2017-08-17"],
    ["ETH/USDT", "ETHUSDT", "2017-08-17"],
    ["BNB/USDT", "BNBUSDT", "2017-11-06"],
    ["ADA/USDT", "ADAUSDT", "2018-04-17"],
    ["XRP/USDT", "XRPUSDT", "2018-05-04"],
    ["DOGE/USDT", "DOGEUSDT", "2019-07-05"],
    ["SOL/USDT", "SOLUSDT", "2020-08-11"],
  ]),
  // A page of 1,000 weighs 2 of the 6,000 that Binance allows a minute: a fifth of it.
  budget: { requests: 600, perMs: 60_000 },
  attribution: { text: "Candles: Binance", url: "https://www.binance.com" },
  open: createBinance,
};

/** The vendor. Its part of `ccxt` is loaded at the first call. */
export function createBinance(options: VendorOptions): Vendor {
  const api = openCcxt("binance", options, { path: "/api/v3", rateLimitMs: RATE_LIMIT_MS });
  const protocol: Protocol = {
    intervals: { "15m": "15m", "1h": "1h", "4h": "4h", "1d": "1d" },
    pageCandles: () => PAGE_CANDLES,
    paging: "rows",
    async ask({ market, interval, fromMs, toMs }, call) {
      const answer = await api.get("publicGetKlines", {
        symbol: market.symbol,
        interval,
        startTime: fromMs,
        endTime: toMs - 1,
        limit: PAGE_CANDLES,
      }, call);
      return { rows: listOf(answer, "the answer") };
    },
    readRow(row) {
      const [time, open, high, low, close, volume] = cellsOf(row, 6);
      return [
        milliseconds(time),
        decimal(open),
        decimal(high),
        decimal(low),
        decimal(close),
        decimal(volume),
      ];
    },
    explain({ status, text, asset, error }, failures) {
      return status === 400 && /-1121|Invalid symbol|does not have market symbol/i.test(text)
        ? failures.notListed(asset, error)
        : undefined;
    },
  };
  return createVendor(binance, options, protocol);
}

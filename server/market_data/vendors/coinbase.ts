/**
 * Candles of Coinbase Exchange through `ccxt`.
 *
 * Endpoint: `GET /products/BTC-USDT/candles?granularity=3600&start=&end=` ("Get product candles" in Coinbase's Exchange
 * documentation): at most 300 candles between two times, both inclusive, newest first; a bucket without a trade is left out.
 * Rows: open time in s, low, high, open, close, volume as JSON numbers.
 */
import type { Vendor, VendorDefinition, VendorOptions } from "../vendor.ts";
import { openCcxt } from "./frame/ccxt.ts";
import { cellsOf, jsonNumber, listOf, seconds } from "./frame/cells.ts";
import { markets, timeframes } from "./frame/listing.ts";
import { createVendor, type Protocol } from "./frame/vendor.ts";

const PAGE_CANDLES = 300;
/** ms between two requests of this process: 10 a second are allowed. */
const RATE_LIMIT_MS = 100;

export const coinbase: VendorDefinition = {
  name: "coinbase",
  title: "Coinbase",
  addressSetting: "COINBASE_URL",
  needsKey: false,
  byDefault: true,
  timeframes: timeframes("15m", "1h"),
  markets: markets([
    ["BTC/USDT", "BTC-USDT", "2021-05-04"],
    ["ETH/USDT", "ETH-USDT", "2021-05-04"],
    ["SOL/USDT", "SOL-USDT", "2021-06-17"],
    ["XRP/USDT", "XRP-USDT", "2023-07-13"],
    ["ADA/USDT", "ADA-USDT", "2021-07-01"],
    ["DOGE/USDT", "DOGE-USDT", "2021-06-03"],
  ]),
  budget: { requests: 8, perMs: 1_000 },
  attribution: { text: "Candles: Coinbase", url: "https://www.coinbase.com" },
  open: createCoinbase,
};

/** The vendor. Its part of `ccxt` is loaded at the first call. */
export function createCoinbase(options: VendorOptions): Vendor {
  const api = openCcxt("coinbaseexchange", options, { rateLimitMs: RATE_LIMIT_MS });
  const protocol: Protocol = {
    intervals: { "15m": "900", "1h": "3600", "1d": "86400" },
    pageCandles: () => PAGE_CANDLES,
    paging: "windows",
    async ask({ market, interval, fromMs, toMs, timeframeMs }, call) {
      const answer = await api.get("publicGetProductsIdCandles", {
        id: market.symbol,
        granularity: interval,
        start: new Date(fromMs).toISOString(),
        end: new Date(toMs - timeframeMs).toISOString(),
      }, call);
      return { rows: listOf(answer, "the answer") };
    },
    readRow(row) {
      const [time, low, high, open, close, volume] = cellsOf(row, 6);
      return [
        seconds(time),
        jsonNumber(open),
        jsonNumber(high),
        jsonNumber(low),
        jsonNumber(close),
        jsonNumber(volume),
      ];
    },
    explain({ status, text, asset, error }, failures) {
      // A page of a proxy's under 404 says nothing about the product.
      return status === 404 && /NotFound/.test(text) ? failures.notListed(asset, error) : undefined;
    },
  };
  return createVendor(coinbase, options, protocol);
}

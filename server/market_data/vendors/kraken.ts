/**
 * Kraken spot candles through `ccxt`.
 *
 * Endpoint: `GET /0/public/OHLC?pair=&interval=60&since=` ("Get OHLC Data" in Kraken's REST documentation): the newest 720 rows
 * whatever `since` says, oldest first, the last of them not finished. Rows: open time in s, open, high, low, close, vwap and
 * volume as decimal text, trades. Errors come under HTTP 200, as texts in a list.
 */
import { marketTimeframeMs } from "../catalog.ts";
import { MarketDataError } from "../errors.ts";
import type { Vendor, VendorDefinition, VendorOptions } from "../vendor.ts";
import { Refusal, Unreadable } from "./frame/call.ts";
import { openCcxt } from "./frame/ccxt.ts";
import { cellsOf, decimal, listOf, objectOf, seconds } from "./frame/cells.ts";
import { markets, timeframes } from "./frame/listing.ts";
import { createVendor, type Protocol } from "./frame/vendor.ts";

const KEPT_CANDLES = 720;
/** Two fewer than are kept: one is not finished, and another may drop out between looking and asking. */
const SURE_CANDLES = KEPT_CANDLES - 2;

export const kraken: VendorDefinition = {
  name: "kraken",
  title: "Kraken",
  addressSetting: "KRAKEN_URL",
  needsKey: false,
  byDefault: true,
  timeframes: timeframes("15m", "1h"),
  // The days matter little: only the newest candles can be had.
  markets: markets([
    ["BTC/USDT", "XBTUSDT", "2020-01-01"],
    ["ETH/USDT", "ETHUSDT", "2020-01-01"],
    ["SOL/USDT", "SOLUSDT", "2021-07-01"],
    ["XRP/USDT", "XRPUSDT", "2020-06-01"],
    ["ADA/USDT", "ADAUSDT", "2020-06-01"],
    ["DOGE/USDT", "XDGUSDT", "2021-03-01"],
  ]),
  keepsCandles: KEPT_CANDLES,
  // Public calls: one a second for each address.
  budget: { requests: 60, perMs: 60_000 },
  attribution: { text: "Candles: Kraken", url: "https://www.kraken.com" },
  open: createKraken,
};

/** The vendor. Its part of `ccxt` is loaded at the first call. */
export function createKraken(options: VendorOptions): Vendor {
  // One request a stretch: the budget alone paces them.
  const api = openCcxt("kraken", options, { rateLimitMs: 1 });
  const protocol: Protocol = {
    intervals: { "15m": "15", "1h": "60", "4h": "240", "1d": "1440" },
    // The candle that is not finished comes with the 720 at times.
    pageCandles: () => KEPT_CANDLES + 1,
    paging: "newest",
    reachesOut: true,
    async ask({ market, interval, fromMs, timeframeMs }, call) {
      const answer = objectOf(
        await api.get("publicGetOHLC", {
          pair: market.symbol,
          interval,
          // Exclusive by the documentation; a row too many is dropped.
          since: Math.floor((fromMs - timeframeMs) / 1000),
        }, call),
        "the answer",
      );
      const errors = listOf(answer["error"], "the list of errors");
      if (errors.length > 0) throw new Refusal(200, errors.join("; "));
      const result = objectOf(answer["result"], "the result");
      const pairs = Object.keys(result).filter((name) => name !== "last");
      // Kraken answers under another of the pair's names at times.
      if (pairs.length !== 1) throw new Unreadable("the result is not of one pair");
      const rows = listOf(result[pairs[0] ?? ""], "the pair's part");
      const first = rows[0];
      if (rows.length >= KEPT_CANDLES && first !== undefined) {
        const firstMs = seconds(cellsOf(first, 7)[0]);
        if (firstMs > fromMs) {
          throw new MarketDataError(
            "no_candles",
            `Kraken keeps the newest ${KEPT_CANDLES} candles alone, from ${
              new Date(firstMs).toISOString()
            } on.`,
          );
        }
      }
      return { rows };
    },
    readRow(row) {
      const [time, open, high, low, close, , volume] = cellsOf(row, 7);
      return [
        seconds(time),
        decimal(open),
        decimal(high),
        decimal(low),
        decimal(close),
        decimal(volume),
      ];
    },
    explain({ text, asset, error, status, retryAfterMs }, failures) {
      if (status !== null && status >= 400) return undefined;
      if (/EQuery:Unknown asset pair/i.test(text)) return failures.notListed(asset, error);
      if (/Rate limit exceeded|Too many requests|EGeneral:Temporary lockout/i.test(text)) {
        return failures.pause(retryAfterMs, error);
      }
      if (/EService:|EGeneral:Internal error/i.test(text)) {
        return failures.unreachable("has trouble of its own", error);
      }
      const said = /\bE[A-Z][A-Za-z]+:[^"\]]*/.exec(text)?.[0];
      return said === undefined ? undefined : failures.requestRefused(said, error);
    },
    firstTimeMs(_market, timeframe, nowMs) {
      const step = marketTimeframeMs(timeframe) ?? 0;
      return step === 0 ? 0 : Math.floor(nowMs / step) * step - SURE_CANDLES * step;
    },
  };
  return createVendor(kraken, options, protocol);
}

/**
 * Candles of CoinDesk Data, as it records them of Binance's spot market.
 *
 * Endpoint: `GET /spot/v1/historical/{days|hours|minutes}`: `limit` candles up to `to_ts` (seconds, inclusive), 2,000 at most
 * (`limit` × `aggregate`; 5,000 days), the last of them not finished. Three traps: without `fill=false` periods without a trade
 * are filled with flat candles; OPEN is the last price *before* the period, so that the exchange's open is FIRST_TRADE_PRICE; on
 * an error `Data` is an object.
 */
import type { MarketTimeframe } from "../catalog.ts";
import type { Vendor, VendorDefinition, VendorOptions } from "../vendor.ts";
import { addressOf, getJson, Refusal, Unreadable } from "./frame/call.ts";
import { jsonNumber, listOf, objectOf, seconds } from "./frame/cells.ts";
import { markets, timeframes } from "./frame/listing.ts";
import { createVendor, type Protocol } from "./frame/vendor.ts";

const ADDRESS = "https://data-api.coindesk.com";
/** The exchange whose candles these are. */
const MARKET = "binance";
/** What is asked for each timeframe: the endpoint, how many of its periods make one candle, and candles of one answer. */
const PERIODS: Readonly<Record<string, { unit: string; aggregate: number; candles: number }>> = {
  "15m": { unit: "minutes", aggregate: 15, candles: 133 },
  "1h": { unit: "hours", aggregate: 1, candles: 2000 },
  "1d": { unit: "days", aggregate: 1, candles: 5000 },
};

export const coindesk: VendorDefinition = {
  name: "coindesk",
  title: "CoinDesk Data",
  addressSetting: "COINDESK_URL",
  keySetting: "COINDESK_API_KEY",
  needsKey: true,
  byDefault: true,
  timeframes: timeframes("15m", "1h"),
  markets: markets([
    ["BTC/USDT", "BTC-USDT", "2017-08-17"],
    ["ETH/USDT", "ETH-USDT", "2017-08-17"],
    ["BNB/USDT", "BNB-USDT", "2017-11-06"],
    ["ADA/USDT", "ADA-USDT", "2018-04-17"],
    ["XRP/USDT", "XRP-USDT", "2018-05-04"],
    ["DOGE/USDT", "DOGE-USDT", "2019-07-05"],
    ["SOL/USDT", "SOL-USDT", "2020-08-11"],
  ]),
  // A key without a contract allows 300 a minute, but 3,000 an hour.
  budget: { requests: 50, perMs: 60_000 },
  attribution: { text: "Candles: CoinDesk Data", url: "https://data.coindesk.com" },
  open: createCoinDesk,
};

/** The vendor. */
export function createCoinDesk(options: VendorOptions): Vendor {
  const headers: Record<string, string> = options.apiKey === undefined
    ? {}
    : { "x-api-key": options.apiKey };
  const protocol: Protocol = {
    intervals: Object.fromEntries(Object.entries(PERIODS).map(([name, { unit }]) => [name, unit])),
    pageCandles: (timeframe) => periodsOf(timeframe).candles,
    paging: "windows",
    // `limit` counts candles: where some are missing, older ones come in their place.
    reachesOut: true,
    async ask({ market, timeframe, interval, timeframeMs, fromMs, toMs }, call) {
      const address = addressOf(ADDRESS, options.baseUrl, `/spot/v1/historical/${interval}`, {
        market: MARKET,
        instrument: market.symbol,
        aggregate: periodsOf(timeframe).aggregate,
        limit: Math.round((toMs - fromMs) / timeframeMs),
        to_ts: (toMs - timeframeMs) / 1000,
        fill: "false",
        response_format: "JSON",
      });
      const answer = objectOf(await getJson(address, call, headers), "the answer");
      const { type } = objectOf(answer["Err"] ?? {}, "the error");
      if (type !== undefined) throw new Refusal(200, JSON.stringify(answer));
      return { rows: listOf(answer["Data"], "the data") };
    },
    readRow(row, { market }) {
      const cells = objectOf(row, "a candle");
      const named = [cells["INSTRUMENT"], cells["MAPPED_INSTRUMENT"]].filter((name) =>
        name !== undefined
      );
      if (named.length > 0 && !named.includes(market.symbol)) {
        throw new Unreadable("a candle is of another market");
      }
      const time = seconds(cells["TIMESTAMP"]);
      if (jsonNumber(cells["TOTAL_TRADES"]) === 0) return null;
      return [
        time,
        jsonNumber(cells["FIRST_TRADE_PRICE"]),
        // HIGH and LOW take the price before the period in.
        jsonNumber(cells["HIGH_TRADE_PRICE"] ?? cells["HIGH"]),
        jsonNumber(cells["LOW_TRADE_PRICE"] ?? cells["LOW"]),
        jsonNumber(cells["LAST_TRADE_PRICE"] ?? cells["CLOSE"]),
        jsonNumber(cells["VOLUME"]),
      ];
    },
    explain({ text, status, asset, error, retryAfterMs }, failures) {
      const { message, param } = readError(text);
      if (param === "instrument") return failures.notListed(asset, error);
      if (status === 200 && /rate limit/i.test(message)) return failures.pause(retryAfterMs, error);
      if (status === 200 && message !== "") return failures.requestRefused(message, error);
      return undefined;
    },
  };
  return createVendor(coindesk, options, protocol);
}

function periodsOf(timeframe: MarketTimeframe) {
  const periods = PERIODS[timeframe];
  if (periods === undefined) throw new RangeError(`No timeframe ${timeframe}.`);
  return periods;
}

/** What an error says, and the parameter that it is about; empty for what is no error of CoinDesk's. */
function readError(text: string): { readonly message: string; readonly param: unknown } {
  try {
    const { Err } = JSON.parse(text);
    return { message: String(Err.message ?? ""), param: Err.other_info?.param };
  } catch {
    return { message: "", param: undefined };
  }
}

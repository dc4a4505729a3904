/**
 * Candles of Coin Metrics, as it records them of Binance's spot market.
 *
 * Endpoint: `GET /v4/timeseries/market-candles`: ISO times, both ends inclusive, up to 10,000 rows a page; every value is a text,
 * times go to the nanosecond; periods without a trade are left out. Pages begin at the newest end unless `paging_from=start` is said,
 * and the next one is where `next_page_url` says. Without a key the community address answers, under CC BY-NC 4.0.
 */
import type { Vendor, VendorDefinition, VendorOptions } from "../vendor.ts";
import { addressOf, getJson, Unreadable } from "./frame/call.ts";
import { decimal, listOf, nanosecondText, objectOf } from "./frame/cells.ts";
import { markets, timeframes } from "./frame/listing.ts";
import { createVendor, type Protocol } from "./frame/vendor.ts";

const COMMUNITY_ADDRESS = "https://community-api.coinmetrics.io";
const PAID_ADDRESS = "https://api.coinmetrics.io";
const PATH = "/v4/timeseries/market-candles";
/** Fewer than the 10,000 that are allowed: a page has to arrive within one time-out. */
const PAGE_CANDLES = 5_000;
const SITE = "https://coinmetrics.io";

/** The vendor as it is without a key. */
export const coinMetrics: VendorDefinition = {
  name: "coin_metrics",
  title: "Coin Metrics",
  addressSetting: "COIN_METRICS_URL",
  keySetting: "COIN_METRICS_API_KEY",
  needsKey: false,
  // The community data may not be used commercially.
  byDefault: false,
  timeframes: timeframes("15m", "1h"),
  markets: markets([
    ["BTC/USDT", "binance-btc-usdt-spot", "2017-08-17"],
    ["ETH/USDT", "binance-eth-usdt-spot", "2017-08-17"],
    ["BNB/USDT", "binance-bnb-usdt-spot", "2017-11-06"],
    ["ADA/USDT", "binance-ada-usdt-spot", "2018-04-17"],
    ["XRP/USDT", "binance-xrp-usdt-spot", "2018-05-04"],
    ["DOGE/USDT", "binance-doge-usdt-spot", "2019-07-05"],
    ["SOL/USDT", "binance-sol-usdt-spot", "2020-08-11"],
  ]),
  budget: { requests: 10, perMs: 6_000 },
  attribution: { text: "Candles: Coin Metrics community data", url: SITE, licence: "CC BY-NC 4.0" },
  open: createCoinMetrics,
};

/** With a key other terms hold. */
const WITH_KEY: VendorDefinition = {
  ...coinMetrics,
  byDefault: true,
  budget: { requests: 1_000, perMs: 20_000 },
  attribution: { text: "Candles: Coin Metrics", url: SITE },
};

/** The vendor; `definition` is that of the paid data when there is a key. */
export function createCoinMetrics(options: VendorOptions): Vendor {
  const { apiKey, baseUrl } = options;
  const own = apiKey === undefined ? COMMUNITY_ADDRESS : PAID_ADDRESS;
  const protocol: Protocol = {
    intervals: { "15m": "15m", "1h": "1h", "4h": "4h", "1d": "1d" },
    pageCandles: () => PAGE_CANDLES,
    paging: "links",
    async ask({ market, interval, fromMs, toMs, timeframeMs, next }, call) {
      const address = addressOf(own, baseUrl, PATH, {
        markets: market.symbol,
        frequency: interval,
        start_time: new Date(fromMs).toISOString(),
        end_time: new Date(toMs - timeframeMs).toISOString(),
        page_size: PAGE_CANDLES,
        paging_from: "start",
        ...(apiKey === undefined ? {} : { api_key: apiKey }),
      });
      const page = next === null ? address : `${address.slice(0, address.indexOf("?"))}${next}`;
      const answer = objectOf(await getJson(page, call), "the answer");
      const following = answer["next_page_url"] ?? undefined;
      return {
        rows: listOf(answer["data"], "the data"),
        ...(following === undefined ? {} : { next: queryOf(following, [own, baseUrl ?? own]) }),
      };
    },
    readRow(row, { market }) {
      const cells = objectOf(row, "a candle");
      if (cells["market"] !== market.symbol) throw new Unreadable("a candle is of another market");
      const time = nanosecondText(cells["time"]);
      const trades = cells["candle_trades_count"];
      if (trades !== undefined && trades !== null && decimal(trades) === 0) return null;
      return [
        time,
        decimal(cells["price_open"]),
        decimal(cells["price_high"]),
        decimal(cells["price_low"]),
        decimal(cells["price_close"]),
        decimal(cells["volume"]),
      ];
    },
    explain({ status, text, asset, error }, failures) {
      if (status === 400 && /'?markets'?/i.test(text)) return failures.notListed(asset, error);
      if (apiKey === undefined && (status === 401 || status === 403)) {
        return failures.refused("gives this with a key alone (COIN_METRICS_API_KEY)", error);
      }
      return undefined;
    },
  };
  return createVendor(apiKey === undefined ? coinMetrics : WITH_KEY, options, protocol);
}

/**
 * The query of `next_page_url`, unchanged: it is sent to the address that was asked before, which stands in for the vendor's own where
 * a proxy does. @throws {Unreadable} when it leads to another host or another endpoint
 */
function queryOf(address: unknown, known: readonly string[]): string {
  const url = typeof address === "string" ? URL.parse(address) : null;
  const origins = known.map((one) => new URL(one).origin);
  if (!url || !origins.includes(url.origin) || !url.pathname.endsWith(PATH)) {
    throw new Unreadable("the next page is elsewhere");
  }
  return url.search;
}

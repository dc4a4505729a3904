/**
 * Candles of stocks by Twelve Data.
 *
 * Endpoint: `GET /time_series`: up to 5,000 rows between two dates (`outputsize` would cut them), newest first unless
 * `order=asc`, in the exchange's time unless `timezone=UTC`, prices adjusted for splits; values are texts. A day has its date alone;
 * candles of an hour begin with the session, at half past. Errors come under HTTP 200 at times, with their code in the body, and
 * a stretch without data is one of them.
 */
import { marketTimeframeMs } from "../catalog.ts";
import type { MarketHours, Vendor, VendorDefinition, VendorOptions } from "../vendor.ts";
import { addressOf, getJson, Refusal, Unreadable } from "./frame/call.ts";
import { dateText, decimal, listOf, objectOf } from "./frame/cells.ts";
import { markets, timeframes } from "./frame/listing.ts";
import { createVendor, type Protocol } from "./frame/vendor.ts";

const ADDRESS = "https://api.twelvedata.com";
const PAGE_CANDLES = 5_000;
const DAY_MS = 86_400_000;
/** Candles shorter than a day begin here; days go back to the first one of each stock. */
const INTRADAY_SINCE_MS = Date.UTC(2020, 1, 10);
const NO_DATA = /No data is available/i;

/** The regular sessions of NYSE and NASDAQ. */
const NEW_YORK: MarketHours = {
  zone: "America/New_York",
  sessions: [1, 2, 3, 4, 5].map((day) => ({ day, open: "09:30", close: "16:00" })),
  tradingDaysPerYear: 252,
};

const STOCKS = [
  ["AAPL/USD", "AAPL", "1980-12-12", "Apple"],
  ["MSFT/USD", "MSFT", "1986-03-13", "Microsoft"],
  ["GOOG/USD", "GOOG", "2004-08-19", "Alphabet"],
  ["AMZN/USD", "AMZN", "1997-05-15", "Amazon"],
  ["NVDA/USD", "NVDA", "1999-01-22", "NVIDIA"],
  ["META/USD", "META", "2012-05-18", "Meta"],
  ["TSLA/USD", "TSLA", "2010-06-29", "Tesla"],
  ["SPY/USD", "SPY", "1993-01-29", "SPDR S&P 500 ETF"],
  ["QQQ/USD", "QQQ", "1999-03-10", "Invesco QQQ ETF"],
] as const;

export const twelveData: VendorDefinition = {
  name: "twelve_data",
  title: "Twelve Data",
  addressSetting: "TWELVE_DATA_URL",
  keySetting: "TWELVE_DATA_API_KEY",
  needsKey: true,
  byDefault: true,
  timeframes: timeframes("1h", "1d"),
  markets: markets(STOCKS.map(([asset, symbol, since]) => [asset, symbol, since] as const)).map(
    (market, i) => ({ ...market, hours: NEW_YORK, name: STOCKS[i]?.[3] ?? market.symbol }),
  ),
  // The smallest plan: 8 a minute.
  budget: { requests: 8, perMs: 60_000 },
  attribution: { text: "Stock prices: Twelve Data", url: "https://twelvedata.com" },
  open: createTwelveData,
};

/** The vendor. */
export function createTwelveData(options: VendorOptions): Vendor {
  const headers: Record<string, string> = options.apiKey === undefined
    ? {}
    : { authorization: `apikey ${options.apiKey}` };
  const protocol: Protocol = {
    intervals: { "1h": "1h", "1d": "1day" },
    pageCandles: () => PAGE_CANDLES,
    paging: "windows",
    async ask({ market, interval, fromMs, toMs }, call) {
      const address = addressOf(ADDRESS, options.baseUrl, "/time_series", {
        symbol: market.symbol,
        interval,
        start_date: dateTime(fromMs),
        end_date: dateTime(toMs - 1_000),
        timezone: "UTC",
        order: "asc",
        adjust: "splits",
        format: "JSON",
      });
      const answer = await getJson(address, call, headers).catch((error) => {
        if (error instanceof Refusal && NO_DATA.test(error.text)) return { values: [] };
        throw error;
      });
      const { status, code, message, meta, values } = objectOf(answer, "the answer");
      if (status === "error") {
        if (NO_DATA.test(String(message))) return { rows: [] };
        throw new Refusal(typeof code === "number" ? code : 200, String(message));
      }
      const { currency } = objectOf(meta ?? {}, "the part about the stock");
      if (currency !== undefined && currency !== market.asset.split("/")[1]) {
        throw new Unreadable("the prices are in another currency");
      }
      return { rows: listOf(values, "the values") };
    },
    readRow(row) {
      const cells = objectOf(row, "a candle");
      return [
        dateText(cells["datetime"]),
        decimal(cells["open"]),
        decimal(cells["high"]),
        decimal(cells["low"]),
        decimal(cells["close"]),
        decimal(cells["volume"]),
      ];
    },
    explain({ status, refused, text, asset, error, retryAfterMs }, failures, nowMs) {
      if (status === 429) {
        const unitMs = /\bday\b/i.test(text) ? DAY_MS : 60_000;
        return failures.pause(retryAfterMs ?? unitMs - nowMs % unitMs, error);
      }
      if ((status === 400 || status === 404) && /\bsymbol\b|\bfigi\b/i.test(text)) {
        return failures.notListed(asset, error);
      }
      return status === 200 && refused ? failures.requestRefused(text, error) : undefined;
    },
    firstTimeMs: (_market, timeframe) =>
      (marketTimeframeMs(timeframe) ?? 0) < DAY_MS ? INTRADAY_SINCE_MS : 0,
  };
  return createVendor(twelveData, options, protocol);
}

/** `2021-01-04 14:30:00`, in UTC. */
function dateTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}

/** Settings of vendors of candles. Entries of `settings.ts`, which has no room for more. */
import { z } from "zod";
import { ALL, PASS, SERVERS, setting } from "./setting.ts";
import { integer, url, vendorNames } from "./setting_types.ts";

const text = z.string();

export const MARKET_SETTINGS = {
  MARKET_DATA: setting(
    vendorNames.optional(),
    "",
    ALL,
    PASS,
    "The vendors that candles come from, the first one that can be used before the others: `binance,kraken`. Default: `binance`.",
  ),
  MARKET_VENUE: setting(
    vendorNames.optional(),
    "",
    ALL,
    PASS,
    "An earlier name of `MARKET_DATA`.",
  ),
  VENDOR_URL: setting(
    url(["http", "https"]).optional(),
    "",
    SERVERS,
    PASS,
    "Another address for the API of the first vendor of `MARKET_DATA`, for example a proxy.",
  ),
  BINANCE_URL: setting(
    url(["http", "https"]).optional(),
    "",
    SERVERS,
    PASS,
    "Another address for the API of Binance: scheme, host and port.",
  ),
  KRAKEN_URL: setting(
    url(["http", "https"]).optional(),
    "",
    SERVERS,
    PASS,
    "Another address for the API of Kraken: scheme, host and port.",
  ),
  COINBASE_URL: setting(
    url(["http", "https"]).optional(),
    "",
    SERVERS,
    PASS,
    "Another address for the API of Coinbase: scheme, host and port.",
  ),
  COINDESK_URL: setting(
    url(["http", "https"]).optional(),
    "",
    SERVERS,
    PASS,
    "Another address for the API of CoinDesk Data: scheme, host and port.",
  ),
  COINDESK_API_KEY: setting(
    text.optional(),
    "",
    SERVERS,
    PASS,
    "The key for CoinDesk Data, which is not used without one.",
  ),
  COIN_METRICS_URL: setting(
    url(["http", "https"]).optional(),
    "",
    SERVERS,
    PASS,
    "Another address for the API of Coin Metrics: scheme, host and port.",
  ),
  COIN_METRICS_API_KEY: setting(
    text.optional(),
    "",
    SERVERS,
    PASS,
    "The key for Coin Metrics; without it its community data is asked for (CC BY-NC 4.0).",
  ),
  TWELVE_DATA_URL: setting(
    url(["http", "https"]).optional(),
    "",
    SERVERS,
    PASS,
    "Another address for the API of Twelve Data: scheme, host and port.",
  ),
  TWELVE_DATA_API_KEY: setting(
    text.optional(),
    "",
    SERVERS,
    PASS,
    "The key for Twelve Data, which is not used without one.",
  ),
  VENDOR_TIMEOUT_MS: setting(
    integer(100, 120_000),
    "10000",
    SERVERS,
    PASS,
    "How long to wait for an answer of the exchange, milliseconds.",
  ),
} as const;

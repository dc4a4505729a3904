/**
 * Binance spot candles through `ccxt`.
 *
 * Endpoint: `GET /api/v3/klines` ("Kline/Candlestick data" in Binance's spot API documentation), at most 1,000 candles a
 * call, oldest first, `startTime` and `endTime` inclusive in ms. `ccxt` signs, throttles and decodes; its implicit method
 * `publicGetKlines` is used rather than `fetchOHLCV`, which would load the list of all markets (megabytes) first.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { type CandleSeries, candlesFromColumns } from "../../../engine/mod.ts";
import { marketTimeframeMs } from "../catalog.ts";
import { loadExchange } from "../ccxt_exchange.ts";
import { MarketDataError } from "../errors.ts";
import type {
  Vendor,
  VendorDefinition,
  VendorOptions,
  VendorPage,
  VendorRequest,
} from "../vendor.ts";
import { listed, markets, timeframes } from "./listing.ts";

const PAGE_CANDLES = 1000;
/** ms per unit of ccxt's cost; a page of 1,000 costs 5. 600 pages a minute is a fifth of what Binance allows. */
const RATE_LIMIT_MS = 20;
/** Longest `Retry-After` that is waited for within one call, ms. */
const PATIENCE_MS = 5_000;
const DEFAULT_RETRY_AFTER_MS = 60_000;

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
  budget: { requests: 600, perMs: 60_000 },
  attribution: { text: "Candles: Binance", url: "https://www.binance.com" },
  open: createBinance,
};

/** What one HTTP call needs to know and leaves behind; travels with the call through ccxt. */
interface Exchange {
  readonly signal: AbortSignal;
  status: number | null;
  retryAfterMs: number | null;
}

interface KlinesApi {
  publicGetKlines(params: Record<string, string | number>): Promise<unknown>;
}

/** The vendor. Its part of `ccxt` is loaded at the first call. */
export function createBinance(options: VendorOptions): Vendor {
  const calls = new AsyncLocalStorage<Exchange>();
  const own = listed(binance);
  const retryDelaysMs = options.retryDelaysMs ?? [300, 1_200];
  let loading: Promise<KlinesApi> | null = null;
  const api = () => loading ??= loadApi(options, calls);

  async function* fetchCandles(request: VendorRequest): AsyncGenerator<VendorPage> {
    const timeframeMs = marketTimeframeMs(request.timeframe);
    if (timeframeMs === undefined) throw new RangeError(`No timeframe ${request.timeframe}.`);
    const market = own.market(request.asset);
    if (!market) throw notListed(request.asset);
    let cursor = Math.max(request.fromMs, own.firstTimeMs(request.asset, request.timeframe));
    while (cursor < request.toMs) {
      const rows = await withRetries(
        () => oneCall(market.symbol, request, cursor),
        retryDelaysMs,
        request.signal,
      );
      const candles = readKlines(rows, timeframeMs, cursor, request.toMs);
      const more = rows.length >= PAGE_CANDLES && candles.length > 0;
      const last = candles.time[candles.length - 1];
      const completeToMs = more && last !== undefined ? last + timeframeMs : request.toMs;
      yield { candles, completeToMs: Math.min(completeToMs, request.toMs) };
      cursor = completeToMs;
    }
  }

  async function oneCall(
    symbol: string,
    request: VendorRequest,
    fromMs: number,
  ): Promise<readonly unknown[]> {
    throwIfAborted(request.signal);
    const klines = await api();
    const timer = new AbortController();
    const timeout = setTimeout(() => timer.abort(), options.timeoutMs);
    const signals = request.signal ? [timer.signal, request.signal] : [timer.signal];
    const call: Exchange = { signal: AbortSignal.any(signals), status: null, retryAfterMs: null };
    try {
      const answer = await calls.run(call, () =>
        klines.publicGetKlines({
          symbol,
          interval: request.timeframe,
          startTime: fromMs,
          endTime: request.toMs - 1,
          limit: PAGE_CANDLES,
        }));
      if (!Array.isArray(answer)) throw new Unreadable("the answer is not a list of candles");
      return answer;
    } catch (error) {
      throwIfAborted(request.signal);
      throw explain(error, call, timer.signal.aborted, request, options.timeoutMs);
    } finally {
      clearTimeout(timeout);
    }
  }

  return { ...own, fetchCandles };
}

async function loadApi(
  options: VendorOptions,
  calls: AsyncLocalStorage<Exchange>,
): Promise<KlinesApi> {
  const Binance = await loadExchange("binance");
  const exchange = new Binance({
    enableRateLimit: true,
    rateLimit: RATE_LIMIT_MS,
    // Ours counts, which covers the body too; ccxt's stops at the headers.
    timeout: options.timeoutMs * 2,
  });
  if (options.baseUrl !== undefined) {
    const urls = exchange.urls["api"] as Record<string, string>;
    urls["public"] = `${options.baseUrl.replace(/\/+$/, "")}/api/v3`;
  }
  exchange.fetchImplementation = async (url: string, init: RequestInit) => {
    const call = calls.getStore();
    const signals = [init.signal, call?.signal].filter((signal) => signal instanceof AbortSignal);
    const response = await fetch(url, {
      method: init.method ?? "GET",
      headers: init.headers,
      redirect: "error",
      signal: AbortSignal.any(signals),
    });
    if (call) {
      call.status = response.status;
      call.retryAfterMs = readRetryAfter(response.headers.get("retry-after"));
    }
    return response;
  };
  return exchange;
}

/** An answer that is not what the documentation says. */
class Unreadable extends Error {}

class VendorTimeout extends MarketDataError {}

/** Reads klines strictly; nothing half-right gets through. Rows outside `[fromMs, toMs)` are dropped. */
function readKlines(
  rows: readonly unknown[],
  timeframeMs: number,
  fromMs: number,
  toMs: number,
): CandleSeries {
  try {
    const kept = rows.map((row) => readKline(row, timeframeMs))
      .filter(([time]) => time !== undefined && time >= fromMs && time < toMs);
    if (rows.length > 0 && kept.length === 0) {
      throw new Unreadable("the candles are not of the time asked for");
    }
    const column = (index: number) => Float64Array.from(kept, (row) => row[index] ?? NaN);
    return candlesFromColumns({
      time: column(0),
      open: column(1),
      high: column(2),
      low: column(3),
      close: column(4),
      volume: column(5),
    }, { timeframeMs });
  } catch (error) {
    throw unreadable(error);
  }
}

function readKline(row: unknown, timeframeMs: number): number[] {
  if (!Array.isArray(row) || row.length < 6) {
    throw new Unreadable("a candle is not a row of values");
  }
  const [time, ...rest] = row as unknown[];
  if (typeof time !== "number" || !Number.isSafeInteger(time)) {
    throw new Unreadable("a candle's time is not a whole number");
  }
  if (time % timeframeMs !== 0) throw new Unreadable(`a candle opens off the hour (${time})`);
  const values = rest.slice(0, 5).map((value) => {
    if (typeof value !== "string" || !/^\d+(\.\d+)?$/.test(value)) {
      throw new Unreadable(`a candle's value is not a number (${String(value).slice(0, 40)})`);
    }
    return Number(value);
  });
  return [time, ...values];
}

function explain(
  error: unknown,
  call: Exchange,
  timedOut: boolean,
  request: VendorRequest,
  timeoutMs: number,
): MarketDataError {
  const { status } = call;
  if (timedOut) {
    const seconds = Math.max(1, Math.round(timeoutMs / 1000));
    return new VendorTimeout(
      "vendor_unreachable",
      `Binance did not answer within ${seconds} s.`,
      { retryable: true, cause: error },
    );
  }
  if (status === 429 || status === 418) {
    const retryAfterMs = call.retryAfterMs ?? DEFAULT_RETRY_AFTER_MS;
    const wait = inWords(retryAfterMs);
    const what = status === 429
      ? `Binance asks for a pause of ${wait}`
      : `Binance has shut this server out for ${wait}`;
    return new MarketDataError("rate_limited", `${what}: too many requests came.`, {
      retryable: true,
      retryAfterMs,
      cause: error,
    });
  }
  if (status === 451 || status === 403) {
    return new MarketDataError(
      "vendor_refused",
      "Binance does not serve this server's location or network.",
      { cause: error },
    );
  }
  if (status !== null && status >= 500) {
    return unreachable(`Binance has trouble of its own (HTTP ${status}).`, error);
  }
  const text = error instanceof Error ? error.message : String(error);
  if (status === 400 && /-1121|Invalid symbol|does not have market symbol/i.test(text)) {
    return notListed(request.asset, error);
  }
  if (error instanceof Unreadable || (status !== null && status < 300)) return unreadable(error);
  if (status !== null) {
    return new MarketDataError("vendor_error", `Binance refused the request (HTTP ${status}).`, {
      cause: error,
    });
  }
  return unreachable("Binance could not be reached.", error);
}

function notListed(asset: string, cause?: unknown): MarketDataError {
  return new MarketDataError("no_candles", `Binance does not list ${asset}.`, { cause });
}

function unreachable(message: string, cause: unknown): MarketDataError {
  return new MarketDataError("vendor_unreachable", message, { retryable: true, cause });
}

function unreadable(cause: unknown): MarketDataError {
  return new MarketDataError("vendor_error", "Binance sent an answer that cannot be read.", {
    retryable: true,
    cause,
  });
}

async function withRetries<T>(
  attempt: () => Promise<T>,
  delaysMs: readonly number[],
  signal: AbortSignal | undefined,
): Promise<T> {
  let patience = PATIENCE_MS;
  for (let tries = 0;; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof MarketDataError)) throw error;
      let delayMs = delaysMs[tries];
      if (delayMs === undefined || !worthRetrying(error)) throw error;
      if (error.code === "rate_limited") {
        delayMs = error.retryAfterMs ?? DEFAULT_RETRY_AFTER_MS;
        if (delayMs > patience) throw error;
        patience -= delayMs;
      }
      await pause(delayMs, signal);
    }
  }
}

/** A time-out is not tried again here: the caller has waited long enough, and the run itself can be retried. */
function worthRetrying(error: MarketDataError): boolean {
  if (error.code === "rate_limited") return true;
  return error.code === "vendor_unreachable" && !(error instanceof VendorTimeout);
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      signal?.removeEventListener("abort", stop);
      resolve();
    };
    const timer = setTimeout(done, ms);
    const stop = () => {
      clearTimeout(timer);
      reject(aborted());
    };
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw aborted();
}

function aborted(): MarketDataError {
  return new MarketDataError("aborted", "Fetching the candles was stopped.", { retryable: true });
}

/** `Retry-After` in ms: seconds or an HTTP date; `null` when absent or unreadable. */
function readRetryAfter(header: string | null): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}

function inWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`;
}

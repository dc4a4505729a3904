/**
 * A vendor on loopback: speaks the format of any vendor over given candles, and misbehaves as it is told. Point the vendor's
 * address setting at `baseUrl`.
 */
import { VENDORS } from "../vendors/mod.ts";
import { type Asked, type Dialect, isAsked, type LoopbackCandle } from "./dialects/dialect.ts";
import { DIALECTS } from "./dialects/mod.ts";
import { type HandmadeResponse, serveByHand } from "./loopback_http.ts";

export type { LoopbackCandle };

/** The candle that opens at a time; `null` where there is none. */
export type CandleSource = (asset: string, timeMs: number, stepMs: number) => LoopbackCandle | null;

/** What the vendor does instead of answering well, until it is told otherwise. */
export type Misbehaviour =
  /** Answers after so long. */
  | { readonly kind: "slow"; readonly ms: number }
  /** Never answers. */
  | { readonly kind: "stall" }
  /** Closes the connection without an answer. */
  | { readonly kind: "reset" }
  /** Closes it in the middle of the body. */
  | { readonly kind: "cut_off" }
  /** A page instead of JSON, under HTTP 200. */
  | { readonly kind: "garbage" }
  /** An error in the vendor's own words: 429, 451, 500, 503 … */
  | { readonly kind: "status"; readonly status: number; readonly retryAfter?: string }
  /** Two rows in each other's place. */
  | { readonly kind: "wrong_order" }
  /** The first row once more. */
  | { readonly kind: "twice" }
  /** No candle where `missing` says so. */
  | { readonly kind: "gaps"; readonly missing: (timeMs: number) => boolean }
  /** So many rows of each answer alone. */
  | { readonly kind: "fewer"; readonly rows: number }
  /** A clock that is ahead, or behind (less than 0): its newest candle is another than ours, and its answers say its time. */
  | { readonly kind: "skew"; readonly ms: number };

export interface LoopbackRequest {
  readonly url: URL;
  readonly headers: Headers;
}

export interface LoopbackVendor {
  readonly baseUrl: string;
  /** Requests so far, those that were answered badly too. */
  readonly requests: readonly LoopbackRequest[];
  /** `null`: well from now on. `times`: for so many requests, then well again. */
  misbehave(how: Misbehaviour | null, times?: number): void;
  /** What the header `Date` of its answers says, instead of its time. */
  date(said: string): void;
  /** Answers with other values for a candle from now on. */
  restate(asset: string, candle: LoopbackCandle): void;
  /** Resolves at the next request. */
  nextRequest(): Promise<void>;
  close(): Promise<void>;
}

export interface LoopbackOptions {
  /** Default: made-up candles without an end (`madeUpCandles`). */
  readonly candles?: CandleSource;
  /** The vendor's clock; the candle that is open by it is its newest. Default: `Date.now`. */
  readonly now?: () => number;
}

/**
 * Starts a vendor called `name` in `VENDORS`.
 *
 * @throws {RangeError} when the tests know no such vendor
 */
export function startLoopbackVendor(name: string, options: LoopbackOptions = {}): LoopbackVendor {
  const dialect = DIALECTS.find((known) => known.name === name);
  const definition = VENDORS.find((known) => known.name === name);
  if (!dialect || !definition) throw new RangeError(`No vendor ${name} on loopback.`);
  const { candles = madeUpCandles(), now = Date.now } = options;
  const assets = new Map(definition.markets.map(({ symbol, asset }) => [symbol, asset]));
  const restated = new Map<string, LoopbackCandle>();
  const requests: LoopbackRequest[] = [];
  let waiting: (() => void)[] = [];
  let how: Misbehaviour | null = null;
  let left = Infinity;
  let saidDate: string | null = null;
  const closing = Promise.withResolvers<void>();

  const server = serveByHand(async (url, headers) => {
    requests.push({ url, headers });
    for (const resolve of waiting.splice(0)) resolve();
    const bad = left > 0 ? how : null;
    left--;
    return await answer(url, headers, bad);
  });

  async function answer(
    url: URL,
    headers: Headers,
    bad: Misbehaviour | null,
  ): Promise<HandmadeResponse | "close"> {
    if (bad?.kind === "reset") return "close";
    if (bad?.kind === "stall") await closing.promise;
    if (bad?.kind === "slow") await sleep(bad.ms, closing.promise);
    if (bad?.kind === "garbage") {
      return { status: 200, headers: { "content-type": "text/html" }, body: "<html>Hello</html>" };
    }
    if (bad?.kind === "status") {
      const response = dialect!.error(bad.status);
      if (bad.retryAfter === undefined) return response;
      return { ...response, headers: { ...response.headers, "retry-after": bad.retryAfter } };
    }
    const nowMs = now() + (bad?.kind === "skew" ? bad.ms : 0);
    const asked = dialect!.read(url, headers, nowMs);
    if (asked === null) return { status: 404, body: '{"message":"no such path"}' };
    if (!isAsked(asked)) return asked;
    const asset = assets.get(asked.symbol);
    if (asset === undefined) return dialect!.notListed();
    const written = write(dialect!, url, asked, asset, nowMs, bad);
    const date = saidDate ?? new Date(nowMs).toUTCString();
    const response = { ...written, headers: { ...written.headers, date } };
    return bad?.kind === "cut_off"
      ? { ...response, cutOffAt: Math.floor(response.body.length / 2) }
      : response;
  }

  function write(
    { row, body }: Dialect,
    url: URL,
    asked: Asked,
    asset: string,
    nowMs: number,
    bad: Misbehaviour | null,
  ): HandmadeResponse {
    const { stepMs, limit, keep, order } = asked;
    const candleAt = (timeMs: number) =>
      bad?.kind === "gaps" && bad.missing(timeMs)
        ? null
        : restated.get(`${asset} ${stepMs} ${timeMs}`) ?? candles(asset, timeMs, stepMs);
    const lastMs = Math.min(asked.lastMs, nowMs);
    const found: LoopbackCandle[] = [];
    // One more than the limit tells that there are more.
    if (keep === "oldest") {
      for (let t = ceil(asked.fromMs, stepMs); t <= lastMs && found.length <= limit; t += stepMs) {
        const candle = candleAt(t);
        if (candle) found.push(candle);
      }
    } else {
      for (let t = floor(lastMs, stepMs); t >= asked.fromMs && found.length <= limit; t -= stepMs) {
        const candle = candleAt(t);
        if (candle) found.push(candle);
      }
      found.reverse();
    }
    const cut = found.length > limit;
    const kept = keep === "oldest" ? found.slice(0, limit) : found.slice(-limit);
    const context = {
      url,
      asked,
      cut,
      before: (timeMs: number) => candleAt(timeMs - stepMs),
    };
    const rows = kept.map((candle) => row(candle, context));
    if (order === "descending") rows.reverse();
    return { status: 200, body: JSON.stringify(body(disturbed(rows, bad), context)) };
  }

  return {
    baseUrl: server.baseUrl,
    requests,
    misbehave(next, times = Infinity) {
      how = next;
      left = times;
    },
    date(said) {
      saidDate = said;
    },
    restate(asset, candle) {
      for (const stepMs of [900_000, 3_600_000, 14_400_000, 86_400_000]) {
        if (candles(asset, candle.timeMs, stepMs)) {
          restated.set(`${asset} ${stepMs} ${candle.timeMs}`, candle);
        }
      }
    },
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    async close() {
      waiting = [];
      closing.resolve();
      await server.close();
    },
  };
}

/**
 * Candles without an end whose prices lie around `price`: two vendors with different ones tell when their candles are mixed.
 */
export function madeUpCandles(price = 1_000): CandleSource {
  return (_asset, timeMs, stepMs) => {
    const n = timeMs / stepMs;
    // Not where the candle before ended: who takes that for the open is found out.
    const open = price + (n % 97) + 0.25;
    const close = price + ((n + 1) % 97);
    return {
      timeMs,
      open,
      high: Math.max(open, close) + 1,
      low: Math.min(open, close) - 1,
      close,
      volume: 10 + (n % 7),
    };
  };
}

function disturbed(rows: readonly unknown[], bad: Misbehaviour | null): readonly unknown[] {
  const [first, second, ...rest] = rows;
  if (bad?.kind === "fewer") return rows.slice(0, bad.rows);
  if (rows.length < 3) return rows;
  if (bad?.kind === "wrong_order") return [second, first, ...rest];
  if (bad?.kind === "twice") return [first, first, ...rows.slice(2)];
  return rows;
}

function ceil(timeMs: number, stepMs: number): number {
  return Math.ceil(timeMs / stepMs) * stepMs;
}

function floor(timeMs: number, stepMs: number): number {
  return Math.floor(timeMs / stepMs) * stepMs;
}

async function sleep(ms: number, until: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([promise, until]);
  clearTimeout(timer);
}

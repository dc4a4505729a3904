/**
 * What all vendors do alike: ask page by page with a time-out, ask again after what may pass, read strictly, and hand on closed
 * candles of the stretch alone, in order. A vendor's own file says how it is asked and how its rows are read.
 */
import { candleOpen, type CandleSeries, candlesFromColumns } from "../../../../engine/mod.ts";
import { type MarketTimeframe, marketTimeframeMs } from "../../catalog.ts";
import { MarketDataError } from "../../errors.ts";
import { CLOSE_MARGIN_MS } from "../../newest_close.ts";
import type {
  Vendor,
  VendorDefinition,
  VendorMarket,
  VendorOptions,
  VendorPage,
  VendorRequest,
} from "../../vendor.ts";
import { type Call, ConnectionLost, Refusal, throwIfAborted, Unreadable } from "./call.ts";
import { type Failure, Failures, withoutKey } from "./failures.ts";
import { listed } from "./listing.ts";
import { withRetries } from "./retries.ts";

/** So many candles may have dropped out at a vendor that keeps the newest ones alone. */
const MOVED_CANDLES = 1;
/** Pages in a row without a candle after which the vendor is no longer followed. */
const MOST_EMPTY_PAGES = 50;
const DAY_MS = 86_400_000;
/** Candles of a session begin at its opening, which is not always a full hour. */
const SESSION_STEP_MS = 1_800_000;

/** A candle as it was read: open time in ms, open, high, low, close, volume (NaN where the vendor gives none). */
export type Row = readonly [number, number, number, number, number, number];

/** One request: open times in `[fromMs, toMs)`. */
export interface Query {
  readonly market: VendorMarket;
  readonly timeframe: MarketTimeframe;
  readonly timeframeMs: number;
  /** The vendor's word for the timeframe. */
  readonly interval: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** What the page before said about where to go on; `null` for the first. */
  readonly next: string | null;
}

/** What a vendor answered, rows not yet read. */
export interface Answer {
  readonly rows: readonly unknown[];
  /** Where the following page is, for vendors that say so. */
  readonly next?: string;
}

/** How one vendor is spoken with. */
export interface Protocol {
  /** Its word for each timeframe that it can be asked for. */
  readonly intervals: Readonly<Record<string, string>>;
  /** Candles of one answer at most. */
  readonly pageCandles: (timeframe: MarketTimeframe) => number;
  /**
   * `windows`: each request is for a stretch of no more candles than one answer holds. `rows`: for the whole rest, a full answer is followed by
   * another request. `links`: the answer says where the next one is. `newest`: one answer has all that there is.
   */
  readonly paging: "windows" | "rows" | "links" | "newest";
  /** Whether answers may begin before the stretch or go on after it, by how the vendor is asked. */
  readonly reachesOut?: boolean;
  readonly ask: (query: Query, call: Call) => Promise<Answer>;
  /** @returns `null` for a row that is no candle but filler of the vendor's */
  readonly readRow: (row: unknown, query: Query) => Row | null;
  /** Where the vendor's own words say more than the HTTP status. */
  readonly explain?: (
    failure: Failure,
    failures: Failures,
    nowMs: number,
  ) => MarketDataError | undefined;
  /** For a vendor that does not have each timeframe since the market's first day. */
  readonly firstTimeMs?: (
    market: VendorMarket,
    timeframe: MarketTimeframe,
    nowMs: number,
  ) => number;
}

/** The vendor that speaks `protocol`. */
export function createVendor(
  definition: VendorDefinition,
  options: VendorOptions,
  protocol: Protocol,
): Vendor {
  const own = listed(definition);
  const now = options.now ?? Date.now;
  const failures = new Failures(definition);
  const retryDelaysMs = options.retryDelaysMs ?? [300, 1_200];

  function firstTimeMs(asset: string, timeframe: MarketTimeframe): number {
    const market = own.market(asset);
    if (!market) return 0;
    return Math.max(market.sinceMs, protocol.firstTimeMs?.(market, timeframe, now()) ?? 0);
  }

  /**
   * Where a request begins. The newest rows move on between the caller's look at `firstTimeMs` and this one: what it left out is not
   * left out once more, or the candle between would count as a gap.
   */
  function startOf({ asset, timeframe, fromMs }: VendorRequest, timeframeMs: number): number {
    const firstMs = firstTimeMs(asset, timeframe);
    const moved = protocol.paging === "newest" ? MOVED_CANDLES * timeframeMs : 0;
    return fromMs >= firstMs - moved ? fromMs : firstMs;
  }

  async function* fetchCandles(request: VendorRequest): AsyncGenerator<VendorPage> {
    const { asset, timeframe } = request;
    const timeframeMs = marketTimeframeMs(timeframe);
    const interval = protocol.intervals[timeframe];
    const market = own.market(asset);
    if (!market) throw failures.notListed(asset);
    if (timeframeMs === undefined || interval === undefined) {
      throw new MarketDataError(
        "no_candles",
        `${definition.title} has no ${timeframe} candles of ${asset}.`,
      );
    }
    const windowMs = protocol.paging === "windows"
      ? protocol.pageCandles(timeframe) * timeframeMs
      : Infinity;
    const from = startOf(request, timeframeMs);
    // Windows end on the timeframe's own marks, so that none of them cuts a candle.
    const start = Math.ceil(from / timeframeMs) * timeframeMs;
    const common = { market, timeframe, timeframeMs, interval };
    let cursor = market.hours ? from : start;
    let next: string | null = null;
    let empty = 0;
    while (cursor < request.toMs) {
      const query: Query = {
        ...common,
        fromMs: cursor,
        toMs: Math.min(cursor + windowMs, request.toMs),
        next,
      };
      const { answer, vendorMs } = await withRetries(
        () => ask(query, request),
        retryDelaysMs,
        request.signal,
      );
      const page = readAnswer(answer, query, protocol, { nowMs: now(), vendorMs }, failures);
      yield page;
      if (page.unfinished) return;
      empty = page.candles.length > 0 ? 0 : empty + 1;
      if (answer.next !== undefined && (answer.next === next || empty > MOST_EMPTY_PAGES)) {
        throw failures.unreadable(new Unreadable("the next page leads nowhere"));
      }
      if (page.completeToMs <= cursor && answer.next === undefined) return;
      next = answer.next ?? null;
      cursor = page.completeToMs;
    }
  }

  async function ask(
    query: Query,
    { signal, asset }: VendorRequest,
  ): Promise<{ readonly answer: Answer; readonly vendorMs: number | null }> {
    throwIfAborted(signal);
    const timer = new AbortController();
    const timeout = setTimeout(() => timer.abort(), options.timeoutMs);
    const call: Call = {
      signal: AbortSignal.any(signal ? [timer.signal, signal] : [timer.signal]),
      nowMs: now(),
      status: null,
      retryAfterMs: null,
      vendorMs: null,
    };
    try {
      const answer = await protocol.ask(query, call);
      return { answer, vendorMs: call.vendorMs };
    } catch (thrown) {
      throwIfAborted(signal);
      const error = withoutKey(thrown, options.apiKey);
      if (timer.signal.aborted) throw failures.timeout(options.timeoutMs, error);
      throw explain(thrown, error, call, asset);
    } finally {
      clearTimeout(timeout);
    }
  }

  function explain(thrown: unknown, cause: unknown, call: Call, asset: string): MarketDataError {
    if (thrown instanceof MarketDataError) return thrown;
    if (thrown instanceof ConnectionLost || isConnectionLost(thrown)) {
      return failures.unreachable("could not be reached", cause);
    }
    const failure: Failure = {
      error: thrown instanceof Unreadable ? thrown : cause,
      status: thrown instanceof Refusal ? thrown.status : call.status,
      retryAfterMs: call.retryAfterMs,
      refused: thrown instanceof Refusal,
      text: thrown instanceof Refusal
        ? thrown.text
        : thrown instanceof Error
        ? thrown.message
        : String(thrown),
      asset,
    };
    return protocol.explain?.(failure, failures, call.nowMs) ?? failures.byStatus(failure);
  }

  return { ...own, firstTimeMs, fetchCandles };
}

/** `ccxt` wraps what its `fetch` throws. */
function isConnectionLost(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof ConnectionLost;
}

interface ReadPage extends VendorPage {
  /** Whether the stretch goes on past what has closed. */
  readonly unfinished: boolean;
}

/** What time it is by our clock, and by the vendor's where it says so, Unix ms. */
interface Clocks {
  readonly nowMs: number;
  readonly vendorMs: number | null;
}

/**
 * Whether a candle that ends then has closed. A vendor whose clock is behind ours is still making the candle that has closed for us: its
 * own clock, which is exact to the second, has to have passed the end, too.
 */
function hasClosed(endMs: number, { nowMs, vendorMs }: Clocks): boolean {
  return endMs + CLOSE_MARGIN_MS <= nowMs && (vendorMs === null || endMs <= vendorMs);
}

/** Where the candles end that have closed by the vendor's clock; nothing of a market with hours, whose candles begin as its sessions do. */
function closedUpTo({ fromMs, market, timeframeMs }: Query, { vendorMs }: Clocks): number {
  if (vendorMs === null || market.hours) return Infinity;
  return Math.max(fromMs, candleOpen(vendorMs, timeframeMs));
}

/** Reads an answer strictly; nothing half-right gets through. */
function readAnswer(
  { rows, next }: Answer,
  query: Query,
  protocol: Protocol,
  clocks: Clocks,
  failures: Failures,
): ReadPage {
  const { fromMs, toMs, timeframe, timeframeMs } = query;
  try {
    if (rows.length > protocol.pageCandles(timeframe)) {
      throw new Unreadable(`more candles than were asked for (${rows.length})`);
    }
    const read = rows.map((row) => protocol.readRow(row, query));
    const candles = inOrder(read.filter((row) => row !== null), protocol.paging);
    for (const [time] of candles) checkGrid(time, query);
    const inside = candles.filter(([time]) => time >= fromMs && time < toMs);
    if (candles.length > 0 && inside.length === 0 && !protocol.reachesOut) {
      throw new Unreadable("the candles are not of the time asked for");
    }
    const closed = inside.filter(([time]) => hasClosed(time + timeframeMs, clocks));
    const open = inside[closed.length];
    const last = closed.at(-1);
    const more = next !== undefined ||
      (protocol.paging === "rows" && rows.length >= protocol.pageCandles(timeframe));
    const madeToMs = closedUpTo(query, clocks);
    const saidToMs = more ? last === undefined ? fromMs : last[0] + timeframeMs : toMs;
    return {
      candles: toSeries(closed, timeframeMs),
      completeToMs: Math.min(saidToMs, toMs, open?.[0] ?? Infinity, madeToMs),
      unfinished: open !== undefined || madeToMs < toMs,
    };
  } catch (error) {
    throw failures.unreadable(error);
  }
}

/** Oldest first. Where answers are whole stretches the newest may come first; a mixture is an error. */
function inOrder(rows: readonly Row[], paging: Protocol["paging"]): readonly Row[] {
  const first = rows[0];
  const last = rows.at(-1);
  const turned = paging === "windows" && first !== undefined && last !== undefined &&
    first[0] > last[0];
  const ordered = turned ? rows.toReversed() : rows;
  for (let i = 1; i < ordered.length; i++) {
    if (!(ordered[i]![0] > ordered[i - 1]![0])) {
      throw new Unreadable("the candles are not in the order of their times, or one came twice");
    }
  }
  return ordered;
}

function checkGrid(time: number, { market, timeframeMs }: Query): void {
  const step = market.hours && timeframeMs < DAY_MS
    ? Math.min(SESSION_STEP_MS, timeframeMs)
    : timeframeMs;
  if (time % step !== 0) throw new Unreadable(`a candle opens between two marks (${time})`);
}

function toSeries(rows: readonly Row[], timeframeMs: number): CandleSeries {
  const column = (index: number) => Float64Array.from(rows, (row) => row[index] ?? NaN);
  return candlesFromColumns({
    time: column(0),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  }, { timeframeMs });
}

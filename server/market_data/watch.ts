/**
 * Looks after the shared series: asks their vendors for what is new and once more for what was new lately, fills gaps that can be
 * filled by now, and writes down what is wrong with what is stored. Only months that have changed since are read again.
 */
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import { WorkLeases } from "../db/work_leases.ts";
import { describeError, type Logger } from "../logging/log.ts";
import { giveWay } from "../threads/give_way.ts";
import { MARKET_TIMEFRAMES, SYNTHETIC_VENUE } from "./catalog.ts";
import {
  type CandleColumns,
  checkCandles,
  disagreements,
  type Finding,
  FINDING_KINDS,
  staleness,
} from "./checks.ts";
import { MarketDataError } from "./errors.ts";
import { Findings } from "./findings.ts";
import { COLUMN_NAMES } from "./month_columns.ts";
import { monthStart } from "./months.ts";
import { newestClose } from "./newest_close.ts";
import { atTime, ofSeries, type SeriesKey } from "./series.ts";
import type { SeriesExchange } from "./series_exchange.ts";
import type { MarketData } from "./service.ts";
import { openWithin } from "./sessions.ts";
import type { SeriesSummary } from "./store.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A series that was looked at within this time is passed over, so that the clocks of several processes make one look an hour. */
const REST_MS = 50 * 60_000;
/** A series that ended before is not kept up: nobody has asked for its newest candles. */
const KEPT_UP_MS = 7 * DAY_MS;
/** What closed so long ago is asked for a second time: late trades are in it by then. */
const RECHECK_AFTER_MS = DAY_MS;
/** How far back the first second look goes, and the longest of them. */
const FIRST_RECHECK_MS = 2 * DAY_MS;
const LONGEST_RECHECK_MS = 7 * DAY_MS;
/** So long before candles can no longer be had they are fetched, whether somebody has asked for them or not. */
const LEAVING_MS = 2 * DAY_MS;
/** Gaps of one series that its vendor is asked for in one look. */
const GAPS_A_LOOK = 10;
/** Found by one series alone, month by month. */
const OWN_KINDS = FINDING_KINDS.filter((kind) => kind !== "stale" && kind !== "disagreement");

/** What a look did. */
export interface WatchReport {
  readonly series: number;
  /** Findings that were not known. */
  readonly found: number;
  /** Candles that differ by now from what is stored. */
  readonly restated: number;
  /** Missing candles that were stored. */
  readonly filled: number;
  /** Series whose vendor could not be asked. */
  readonly failed: number;
}

export interface MarketWatchParts {
  readonly db: Kysely<Database>;
  readonly marketData: Pick<MarketData, "store" | "exchangeOf">;
  readonly log: Logger;
  /** Unix ms. */
  readonly now: () => number;
  /** Told of candles whose vendor gives other values by now; what it throws is logged. */
  readonly onRestated?: (restated: Restated) => Promise<void>;
}

/** Candles of a shared series that were found to have other values. */
export interface Restated extends Pick<SeriesKey, "asset" | "timeframe" | "venue"> {
  readonly candles: number;
}

export class MarketWatch {
  readonly findings: Findings;
  readonly #parts: MarketWatchParts;
  readonly #leases: WorkLeases;

  constructor(parts: MarketWatchParts) {
    this.#parts = parts;
    this.findings = new Findings(parts.db);
    this.#leases = new WorkLeases(parts.db);
  }

  /**
   * Looks at every shared series that has not been looked at within `restMs`; `null` when another process is doing so.
   *
   * @throws when the database is away
   */
  async look(
    { restMs = REST_MS, signal }: {
      readonly restMs?: number;
      readonly signal?: AbortSignal;
    } = {},
  ): Promise<WatchReport | null> {
    const total = { series: 0, found: 0, restated: 0, filled: 0, failed: 0 };
    const done = await this.#leases.ifFree("market watch", async () => {
      const shared = (await this.#parts.marketData.store.summaries(null))
        .filter(({ venue }) => venue !== SYNTHETIC_VENUE);
      const due = await this.#due(restMs);
      for (const series of shared) {
        signal?.throwIfAborted();
        if (!due(series)) continue;
        const one = await this.#lookAt(series, shared, signal);
        total.series++;
        total.found += one.found;
        total.restated += one.restated;
        total.filled += one.filled;
        total.failed += one.failed;
        await giveWay();
      }
    });
    if (!done) return null;
    const { log } = this.#parts;
    const { found, restated, failed } = total;
    log[found + restated + failed > 0 ? "warn" : "info"]("market data was checked", total);
    return total;
  }

  /** When a series was looked at last, of all; `null` before the first time. */
  async checkedAt(): Promise<Date | null> {
    const row = await this.#parts.db.selectFrom("candle_checks")
      .select((eb) => eb.fn.max("checked_at").as("at")).executeTakeFirst();
    return row?.at ?? null;
  }

  async #due(restMs: number): Promise<(series: SeriesKey) => boolean> {
    const { rows } = await sql<{ asset: string; timeframe: string; venue: string }>`
      select asset, timeframe, venue from candle_checks
        where checked_at > now() - ${restMs} * interval '1 millisecond'
          and checked_at <= now()`.execute(this.#parts.db);
    const rested = new Set(rows.map((row) => nameOf(row)));
    return (series) => !rested.has(nameOf(series));
  }

  async #lookAt(
    summary: SeriesSummary,
    shared: readonly SeriesSummary[],
    signal: AbortSignal | undefined,
  ): Promise<Omit<WatchReport, "series">> {
    const { asset, timeframe, venue } = summary;
    const key: SeriesKey = { asset, timeframe, venue, ownerId: null };
    const exchange = this.#parts.marketData.exchangeOf(key);
    const asked = exchange
      ? await this.#ask(key, summary, exchange, signal)
      : { restated: 0, filled: 0, failed: 0 };
    let found = await this.#checkChanged(key, exchange, shared);
    if (exchange && asked.failed === 0) {
      const filled = await this.#fillGaps(key, exchange, signal);
      if (filled > 0) found += await this.#checkChanged(key, exchange, shared);
      asked.filled += filled;
    }
    found += await this.#checkLost(key, exchange);
    found += await this.#checkAge(key, exchange);
    await this.#note(key, { checked: true });
    if (asked.restated > 0) {
      const told = { asset, timeframe, venue, candles: asked.restated };
      await this.#parts.onRestated?.(told).catch((error) =>
        this.#parts.log.warn("restated candles could not be told", {
          asset,
          timeframe,
          error: describeError(error),
        })
      );
    }
    return { found, ...asked };
  }

  /** Asks for what is new where the series is kept up, and a second time for what was new. */
  async #ask(
    key: SeriesKey,
    { lastMs }: SeriesSummary,
    exchange: SeriesExchange,
    signal: AbortSignal | undefined,
  ): Promise<{ restated: number; filled: number; failed: number }> {
    const timeframeMs = MARKET_TIMEFRAMES[key.timeframe];
    const nowMs = this.#parts.now();
    const done = { restated: 0, filled: 0, failed: 0 };
    try {
      const end = newestClose(nowMs, timeframeMs);
      const isWanted = isLeaving(lastMs + timeframeMs, exchange) ||
        await this.#isKeptUp(key, lastMs);
      if (isWanted && lastMs + timeframeMs < end) {
        await exchange.fetch({ from: lastMs + timeframeMs, to: end }, signal);
      }
      const before = await this.#recheckedTo(key);
      const to = Math.min(lastMs + timeframeMs, newestClose(nowMs - RECHECK_AFTER_MS, timeframeMs));
      const from = before === null
        ? to - Math.max(FIRST_RECHECK_MS, timeframeMs)
        : Math.max(before, to - Math.max(LONGEST_RECHECK_MS, timeframeMs));
      if (from < to) {
        const { restated, inserted } = await exchange.recheck({ from, to }, signal);
        done.restated += restated;
        done.filled += inserted;
        await this.#note(key, { recheckedTo: to });
      }
    } catch (error) {
      this.#failed(key, error, signal);
      done.failed++;
    }
    return done;
  }

  async #fillGaps(
    key: SeriesKey,
    exchange: SeriesExchange,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    let filled = 0;
    try {
      for (const { fromMs, toMs } of await this.findings.takeGaps(key, GAPS_A_LOOK)) {
        filled += (await exchange.recheck({ from: fromMs, to: toMs }, signal)).inserted;
      }
    } catch (error) {
      this.#failed(key, error, signal);
    }
    return filled;
  }

  #failed(key: SeriesKey, error: unknown, signal: AbortSignal | undefined): void {
    if (signal?.aborted || !(error instanceof MarketDataError)) throw error;
    const { asset, timeframe, venue } = key;
    const fields = { asset, timeframe, venue, error: describeError(error) };
    this.#parts.log.info("a series could not be brought up to date", fields);
  }

  /** Whether somebody has asked for the newest candles lately, or they could not be had since. */
  async #isKeptUp(key: SeriesKey, lastMs: number): Promise<boolean> {
    const keptUpMs = Math.max(KEPT_UP_MS, 2 * MARKET_TIMEFRAMES[key.timeframe]);
    if (lastMs >= this.#parts.now() - keptUpMs) return true;
    const { rows } = await sql`select 1 from candle_findings where asset = ${key.asset}
      and timeframe = ${key.timeframe} and venue = ${key.venue} and kind = 'stale' limit 1`
      .execute(this.#parts.db);
    return rows.length > 0;
  }

  /**
   * A gap behind the newest stored candle: what its vendor no longer gives. It is told before there is a candle behind it, which is
   * when the candles alone would tell.
   */
  async #checkLost(key: SeriesKey, exchange: SeriesExchange | null): Promise<number> {
    const timeframeMs = MARKET_TIMEFRAMES[key.timeframe];
    const ends = await this.#parts.marketData.store.ends(key, 0, this.#parts.now());
    if (!ends) return 0;
    const fromMs = ends.lastMs + timeframeMs;
    const toMs = exchange?.keepsFromMs ?? 0;
    const candles = Math.round((toMs - fromMs) / timeframeMs);
    const lost: Finding[] = candles > 0 ? [{ kind: "gap", fromMs, toMs, candles, size: null }] : [];
    return await this.findings.replace(key, { kinds: ["gap"], fromMs }, lost);
  }

  async #checkAge(key: SeriesKey, exchange: SeriesExchange | null): Promise<number> {
    const timeframeMs = MARKET_TIMEFRAMES[key.timeframe];
    const ends = await this.#parts.marketData.store.ends(key, 0, this.#parts.now());
    const found: Finding[] = [];
    if (exchange && ends && await this.#isKeptUp(key, ends.lastMs)) {
      const stale = staleness({
        lastMs: ends.lastMs,
        closedBeforeMs: newestClose(this.#parts.now(), timeframeMs),
        timeframeMs,
        ...(exchange.hours ? { openWithin: openWithin(exchange.hours) } : {}),
      });
      if (stale) found.push(stale);
    }
    return await this.findings.replace(key, { kinds: ["stale"], fromMs: 0 }, found);
  }

  /** Checks the months from the first one on that is another than when it was checked. */
  async #checkChanged(
    key: SeriesKey,
    exchange: SeriesExchange | null,
    shared: readonly SeriesSummary[],
  ): Promise<number> {
    const { rows } = await sql<{ months: string; checked: string }>`
      select coalesce(string_agg(month || ' ' || version, ',' order by month), '') as months,
          coalesce((select months from candle_checks where asset = ${key.asset}
            and timeframe = ${key.timeframe} and venue = ${key.venue}), '') as checked
        from candle_months where ${ofSeries(key)}`.execute(this.#parts.db);
    const { months = "", checked = "" } = rows[0] ?? {};
    const known = new Set(checked.split(","));
    const all = months.split(",").filter((entry) => entry !== "");
    const firstChanged = all.findIndex((entry) => !known.has(entry));
    if (firstChanged < 0) return 0;
    const numbers = all.map((entry) => Number(entry.split(" ")[0]));
    const found: Finding[] = [];
    let before = await this.#read(key, numbers[firstChanged - 1]);
    const changed = numbers.slice(firstChanged);
    for (const month of changed) {
      const columns = await this.#read(key, month);
      found.push(...checkCandles({
        columns: joined(before, columns),
        fromMs: monthStart(month),
        timeframeMs: MARKET_TIMEFRAMES[key.timeframe],
        ...(exchange?.hours ? { openWithin: openWithin(exchange.hours) } : {}),
      }));
      if (columns.length > 0) before = columns;
      await giveWay();
    }
    const fromMs = monthStart(changed[0] ?? 0);
    let added = await this.findings.replace(key, { kinds: OWN_KINDS, fromMs }, found);
    for (const other of shared) {
      const isSame = other.asset === key.asset && other.timeframe === key.timeframe;
      if (isSame && other.venue !== key.venue) added += await this.#compare(key, other, changed);
    }
    await this.#note(key, { months });
    return added;
  }

  /** Disagreements of two venues in some months, kept with that of the two whose name comes first. */
  async #compare(key: SeriesKey, other: SeriesKey, months: readonly number[]): Promise<number> {
    const [first, second] = [key, { ...other, ownerId: null }]
      .toSorted((a, b) => a.venue < b.venue ? -1 : 1);
    if (!first || !second) return 0;
    let added = 0;
    const timeframeMs = MARKET_TIMEFRAMES[key.timeframe];
    const found: Finding[] = [];
    for (const month of months) {
      const [one, two] = [await this.#read(first, month), await this.#read(second, month)];
      found.push(...disagreements(one, two, timeframeMs));
      await giveWay();
    }
    added += await this.findings.replace(first, {
      kinds: ["disagreement"],
      fromMs: monthStart(months[0] ?? 0),
      otherVenue: second.venue,
    }, found);
    return added;
  }

  async #read(key: SeriesKey, month: number | undefined): Promise<CandleColumns> {
    const stored = month === undefined
      ? []
      : await this.#parts.marketData.store.months(key, [month]);
    return stored[0]?.columns ?? NOTHING;
  }

  async #recheckedTo({ asset, timeframe, venue }: SeriesKey): Promise<number | null> {
    const row = await this.#parts.db.selectFrom("candle_checks").select("rechecked_to")
      .where("asset", "=", asset).where("timeframe", "=", timeframe).where("venue", "=", venue)
      .executeTakeFirst();
    return row?.rechecked_to?.getTime() ?? null;
  }

  async #note(
    { asset, timeframe, venue }: SeriesKey,
    { checked = false, months, recheckedTo }: {
      readonly checked?: boolean;
      readonly months?: string;
      readonly recheckedTo?: number;
    },
  ): Promise<void> {
    const values = {
      ...(checked ? { checked_at: sql<Date>`now()` } : {}),
      ...(months === undefined ? {} : { months }),
      ...(recheckedTo === undefined ? {} : { rechecked_to: atTime(recheckedTo) }),
    };
    await this.#parts.db.insertInto("candle_checks").values({ asset, timeframe, venue, ...values })
      .onConflict((conflict) =>
        conflict.constraint("candle_checks_series")
          .doUpdateSet({ ...values, updated_at: sql<Date>`now()` })
      ).execute();
  }
}

/** Whether candles from a moment on are about to be lost, and are not yet. */
function isLeaving(fromMs: number, { keepsFromMs }: SeriesExchange): boolean {
  return keepsFromMs !== null && fromMs >= keepsFromMs && fromMs < keepsFromMs + LEAVING_MS;
}

const NOTHING: CandleColumns = joinedFrom([]);

function joined(before: CandleColumns, after: CandleColumns): CandleColumns {
  return before.length === 0 ? after : joinedFrom([before, after]);
}

function joinedFrom(parts: readonly CandleColumns[]): CandleColumns {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const columns = COLUMN_NAMES.map((name) => {
    const column = new Float64Array(length);
    let at = 0;
    for (const part of parts) {
      column.set(part[name], at);
      at += part.length;
    }
    return [name, column] as const;
  });
  return { ...Object.fromEntries(columns), length } as CandleColumns;
}

function nameOf({ asset, timeframe, venue }: Pick<SeriesSummary, "asset" | "venue"> & {
  readonly timeframe: string;
}): string {
  return JSON.stringify([asset, timeframe, venue]);
}

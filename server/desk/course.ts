/** How a follow has fared since it began, beside the range that its past made likely. */
import type { Kysely } from "kysely";
import type { FollowCourse } from "../../contracts/desk.ts";
import { MIN_PAST_DAYS, type TrackRecordBand } from "../../contracts/schedules.ts";
import { runDesk } from "../../engine/desk.ts";
import { firstAtOrAfter, runBacktest, sliceCandles, type StrategyPlan } from "../../engine/mod.ts";
import type { Database } from "../db/schema.ts";
import { MARKET_TIMEFRAMES, type MarketTimeframe } from "../market_data/catalog.ts";
import { MarketDataError } from "../market_data/errors.ts";
import type { MarketData } from "../market_data/service.ts";
import { bootstrapBand } from "../track_records/bootstrap.ts";
import { dailyReturns } from "../track_records/seal_split.ts";
import { seenBy, settingsOf } from "./advance.ts";
import { blockedCandles, type FollowedRow } from "./queries.ts";
import { readSeen } from "./series_copy.ts";

/** `seriesOf` tells which candles are at hand: for a range nothing is fetched. */
export type CourseMarketData = Pick<MarketData, "candles"> & Partial<Pick<MarketData, "seriesOf">>;

/** Points of a curve; of longer ones every n-th and the last. */
const MOST_POINTS = 400;
/** Days before the follow began that its range is drawn from, at the most. */
const PAST_DAYS = 365;
const DAY_MS = 86_400_000;
/** Paths of a range: a picture's width shows no difference to more. */
const PATHS = 1_000;
/** Answers that are kept, of the follows that were asked for last. */
const KEPT = 500;

interface Past {
  readonly days: number;
  readonly band: TrackRecordBand | null;
}

export class Courses {
  readonly #pasts = new Kept<Past>();
  readonly #courses = new Kept<{ readonly at: number; readonly course: FollowCourse }>();

  constructor(
    private readonly db: Kysely<Database>,
    private readonly marketData: CourseMarketData,
  ) {}

  /** Without a point before the first candle. */
  async of(follow: FollowedRow, plan: StrategyPlan): Promise<FollowCourse> {
    const at = follow.last_candle_at?.getTime();
    if (at === undefined) return { time: [], close: [], equity: [], likely: null };
    const known = this.#courses.get(follow.id);
    if (known?.at === at) return known.course;
    const stored = await readSeen(this.db, follow.series_id, follow.history_from);
    const seen = await seenBy(this.db, follow, stored, plan);
    const candles = sliceCandles(seen, 0, firstAtOrAfter(seen, at + 1));
    const blocked = await blockedCandles(this.db, follow.id);
    const run = runDesk(candles, plan, settingsOf(follow), (time) => blocked.has(time));
    const bars = pointsOf(run.candles.length);
    const past = await this.#pastOf(follow, plan);
    const course: FollowCourse = {
      time: bars.map((bar) => run.candles.time[bar]! + candles.timeframeMs),
      close: bars.map((bar) => run.candles.close[bar]!),
      equity: bars.map((bar) => run.equity[bar]!),
      likely: past && likelyOf(past, follow, at + candles.timeframeMs),
    };
    this.#courses.set(follow.id, { at, course });
    return course;
  }

  /** What the version made on the days before it was followed; `null` when that cannot be said now. */
  async #pastOf(follow: FollowedRow, plan: StrategyPlan): Promise<Past | null> {
    const known = this.#pasts.get(follow.id);
    if (known) return known;
    const past = await this.#readPast(follow, plan);
    if (past) this.#pasts.set(follow.id, past);
    return past;
  }

  async #readPast(follow: FollowedRow, plan: StrategyPlan): Promise<Past | null> {
    const { asset, venue, started_at } = follow;
    const timeframe = follow.timeframe as MarketTimeframe;
    const toMs = started_at.getTime();
    try {
      const series = await this.marketData.seriesOf?.({ asset, timeframe });
      const firstMs = series?.firstMs ?? null;
      if (firstMs === null) return { days: 0, band: null };
      const fromMs = Math.max(firstMs, toMs - PAST_DAYS * DAY_MS);
      if (toMs - fromMs < MIN_PAST_DAYS * DAY_MS) return { days: 0, band: null };
      const { historyBars } = plan;
      const candles = await this.marketData
        .candles({ asset, timeframe, venue, fromMs, toMs, historyBars });
      const result = runBacktest(candles, plan, { ...settingsOf(follow), fromMs });
      const returns = dailyReturns({
        data: { first_tradable_bar: result.firstTradableBar },
        equity: { time: [...result.candles.time], value: [...result.equity] },
        trades: [],
      }, { beforeMs: toMs, timeframeMs: MARKET_TIMEFRAMES[timeframe] });
      const days = returns.length;
      if (days < MIN_PAST_DAYS) return { days, band: null };
      // The same range whenever and wherever it is asked for.
      const seed = Number.parseInt(follow.id.slice(0, 8), 16);
      return { days, band: bootstrapBand(returns, { seed, paths: PATHS }) };
    } catch (error) {
      if (error instanceof MarketDataError || error instanceof RangeError) return null;
      throw error;
    }
  }
}

/** The range at the end of each whole day since the follow began, the day under way included; day 0 is the capital. */
function likelyOf(
  { days, band }: Past,
  { initial_capital, started_at }: FollowedRow,
  untilMs: number,
): FollowCourse["likely"] {
  const since = Math.ceil((untilMs - started_at.getTime()) / DAY_MS);
  const worth = (returns: readonly number[]) => [
    initial_capital,
    ...returns.slice(0, since).map((value) => initial_capital * (1 + value)),
  ];
  return {
    past_days: days,
    needed_days: MIN_PAST_DAYS,
    low: band ? worth(band.p5) : [],
    middle: band ? worth(band.p50) : [],
    high: band ? worth(band.p95) : [],
  };
}

function pointsOf(length: number): number[] {
  const step = Math.max(1, Math.ceil(length / MOST_POINTS));
  const bars: number[] = [];
  // Counted from the end, so that the newest is always there.
  for (let bar = length - 1; bar >= 0; bar -= step) bars.push(bar);
  return bars.reverse();
}

/** Values that were used last. */
class Kept<T> {
  readonly #values = new Map<string, T>();

  get(key: string): T | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: T): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    const [oldest] = this.#values.keys();
    if (this.#values.size > KEPT && oldest !== undefined) this.#values.delete(oldest);
  }
}

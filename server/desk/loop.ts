/**
 * Taking follows through the candles that have closed. Every process that is started looks after them; the rows decide who does
 * what, so that each candle counts once.
 */
import type { Kysely } from "kysely";
import type { StrategyPlan } from "../../engine/mod.ts";
import { isUnavailable } from "../db/errors.ts";
import type { Database } from "../db/schema.ts";
import type { DiskRoom } from "../disk/disk_room.ts";
import { describeError, type Logger } from "../logging/log.ts";
import { MARKET_TIMEFRAMES, type MarketTimeframe } from "../market_data/catalog.ts";
import { MarketDataError } from "../market_data/errors.ts";
import { sessionsBetween } from "../market_data/market_hours.ts";
import type { MarketHours } from "../market_data/vendor.ts";
import type { MarketData } from "../market_data/service.ts";
import type { Notifications } from "../notifications/notifications.ts";
import { deskTopic } from "../notifications/topics.ts";
import { compilations } from "../strategies/compilations.ts";
import {
  advance,
  type Advanced,
  quoteOf,
  seenBy,
  settingsOf,
  tellEvent,
  whatIf,
} from "./advance.ts";
import type { DeskHooks } from "./hooks.ts";
import {
  blockedCandles,
  dueFollows,
  followById,
  type FollowedRow,
  followedSeries,
  lockFollow,
  type SeriesRow,
  updateFollow,
} from "./queries.ts";
import { candlesOf, seriesOf } from "./seen_candles.ts";
import { SeriesCopies, type SeriesState, type TellRestated } from "./series_copy.ts";
import { restatedWords, silentWords } from "./words.ts";

export interface DeskLoopOptions {
  readonly db: Kysely<Database>;
  readonly marketData: Pick<MarketData, "assets" | "candles" | "closedBefore" | "expectedVenue">;
  readonly notifications: Pick<Notifications, "publish">;
  /** While it is full, nothing is begun. */
  readonly disk: Pick<DiskRoom, "isFull">;
  readonly log: Logger;
  readonly now: () => number;
  /** Who else is told. */
  readonly hooks?: DeskHooks;
}

/** How often a process looks for candles that have closed. */
const LOOK_MS = 2_000;
/** How long a series is left alone after its newest candle was not there yet, at the most. */
const LONGEST_WAIT_MS = 60_000;
/** Candles that may be missing before it is said. */
const SILENT_CANDLES = 3;
/** Attempts on a follow that others work on at the same time. */
const TRIES = 5;

export interface DeskReport {
  /** Candles that follows went through. */
  readonly steps: number;
  readonly signals: number;
}

export class DeskLoop {
  readonly #parts: DeskLoopOptions;
  readonly #copies: SeriesCopies;
  /** When a series is looked at again, and how long it was left alone last. */
  readonly #waits = new Map<string, { readonly untilMs: number; readonly ms: number }>();
  #timer: ReturnType<typeof setInterval> | null = null;
  #sweeping: Promise<DeskReport> | null = null;
  #stopped = false;

  constructor(parts: DeskLoopOptions) {
    this.#parts = parts;
    this.#copies = new SeriesCopies(parts.db, (...told) => this.#tellRestated(...told));
  }

  /** Looks for closed candles now, and again and again until `stop`. */
  start(): void {
    const run = () => {
      this.sweep().catch((error) =>
        this.#parts.log.warn("follows could not be looked after", { error: describeError(error) })
      );
    };
    run();
    this.#timer = setInterval(run, LOOK_MS);
  }

  /** Begins nothing new, and waits for what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#sweeping?.catch(() => {});
  }

  /**
   * Takes every follow through the candles that have closed. Every process may call it at any time; two at once in one process
   * are one.
   *
   * @throws when the database is away
   */
  sweep(): Promise<DeskReport> {
    return this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = null;
    });
  }

  async #sweep(): Promise<DeskReport> {
    const { db, marketData, disk, now, log } = this.#parts;
    const report = { steps: 0, signals: 0 };
    if (await disk.isFull()) return report;
    for (const series of await followedSeries(db)) {
      if (this.#stopped) break;
      const timeframe = series.timeframe as MarketTimeframe;
      const newestMs = marketData.closedBefore(timeframe) - MARKET_TIMEFRAMES[timeframe];
      const isDue = series.started_at.getTime() <= newestMs &&
        (series.behind_at === null || series.behind_at.getTime() < newestMs);
      if (!isDue || (this.#waits.get(series.id)?.untilMs ?? 0) > now()) continue;
      try {
        const { steps, signals } = await this.#advanceSeries(series, newestMs);
        report.steps += steps;
        report.signals += signals;
        if (steps > 0) this.#waits.delete(series.id);
        else this.#wait(series.id);
      } catch (error) {
        this.#wait(series.id);
        if (isUnavailable(error)) throw error;
        const level = error instanceof MarketDataError ? "warn" : "error";
        log[level]("a followed series could not be looked after", {
          asset: series.asset,
          timeframe,
          error: describeError(error),
        });
      }
    }
    return report;
  }

  /** The candles are not there yet, or something went wrong: the next look comes a little later each time. */
  #wait(seriesId: string): void {
    const before = this.#waits.get(seriesId)?.ms ?? LOOK_MS / 2;
    const ms = Math.min(LONGEST_WAIT_MS, before * 2);
    this.#waits.set(seriesId, { untilMs: this.#parts.now() + ms, ms });
  }

  async #advanceSeries(series: SeriesRow, newestMs: number): Promise<DeskReport> {
    const { db, marketData } = this.#parts;
    const follows = (await dueFollows(db, series.id, newestMs)).map((follow) => ({
      follow,
      plan: planOf(follow),
    }));
    if (follows.length === 0) return { steps: 0, signals: 0 };
    const timeframe = series.timeframe as MarketTimeframe;
    const started = follows.map(({ follow }) => follow.started_at.getTime());
    const fromMs = Math.min(...started);
    const request = {
      asset: series.asset,
      timeframe,
      // The one it was followed on: another's candles would pass for corrections.
      venue: series.venue,
      fromMs,
      toMs: newestMs + MARKET_TIMEFRAMES[timeframe],
      historyBars: Math.max(...follows.map(({ plan }) => plan.historyBars)),
    };
    const market = await marketData.candles(request).catch(async (error) => {
      if (error instanceof MarketDataError) await this.#tellSilent(follows, newestMs, timeframe);
      throw error;
    });
    const report = { steps: 0, signals: 0 };
    let state = await this.#copies.sync(series.id, candlesOf(market));
    for (const { follow, plan } of follows) {
      if (this.#stopped) break;
      let current: FollowedRow | undefined = follow;
      for (let tries = 0; current && tries < TRIES; tries++) {
        const done = await this.#advance(current, { plan, state });
        report.steps += done.steps;
        report.signals += done.signals;
        if (done.steps > 0) await tellDesk(this.#parts, follow.user_id, follow.id);
        if (!done.isStale) break;
        state = await this.#copies.sync(series.id, candlesOf(market));
        current = await followById(db, follow.id);
        if (current?.stopped_at) break;
      }
    }
    if (report.steps === 0) await this.#tellSilent(follows, newestMs, timeframe);
    return report;
  }

  async #advance(
    follow: FollowedRow,
    { plan, state }: {
      readonly plan: StrategyPlan;
      readonly state: SeriesState;
    },
  ): Promise<Advanced> {
    const { db, now, log, hooks } = this.#parts;
    const onProblem = (error: unknown) =>
      log.warn("a step of a follow could not be told", {
        follow_id: follow.id,
        error: describeError(error),
      });
    try {
      return await advance(db, follow, { plan, state, now, hooks, onProblem });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // What cannot be computed will not become computable by trying: the others go on.
      log.warn("a follow could not be computed", {
        follow_id: follow.id,
        error: describeError(error),
      });
      await db.transaction().execute(async (trx) => {
        if (!await lockFollow(trx, follow.id)) return;
        await updateFollow(trx, follow.id, { problem: error.message });
        await tellEvent(trx, { follow, hooks }, {
          key: `problem:${error.message}`.slice(0, 200),
          type: "problem",
          severity: "error",
          message: error.message,
          atMs: now(),
        });
      });
      return { steps: 0, signals: 0, isStale: false };
    }
  }

  /** Says of follows whose candles stay away since when they wait. */
  async #tellSilent(
    follows: readonly { readonly follow: FollowedRow }[],
    newestMs: number,
    timeframe: MarketTimeframe,
  ): Promise<void> {
    const { db, now, hooks } = this.#parts;
    const ms = MARKET_TIMEFRAMES[timeframe];
    for (const { follow } of follows) {
      const last = follow.last_candle_at?.getTime() ?? follow.started_at.getTime() - ms;
      const isSilent =
        openTimeOf(follow.hours, last + ms, newestMs + ms, ms) >= SILENT_CANDLES * ms;
      if (!isSilent || follow.problem !== null) continue;
      const message = silentWords(last + ms);
      await updateFollow(db, follow.id, { problem: message });
      await tellEvent(db, { follow, hooks }, {
        key: `silent:${last}`,
        type: "candles_missing",
        severity: "warning",
        message,
        atMs: now(),
      });
      await tellDesk(this.#parts, follow.user_id, follow.id);
    }
  }

  /** Says what candles that were corrected, or came late, would have changed. */
  #tellRestated: TellRestated = async (trx, affected, state) => {
    const { now, hooks } = this.#parts;
    for (const [id, restated] of affected) {
      const follow = await followById(trx, id);
      if (!follow?.last_candle_at) continue;
      const plan = planOf(follow);
      const until = follow.last_candle_at.getTime();
      const settings = settingsOf(follow);
      const blocked = await blockedCandles(trx, id);
      const own = await seenBy(trx, follow, state.candles, plan);
      const seen = whatIf(plan, settings, own, { until, blocked });
      const ms = MARKET_TIMEFRAMES[follow.timeframe as MarketTimeframe];
      const market = whatIf(plan, settings, seriesOf(state.candles, ms), { until, blocked });
      const first = restated[0]!;
      await tellEvent(trx, { follow, hooks }, {
        key: `restated:${state.revision}`,
        type: "candles_restated",
        severity: "warning",
        message: restatedWords(
          {
            count: restated.length,
            firstMs: first.after.time,
            late: restated.every(({ before }) => before === null),
          },
          seen ?? { trades: 0, equity: follow.equity },
          seen && market,
          quoteOf(follow.asset),
        ),
        metadata: { candles: restated.slice(0, 100), seen, market },
        atMs: now(),
      });
    }
  };
}

/** How long a market was open within a range of candles, ms; one without hours always is. */
function openTimeOf(
  hours: MarketHours | null,
  fromMs: number,
  toMs: number,
  timeframeMs: number,
): number {
  if (hours === null) return toMs - fromMs;
  const sessions = sessionsBetween(hours, { fromMs, toMs, timeframeMs });
  let open = 0;
  for (let n = 0; n < sessions.length; n += 2) {
    open += Math.max(0, Math.min(sessions[n + 1]!, toMs) - Math.max(sessions[n]!, fromMs));
  }
  return open;
}

/** Tells who looks at an account's desk that a follow has changed. A failure to publish undoes nothing. */
export async function tellDesk(
  { notifications, log }: Pick<DeskLoopOptions, "notifications" | "log">,
  userId: string,
  followId: string,
): Promise<void> {
  await notifications.publish(deskTopic(userId), followId).catch((error) =>
    log.warn("the change of a follow could not be published", {
      follow_id: followId,
      error: describeError(error),
    })
  );
}

/** The plan of a follow's version. @throws {Error} for one that does not compile any more */
export function planOf(follow: FollowedRow): StrategyPlan {
  const compiled = compilations.of(follow.definition_json);
  if (compiled.kind === "sound") return compiled.plan;
  throw new Error(`follow ${follow.id}: its version does not compile`);
}

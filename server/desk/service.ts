/** The paper desk: versions that are followed on their markets, candle by candle, with a simulated broker. */
import { DEFAULT_FEE_PERCENT, DEFAULT_SLIPPAGE_PERCENT } from "../../contracts/backtests.ts";
import type { CreateFollow, FlipPrices, FollowCourse, UpdateFollow } from "../../contracts/desk.ts";
import { readContext } from "../../contracts/strategy_context.ts";
import { AppError } from "../../contracts/errors.ts";
import { MARKET_TIMEFRAMES, type MarketTimeframe } from "../market_data/catalog.ts";
import type { FollowRow } from "../db/desk_schema.ts";
import type { Limits } from "../limits/limits.ts";
import type { Notifications } from "../notifications/notifications.ts";
import { deskTopic } from "../notifications/topics.ts";
import { compilations } from "../strategies/compilations.ts";
import { findStrategy, findVersion } from "../strategies/queries.ts";
import { type CourseMarketData, Courses } from "./course.ts";
import { DeskFeeds } from "./feed.ts";
import { PaperBridge } from "./brokers/ibkr/bridge.ts";
import { openTws, type TwsOptions } from "./brokers/ibkr/tws.ts";
import { BROKERS } from "./brokers/mod.ts";
import { paperStandings, seenTrades } from "./brokers/slippage_seen.ts";
import { Flips } from "./flips.ts";
import { instrumentOf } from "./instruments.ts";
import { DeskLoop, type DeskLoopOptions, type DeskReport, planOf, tellDesk } from "./loop.ts";
import {
  countOpenFollows,
  endPause,
  findFollow,
  followById,
  type FollowedRow,
  insertEvent,
  insertFollow,
  insertPause,
  instrumentId,
  listFollows,
  lockAccount,
  lockFollow,
  type PauseReason,
  positionsOf,
  seriesId,
  updateFollow,
  usualCosts,
} from "./queries.ts";
import { listEvents, listOrders, listSignals, listTrades, type PageQuery } from "./reads.ts";
import { cancelOpenOrders } from "./records.ts";
import { momentInWords } from "./basics/amounts.ts";
import { PAUSED_WORDS } from "./words.ts";

export interface DeskOptions extends DeskLoopOptions {
  readonly notifications: Pick<Notifications, "publish" | "subscribe">;
  readonly marketData: DeskLoopOptions["marketData"] & CourseMarketData;
  /** The paper account at Interactive Brokers; `null` where none is set up. */
  readonly paperAccount: TwsOptions | null;
  readonly limits: Pick<Limits, "requireRoomForFollow">;
}

export class Desk {
  /** What is new, row by row, for those who look on. */
  readonly feeds: DeskFeeds;
  readonly #parts: DeskOptions;
  readonly #loop: DeskLoop;
  readonly #flips: Flips;
  readonly #paper: PaperBridge | null;
  readonly #courses: Courses;

  constructor(parts: DeskOptions) {
    this.#parts = parts;
    this.#loop = new DeskLoop(parts);
    this.#flips = new Flips(parts.db);
    this.#courses = new Courses(parts.db, parts.marketData);
    this.feeds = new DeskFeeds(parts);
    const { paperAccount } = parts;
    this.#paper = paperAccount && new PaperBridge({
      ...parts,
      connect: (onNews) => openTws(paperAccount, onNews),
      tell: async (followId) => {
        const row = await followById(parts.db, followId);
        if (row) await tellDesk(parts, row.user_id, followId);
      },
    });
  }

  /** Whether an asset can be traded in the paper account. */
  hasPaperAccountFor(asset: string): boolean {
    return this.#paper !== null && BROKERS.ibkr_paper.refusalOf(asset) === null;
  }

  /** @throws {AppError} `not_found`, `invalid_strategy` with the faults, `invalid_input` for the broker, `limit_reached` */
  async follow(userId: string, wanted: CreateFollow): Promise<FollowedRow> {
    const { db, marketData, limits, now } = this.#parts;
    const strategy = await findStrategy(db, userId, wanted.strategy_id);
    if (!strategy) throw new AppError("not_found", "There is no such strategy.");
    const version = await findVersion(db, strategy.id, wanted.version);
    if (!version) throw new AppError("not_found", "There is no such version of this strategy.");
    const compiled = compilations.of(version.definition_json);
    if (compiled.kind !== "sound") {
      throw new AppError("invalid_strategy", "This version has faults and cannot be followed.", {
        issues: compiled.faults.map(({ message }) => ({ message })),
      });
    }
    const context = readContext(strategy.context);
    const costs = await usualCosts(db, userId);
    const { asset, timeframe } = strategy;
    const broker = BROKERS[wanted.broker ?? "simulated"];
    const refusal = broker.name === "ibkr_paper" && this.#paper === null
      ? "The paper account at Interactive Brokers is not set up: IBKR_HOST is missing."
      : broker.refusalOf(asset);
    if (refusal !== null) {
      throw new AppError("invalid_input", refusal, {
        issues: [{ path: "broker", message: refusal }],
      });
    }
    const venue = await marketData.expectedVenue(asset);
    const instrument = marketData.assets.find(asset) && instrumentOf(asset, venue);
    if (!instrument) throw new AppError("not_found", `${asset} is not on offer any more.`);
    const ms = MARKET_TIMEFRAMES[timeframe as MarketTimeframe];
    const nowMs = now();
    // The candle that is open now: its close is the first that is heard.
    const startMs = Math.floor(nowMs / ms) * ms;
    const id = await db.transaction().execute(async (trx) => {
      if (!await lockAccount(trx, userId)) {
        throw new AppError("not_found", "There is no such strategy.");
      }
      await limits.requireRoomForFollow(trx, userId, await countOpenFollows(trx, userId));
      const id = await insertFollow(trx, {
        user_id: userId,
        strategy_id: strategy.id,
        strategy_version_id: version.id,
        instrument_id: await instrumentId(trx, instrument),
        broker: broker.name,
        series_id: await seriesId(trx, { asset, timeframe, venue }),
        initial_capital: wanted.initial_capital,
        fee_percent: wanted.fee_percent ?? context.fee_percent ?? costs?.default_fee_percent ??
          DEFAULT_FEE_PERCENT,
        slippage_percent: wanted.slippage_percent ?? context.slippage_percent ??
          costs?.default_slippage_percent ?? DEFAULT_SLIPPAGE_PERCENT,
        intrabar: wanted.intrabar ?? context.intrabar ?? "stop_first",
        max_order: wanted.max_order ?? null,
        max_daily_loss_percent: wanted.max_daily_loss_percent ?? null,
        max_orders_per_hour: wanted.max_orders_per_hour ?? null,
        started_at: new Date(startMs),
        equity: wanted.initial_capital,
      });
      await insertEvent(trx, id, {
        key: "followed",
        type: "followed",
        severity: "info",
        message:
          `Version ${version.version_number} is followed on ${asset} ${timeframe}. The candle of ${
            momentInWords(startMs)
          } is the first one whose close counts.`,
        atMs: nowMs,
      });
      return id;
    });
    await tellDesk(this.#parts, userId, id);
    return await this.get(userId, id);
  }

  /** As {@link Flips.of}. @throws {AppError} `not_found` */
  async flipPrices(userId: string, id: string): Promise<FlipPrices | null> {
    const follow = await this.get(userId, id);
    return await this.#flips.of(follow, planOf(follow));
  }

  /** As {@link Courses.of}. @throws {AppError} `not_found` */
  async course(userId: string, id: string): Promise<FollowCourse> {
    const follow = await this.get(userId, id);
    return await this.#courses.of(follow, planOf(follow));
  }

  /** What a follow holds, from its fills. */
  async held(userId: string, id: string): Promise<number> {
    return (await positionsOf(this.#parts.db, userId)).get(id) ?? 0;
  }

  /** @throws {AppError} `not_found` */
  async get(userId: string, id: string): Promise<FollowedRow> {
    const row = await findFollow(this.#parts.db, userId, id);
    if (!row) throw new AppError("not_found", "There is no such follow.");
    const [told = row] = await this.#withPaper([row]);
    return told;
  }

  /** The account's follows with what each holds, from its fills. */
  async list(userId: string): Promise<{ row: FollowedRow; held: number }[]> {
    const { db } = this.#parts;
    const [rows, held] = [await listFollows(db, userId), await positionsOf(db, userId)];
    return (await this.#withPaper(rows)).map((row) => ({ row, held: held.get(row.id) ?? 0 }));
  }

  /** The same with how the paper account of each stands, where it has one. */
  async #withPaper(rows: readonly FollowedRow[]): Promise<FollowedRow[]> {
    const ids = rows.filter(({ broker }) => broker === "ibkr_paper").map(({ id }) => id);
    const standings = await paperStandings(this.#parts.db, ids);
    return rows.map((row) => ({ ...row, paper: standings.get(row.id) ?? null }));
  }

  /** Nothing is bought until it is resumed. Twice is fine. @throws {AppError} `not_found`, `invalid_input` when it was stopped */
  async pause(userId: string, id: string): Promise<FollowedRow> {
    await this.#change(userId, id, (parts) => this.#pause(parts, "owner"));
    return await this.get(userId, id);
  }

  /** Pauses every follow of an account that goes on; answers how many there were. */
  async pauseAll(userId: string): Promise<number> {
    let paused = 0;
    for (const { row } of await this.list(userId)) {
      if (row.status !== "active") continue;
      await this.#change(userId, row.id, (parts) => this.#pause(parts, "everything"));
      paused++;
    }
    return paused;
  }

  /** @throws {AppError} `not_found`, `invalid_input` when it was stopped */
  async resume(userId: string, id: string): Promise<FollowedRow> {
    await this.#change(userId, id, async ({ trx, id, nowMs }) => {
      if (!await endPause(trx, id, nowMs)) return;
      await insertEvent(trx, id, {
        key: `resumed:${nowMs}`,
        type: "resumed",
        severity: "info",
        message: "Resumed.",
        atMs: nowMs,
      });
    });
    return await this.get(userId, id);
  }

  /** Ends a follow: open orders are canceled, an open position stays marked at the last close. */
  async stopFollow(userId: string, id: string): Promise<FollowedRow> {
    await this.#change(userId, id, async ({ trx, id, row, nowMs }) => {
      await endPause(trx, id, nowMs);
      const canceled = await cancelOpenOrders(trx, id, nowMs);
      await BROKERS[row.broker].onStop(trx, row, nowMs);
      await updateFollow(trx, id, {
        status: "stopped",
        stopped_at: new Date(nowMs),
        pending: null,
        problem: null,
      });
      await insertEvent(trx, id, {
        key: "stopped",
        type: "stopped",
        severity: "info",
        message: canceled === 0
          ? "Stopped."
          : `Stopped. ${canceled} open order${canceled === 1 ? " was" : "s were"} canceled.`,
        atMs: nowMs,
      });
    });
    return await this.get(userId, id);
  }

  /** @throws {AppError} `not_found`, `invalid_input` when it was stopped */
  async setLimits(
    userId: string,
    id: string,
    limits: Omit<UpdateFollow, "action">,
  ): Promise<FollowedRow> {
    await this.#change(userId, id, async ({ trx, id, nowMs }) => {
      const given = Object.entries(limits).filter(([, value]) => value !== undefined);
      if (given.length === 0) return;
      await updateFollow(trx, id, Object.fromEntries(given));
      await insertEvent(trx, id, {
        key: `limits:${nowMs}`,
        type: "limits",
        severity: "info",
        message: "Limits were changed.",
        metadata: Object.fromEntries(given),
        atMs: nowMs,
      });
    });
    return await this.get(userId, id);
  }

  /** @throws {AppError} `not_found` for a follow that is not the account's */
  async signals(userId: string, query: Parameters<typeof listSignals>[2]) {
    await this.#checkFollow(userId, query);
    return await listSignals(this.#parts.db, userId, query);
  }

  /** @throws {AppError} `not_found` */
  async orders(userId: string, query: Parameters<typeof listOrders>[2]) {
    await this.#checkFollow(userId, query);
    return await listOrders(this.#parts.db, userId, query);
  }

  /** @throws {AppError} `not_found` */
  async trades(userId: string, query: Parameters<typeof listTrades>[2]) {
    await this.#checkFollow(userId, query);
    const { db } = this.#parts;
    const { rows, next } = await listTrades(db, userId, query);
    const seen = await seenTrades(db, { tradeIds: rows.map(({ id }) => id) });
    return { rows: rows.map((row) => ({ ...row, seen: seen.get(row.id) ?? null })), next };
  }

  /** @throws {AppError} `not_found` */
  async events(userId: string, query: Parameters<typeof listEvents>[2]) {
    await this.#checkFollow(userId, query);
    return await listEvents(this.#parts.db, userId, query);
  }

  /** The follows of an account that change, until `signal` aborts; `null` when some may have been missed. */
  async *changes(userId: string, signal: AbortSignal): AsyncIterable<string | null> {
    const changed = new Set<string | null>();
    let wake = () => {};
    const leave = this.#parts.notifications.subscribe(deskTopic(userId), (notification) => {
      changed.add(notification.kind === "message" ? notification.message : null);
      wake();
    });
    const end = () => wake();
    signal.addEventListener("abort", end);
    try {
      while (!signal.aborted) {
        if (changed.size === 0) {
          await new Promise<void>((resolve) => wake = resolve);
          continue;
        }
        const [id = null] = changed;
        changed.delete(id);
        yield id;
      }
    } finally {
      leave();
      signal.removeEventListener("abort", end);
    }
  }

  async #checkFollow(userId: string, { follow_id }: PageQuery): Promise<void> {
    if (follow_id !== undefined) await this.get(userId, follow_id);
  }

  /** Looks for closed candles now, and again and again until `stop`. */
  start(): void {
    this.#loop.start();
    this.#paper?.start();
  }

  /** Begins nothing new, and waits for what is under way. */
  async stop(): Promise<void> {
    await this.#loop.stop();
    await this.#paper?.stop();
  }

  /** As {@link DeskLoop.sweep}. */
  async sweep(): Promise<DeskReport> {
    const report = await this.#loop.sweep();
    if (report.steps > 0) this.#paper?.nudge();
    return report;
  }

  async #pause(
    { trx, id, nowMs }: ChangeParts,
    reason: Extract<PauseReason, "owner" | "everything">,
  ): Promise<void> {
    if (!await insertPause(trx, id, { atMs: nowMs, reason })) return;
    await insertEvent(trx, id, {
      key: `paused:${nowMs}`,
      type: "paused",
      severity: "info",
      message: PAUSED_WORDS[reason],
      atMs: nowMs,
    });
  }

  async #change(
    userId: string,
    id: string,
    change: (parts: ChangeParts) => Promise<void>,
  ): Promise<void> {
    const { db, now } = this.#parts;
    await this.get(userId, id);
    await db.transaction().execute(async (trx) => {
      const row = await lockFollow(trx, id);
      if (!row) throw new AppError("not_found", "There is no such follow.");
      if (row.stopped_at) {
        throw new AppError("invalid_input", "This follow was stopped and cannot be changed.");
      }
      await change({ trx, id, row, nowMs: now() });
    });
    await tellDesk(this.#parts, userId, id);
  }
}

interface ChangeParts {
  readonly trx: Parameters<typeof lockFollow>[0];
  readonly id: string;
  readonly row: FollowRow;
  readonly nowMs: number;
}

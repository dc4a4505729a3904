/**
 * One follow through the candles that it has not seen, one transaction a candle. A candle counts once, whoever works on it and
 * wherever a process ends: the row says how far the follow has come, and the transaction that moves it on writes all that the
 * candle did.
 */
import type { Kysely, Transaction } from "kysely";
import {
  type CandleSeries,
  firstAtOrAfter,
  type RunSettings,
  sliceCandles,
  type StrategyPlan,
} from "../../engine/mod.ts";
import { type DeskPosition, type DeskRun, runDesk, stepOf } from "../../engine/desk.ts";
import { intrabarSchema } from "../../contracts/backtests.ts";
import type { Reading } from "../../contracts/desk.ts";
import { engineSettings } from "../../contracts/engine_settings.ts";
import type { FollowRow, SignalOutcome } from "../db/desk_schema.ts";
import type { Database } from "../db/schema.ts";
import { MARKET_TIMEFRAMES, type MarketTimeframe } from "../market_data/catalog.ts";
import { BROKERS } from "./brokers/mod.ts";
import { type Block, blockOf, dailyLoss } from "./guards.ts";
import {
  blockedCandles,
  countOrders,
  type FollowedRow,
  insertEvent,
  insertPause,
  lockStep,
  type NewEvent,
  overridesOf,
  type Pause,
  pausesOf,
  updateFollow,
} from "./queries.ts";
import type { DeskHooks } from "./hooks.ts";
import { markTrade, writeStep } from "./records.ts";
import { asSeen, historyFrom, type SeenCandles, seriesOf } from "./seen_candles.ts";
import { readingOf } from "./reading.ts";
import type { SeriesState } from "./series_copy.ts";
import {
  dailyLossWords,
  largestOrderWords,
  ordersPerHourWords,
  pausedSignalWords,
} from "./words.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** What a page shows of a follow; kept with its row. */
export interface FollowState {
  /** Open of the candle, Unix ms. */
  readonly time: number;
  readonly close: number;
  readonly position: DeskPosition | null;
  readonly reading: Reading | null;
}

export interface Advanced {
  /** Candles that were worked on here. */
  readonly steps: number;
  readonly signals: number;
  /** Somebody else has changed the follow or the series meanwhile: read them again. */
  readonly isStale: boolean;
}

export function settingsOf(follow: FollowRow): RunSettings {
  const intrabar = intrabarSchema.parse(follow.intrabar);
  return engineSettings({ ...follow, intrabar }, { fromMs: follow.started_at.getTime() });
}

/** The candles as a follow has seen them, history first. */
export async function seenBy(
  db: Kysely<Database>,
  follow: FollowedRow,
  candles: SeenCandles,
  plan: StrategyPlan,
): Promise<CandleSeries> {
  const timeframeMs = MARKET_TIMEFRAMES[follow.timeframe as MarketTimeframe];
  // Before its first step it has seen nothing, so everything is as it is now.
  const fromMs = follow.history_from?.getTime() ??
    historyFrom(seriesOf(candles, timeframeMs), follow.started_at.getTime(), plan.historyBars);
  const overrides = follow.history_from ? await overridesOf(db, follow.id) : new Map();
  return seriesOf(asSeen(candles, overrides, fromMs), timeframeMs);
}

/**
 * @param now Unix ms, when the candles were heard of
 * @throws {RangeError} for candles that the strategy cannot be computed on
 */
export async function advance(
  db: Kysely<Database>,
  follow: FollowedRow,
  { plan, state, now, hooks = {}, onProblem }: {
    readonly plan: StrategyPlan;
    readonly state: SeriesState;
    readonly now: () => number;
    readonly hooks?: DeskHooks | undefined;
    /** Told what `afterStep` has thrown. */
    readonly onProblem: (error: unknown) => void;
  },
): Promise<Advanced> {
  const seen = await seenBy(db, follow, state.candles, plan);
  const settings = settingsOf(follow);
  const [blocked, pauses] = [await blockedCandles(db, follow.id), await pausesOf(db, follow.id)];
  let lastMs = follow.last_candle_at?.getTime() ?? null;
  let [steps, signals] = [0, 0];
  const first = firstAtOrAfter(seen, lastMs === null ? follow.started_at.getTime() : lastMs + 1);
  for (let bar = first; bar < seen.length; bar++) {
    const candles = sliceCandles(seen, 0, bar + 1);
    const time = candles.time[bar]!;
    const parts = { follow, plan, candles, settings, blocked, pauses, hooks, nowMs: now() };
    const done = await db.transaction().execute(async (trx) => {
      const row = await lockStep(trx, follow, { revision: state.revision, lastMs });
      return row ? await step(trx, row, { ...parts, isNewest: bar === seen.length - 1 }) : null;
    });
    if (done === null) return { steps, signals, isStale: true };
    if (done.block) blocked.add(time);
    if (done.pause) pauses.push(done.pause);
    if (done.signalId !== null) signals++;
    steps++;
    lastMs = time;
    await hooks.afterStep?.({ follow, candleMs: time, signalId: done.signalId }).catch(onProblem);
  }
  return { steps, signals, isStale: false };
}

interface StepParts {
  readonly follow: FollowedRow;
  readonly plan: StrategyPlan;
  /** Up to the candle of the step. */
  readonly candles: CandleSeries;
  readonly settings: RunSettings;
  readonly blocked: ReadonlySet<number>;
  readonly pauses: readonly Pause[];
  readonly hooks: DeskHooks;
  readonly nowMs: number;
  readonly isNewest: boolean;
}

async function step(trx: Transaction<Database>, row: FollowRow, parts: StepParts) {
  const { follow, plan, candles, settings, blocked, hooks, nowMs, isNewest } = parts;
  const run = runDesk(candles, plan, settings, (time) => blocked.has(time));
  const last = candles.length - 1;
  const time = candles.time[last]!;
  const closedAtMs = time + candles.timeframeMs;
  const pause = await pauseOfLoss(trx, row, run, parts, closedAtMs);
  const block = run.pending === "entry" ? await blockOfEntry(trx, row, run, closedAtMs) : null;
  const told = stepOf(run, row.pending, block !== null);
  const outcome: SignalOutcome | null = told.signal &&
    (told.signal.outcome === "blocked" ? block : told.signal.outcome);
  const reading = () => readingOf(candles, plan, settings);
  const { signalId } = await writeStep(trx, {
    followId: row.id,
    versionId: row.strategy_version_id,
    broker: row.broker,
    step: told,
    outcome,
    reading,
    closedAtMs,
    close: candles.close[last]!,
    heardAtMs: nowMs,
  });
  if (signalId !== null && told.signal && outcome !== null) {
    const { type } = told.signal;
    const price = candles.close[last]!;
    await hooks.onSignal?.(trx, { follow, signalId, type, outcome, candleMs: time, price });
  }
  await BROKERS[row.broker].onStep(trx, {
    follow: row,
    asset: follow.asset,
    step: told,
    run,
    close: candles.close[last]!,
    closedAtMs,
    timeframeMs: candles.timeframeMs,
    nowMs,
    isNewest,
  });
  const open = run.trades.at(-1);
  if (told.position && open) await markTrade(trx, row.id, open);
  if (block) {
    await tellEvent(trx, parts, {
      key: `${block}:${time}`,
      type: `entry_${block}`,
      severity: "warning",
      message: blockWords(block, row, run, quoteOf(follow.asset)),
      atMs: closedAtMs,
    });
  }
  const state: FollowState = {
    time,
    close: candles.close[last]!,
    position: told.position,
    reading: isNewest ? reading() : null,
  };
  await updateFollow(trx, row.id, {
    last_candle_at: new Date(time),
    ...(row.history_from ? {} : { history_from: new Date(candles.time[0]!) }),
    pending: told.pending,
    equity: told.equity,
    state_json: JSON.stringify(state),
    problem: null,
  });
  return { block, pause, signalId };
}

/** Writes an event down and tells it, once. */
export async function tellEvent(
  trx: Kysely<Database>,
  { follow, hooks }: { readonly follow: FollowedRow; readonly hooks?: DeskHooks | undefined },
  event: NewEvent,
): Promise<void> {
  if (await insertEvent(trx, follow.id, event)) await hooks?.onEvent?.(trx, { follow, event });
}

async function blockOfEntry(
  trx: Transaction<Database>,
  row: FollowRow,
  run: DeskRun,
  closedAtMs: number,
): Promise<Block | null> {
  const isPaused = (await pausesOf(trx, row.id)).some(({ fromMs, toMs }) =>
    fromMs <= closedAtMs && (toMs === null || closedAtMs < toMs)
  );
  const ordersThisHour = row.max_orders_per_hour === null
    ? 0
    : await countOrders(trx, row.id, closedAtMs - HOUR_MS);
  return blockOf(row, { isPaused, orderValue: run.orderValue, ordersThisHour });
}

/** Begins a pause when the day's loss has reached its limit; once a day, so that its owner may go on. */
async function pauseOfLoss(
  trx: Transaction<Database>,
  row: FollowRow,
  run: DeskRun,
  parts: StepParts,
  closedAtMs: number,
): Promise<Pause | null> {
  const most = row.max_daily_loss_percent;
  if (most === null) return null;
  const { candles, equity } = run;
  const loss = dailyLoss({
    time: candles.time,
    equity,
    timeframeMs: candles.timeframeMs,
    capital: row.initial_capital,
  });
  if (loss * 100 < most) return null;
  const dayOf = (ms: number) => Math.floor((ms - 1) / DAY_MS);
  const isKnown = parts.pauses.some(({ reason, fromMs }) =>
    reason === "daily_loss" && dayOf(fromMs) === dayOf(closedAtMs)
  );
  if (isKnown) return null;
  const pause = { atMs: closedAtMs, reason: "daily_loss" } as const;
  if (!await insertPause(trx, row.id, pause)) return null;
  await tellEvent(trx, parts, {
    key: `daily_loss:${closedAtMs}`,
    type: "daily_loss",
    severity: "warning",
    message: dailyLossWords(loss, most),
    metadata: { loss },
    atMs: closedAtMs,
  });
  return { fromMs: closedAtMs, toMs: null, reason: "daily_loss" };
}

function blockWords(block: Block, row: FollowRow, run: DeskRun, quote: string): string {
  if (block === "largest_order") return largestOrderWords(run.orderValue, row.max_order!, quote);
  if (block === "orders_per_hour") return ordersPerHourWords(row.max_orders_per_hour!);
  return pausedSignalWords();
}

export function quoteOf(asset: string): string {
  return asset.split("/")[1] ?? "USD";
}

/** What a follow has come to at a candle, or would have on other candles. */
export function whatIf(
  plan: StrategyPlan,
  settings: RunSettings,
  candles: CandleSeries,
  { until, blocked }: { readonly until: number; readonly blocked: ReadonlySet<number> },
): { readonly trades: number; readonly equity: number } | null {
  const range = sliceCandles(candles, 0, firstAtOrAfter(candles, until + 1));
  if (range.length === 0) return null;
  try {
    const { trades, equity } = runDesk(range, plan, settings, (time) => blocked.has(time));
    return { trades: trades.length, equity: equity.at(-1) ?? settings.initialCapital };
  } catch (error) {
    // Candles that cannot be computed on say nothing.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

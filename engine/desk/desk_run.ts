/**
 * A strategy as it stands after the newest candle: the same simulation as a backtest's, over the same columns, together with
 * what a backtest does not keep (the levels in force, the signals of the last candle). Where no signal is blocked, trades and
 * equity are those of `runBacktest` to the last bit.
 */
import { type CandleSeries, sliceCandles } from "../candles/candle_series.ts";
import { ColumnReader } from "../kernels/signal_reader.ts";
import { checkAmounts } from "../simulation/amounts.ts";
import { computeColumns } from "../simulation/columns.ts";
import { EquityCurve } from "../simulation/curve.ts";
import { simulationInput } from "../simulation/input.ts";
import { levelAbove, levelBelow, sizeOf } from "../simulation/orders.ts";
import { firstKnownBar, rangeOf } from "../simulation/range.ts";
import { checkSettings, type RunSettings } from "../simulation/settings.ts";
import { simulate, type SimulationInput } from "../simulation/simulate.ts";
import type { Trade } from "../simulation/trade.ts";
import { TradeLog } from "../simulation/trade_log.ts";
import { checkVolume } from "../simulation/volume_check.ts";
import type { StrategyPlan } from "../strategy/plan.ts";

/** Whether the entry signal at the close of the candle that opens at a time is not followed. */
type IsBlocked = (openTimeMs: number) => boolean;

/** Every entry signal counts, as in a backtest. */
export const blockedByNothing: IsBlocked = () => false;

/** Levels in force, `null` where there is none. */
interface Levels {
  readonly stop: number | null;
  readonly target: number | null;
}

export interface DeskRun {
  readonly settings: RunSettings;
  /** The candles of the range, bar 0 first. */
  readonly candles: CandleSeries;
  /** One value a bar, quote currency. */
  readonly equity: Float64Array;
  /** Closed ones in order, an open one last. */
  readonly trades: readonly Trade[];
  /** What the signals of the last candle order for the open of the next one. */
  readonly pending: "entry" | "exit" | null;
  /** Signals of the last candle, before anything is blocked; false before signals count. */
  readonly entrySignal: boolean;
  readonly exitSignal: boolean;
  /** Every signal of the strategy on the last bar, as zeros and ones in the order of computing. */
  readonly signalKey: string;
  /** Values of its series on the last bar, as far as they are known. */
  readonly series: readonly number[];
  /** Levels on the last bar of the last trade: as they stood on it, and as they stand after its close. */
  readonly levels: { readonly before: Levels; readonly after: Levels };
  /** What an entry at the last close would be worth, quote currency without the fee; 0 where there is nothing to buy with. */
  readonly orderValue: number;
  /** Levels of an entry that is filled at the last close. */
  readonly entryLevels: Levels;
  /** Whether a stop of the strategy trails. */
  readonly hasTrailingStop: boolean;
}

/**
 * Runs a strategy up to the last candle.
 *
 * @param settings `fromMs` = where the range begins
 * @param isBlocked entry signals that are not followed; exits, stops and targets go on
 * @throws {RangeError} where `runBacktest` would
 */
export function runDesk(
  candles: CandleSeries,
  plan: StrategyPlan,
  settings: RunSettings,
  isBlocked: IsBlocked = blockedByNothing,
): DeskRun {
  checkSettings(settings);
  checkVolume(plan, candles);
  const loaded = rangeOf(candles, plan.historyBars, settings);
  const { offset } = loaded;
  const columns = computeColumns(plan, plan.nodes, loaded.candles);
  const range = sliceCandles(loaded.candles, offset, loaded.candles.length);
  const series = plan.usedSlots.map((slot) => columns[slot]!);
  const firstSignalBar = Math.max(0, firstKnownBar(series, plan.lookbackBars, loaded) - offset);
  const entry = columns[plan.entrySlot] as Uint8Array;
  const exit = plan.exitSlot === null ? null : columns[plan.exitSlot] as Uint8Array;
  const followed = entry.slice();
  for (let i = offset; i < followed.length; i++) {
    if (followed[i] === 1 && isBlocked(loaded.candles.time[i]!)) followed[i] = 0;
  }
  const input: SimulationInput = {
    ...simulationInput(plan, plan.risk, columns, loaded, firstSignalBar, settings),
    entry: new ColumnReader(followed),
    exit: exit && new ColumnReader(exit),
  };
  const log = new TradeLog();
  const curve = new EquityCurve(range);
  curve.begin(settings.initialCapital);
  const simulation = simulate(input, log, curve);
  checkAmounts(simulation, curve.equity, curve.drawdown);
  const { pending } = simulation;
  const trades = log.toTrades(range);
  const last = range.length - 1;
  const counts = last >= firstSignalBar;
  return {
    settings,
    candles: range,
    equity: curve.equity,
    trades,
    pending,
    entrySignal: counts && entry[last + offset] === 1,
    exitSignal: counts && exit !== null && exit[last + offset] === 1,
    signalKey: columns.map((column) => column instanceof Uint8Array ? column.at(-1) : "").join(""),
    series: columns.flatMap((column) =>
      column instanceof Float64Array ? [column[column.length - 1]!] : []
    ).filter(Number.isFinite),
    levels: levelsOf(input, trades.at(-1)),
    ...entryAtClose(input, curve.equity[last]!),
    hasTrailingStop: plan.risk.trailingStop !== null,
  };
}

/** The levels of a trade on its last bar, by the rules 11 to 13 of the simulation. */
function levelsOf(
  { candles, offset, risk, stopAtr, targetAtr, trailAtr }: SimulationInput,
  trade: Trade | undefined,
): DeskRun["levels"] {
  const none = { stop: null, target: null };
  if (!trade) return { before: none, after: none };
  const { entry_bar, entry_price: fill } = trade;
  const { stopLoss, takeProfit, trailingStop } = risk;
  const signal = entry_bar + offset - 1;
  const fixed = stopLoss ? levelBelow(stopLoss, fill, stopAtr, signal) : -Infinity;
  let trail = trailingStop ? levelBelow(trailingStop, fill, trailAtr, signal) : -Infinity;
  const distance = trailingStop?.mode === "atr" ? trailingStop.value * trailAtr![signal]! : 0;
  const initial = stopLoss ? fixed : trailingStop ? trail : NaN;
  const target = takeProfit ? levelAbove(takeProfit, fill, targetAtr, signal, initial) : null;
  const inForce = (): Levels => {
    const stop = Math.max(fixed, trail);
    return { stop: stop > -Infinity ? stop : null, target };
  };
  let highest = fill;
  let before = inForce();
  const last = trade.exit_bar ?? candles.length - offset - 1;
  for (let bar = entry_bar; bar <= last; bar++) {
    before = inForce();
    const high = candles.high[bar + offset]!;
    if (!trailingStop || high <= highest) continue;
    highest = high;
    trail = trailingStop.mode === "percent"
      ? highest * (1 - trailingStop.value / 100)
      : highest - distance;
  }
  return { before, after: inForce() };
}

/** What an entry at the last close would be worth, and its levels. */
function entryAtClose(
  input: SimulationInput,
  cash: number,
): Pick<DeskRun, "orderValue" | "entryLevels"> {
  const { candles, risk, stopAtr, targetAtr, trailAtr, settings } = input;
  const { stopLoss, takeProfit, trailingStop } = risk;
  const at = candles.length - 1;
  const { feeRate: fee, slippageRate: slip } = settings;
  const fill = candles.close[at]! * (1 + slip);
  const fixed = stopLoss ? levelBelow(stopLoss, fill, stopAtr, at) : -Infinity;
  const trail = trailingStop ? levelBelow(trailingStop, fill, trailAtr, at) : -Infinity;
  const initial = stopLoss ? fixed : trailingStop ? trail : NaN;
  const inForce = Math.max(fixed, trail);
  const size = sizeOf(risk.size, cash / (fill * (1 + fee)), cash, fill, initial, fee, slip);
  return {
    orderValue: size > 0 ? size * fill : 0,
    entryLevels: {
      stop: inForce > -Infinity ? inForce : null,
      target: takeProfit ? levelAbove(takeProfit, fill, targetAtr, at, initial) : null,
    },
  };
}

/**
 * The walk over the bars of the range (engine rules 6–16). `i` is the bar of the range, `i + offset` its place in the loaded
 * columns.
 */
import type { CandleSeries } from "../candles/candle_series.ts";
import type { RiskRules } from "../strategy/plan.ts";
import type { Curve } from "./curve.ts";
import { levelAbove, levelBelow, sizeOf } from "./orders.ts";
import type { RunSettings } from "./settings.ts";
import { NEVER, type SignalReader } from "../kernels/signal_reader.ts";
import {
  AMBIGUOUS,
  GAP,
  OPEN,
  SIGNAL,
  STOP_LOSS,
  TAKE_PROFIT,
  TIME,
  TradeLog,
  TRAILING_STOP,
} from "./trade_log.ts";

export interface SimulationInput {
  /** History and range. */
  readonly candles: CandleSeries;
  /** Place of bar 0 in the candles. */
  readonly offset: number;
  /** First bar at whose close signals count. */
  readonly firstSignalBar: number;
  readonly entry: SignalReader;
  readonly exit: SignalReader | null;
  readonly stopAtr: Float64Array | null;
  readonly targetAtr: Float64Array | null;
  readonly trailAtr: Float64Array | null;
  readonly risk: RiskRules;
  readonly settings: RunSettings;
}

export interface IgnoredEntries {
  in_position: number;
  exit_at_same_close: number;
  cooldown: number;
  no_cash: number;
  last_bar: number;
}

/** Entry signals while a position is held go uncounted where the reader cannot count. */
export interface SimulationOutput {
  /** At the last close, quote currency. */
  readonly lastEquity: number;
  readonly pending: "entry" | "exit" | null;
  readonly entrySignals: number;
  readonly filled: number;
  readonly ignored: IgnoredEntries;
  /** Bars with a position at any moment between their open and their close. */
  readonly barsInPosition: number;
  readonly feesPaid: number;
  readonly slippagePaid: number;
}

/** Nothing is pending, or no exit on this bar. */
const NONE = -1;

/**
 * Runs the simulation.
 *
 * @param trades an empty log, filled here: closed trades in order, the open one last
 * @param curve told what everything is worth at the close of each bar of the range, in order
 */
export function simulate(input: SimulationInput, trades: TradeLog, curve: Curve): SimulationOutput {
  const { candles, offset, firstSignalBar, entry, exit, risk, settings } = input;
  const { open, high, low, close } = candles;
  const bars = candles.length - offset;
  const fee = settings.feeRate;
  const slip = settings.slippageRate;
  const { timeExitBars, cooldownBars } = risk;
  const trailRule = risk.trailingStop;
  const hasStop = risk.stopLoss !== null;
  const hasTrail = trailRule !== null;
  const hasLevels = hasStop || hasTrail || risk.takeProfit !== null;
  const ignored: IgnoredEntries = {
    in_position: 0,
    exit_at_same_close: 0,
    cooldown: 0,
    no_cash: 0,
    last_bar: 0,
  };

  let cash = settings.initialCapital;
  let quantity = 0;
  let entryBar = 0;
  let entryPrice = 0;
  let entryCost = 0;
  let entryFee = 0;
  let entrySlippage = 0;
  let stopLevel = -Infinity;
  let trailLevel = -Infinity;
  let trailDistance = 0;
  let targetLevel = Infinity;
  let initialStop = NaN;
  let highestHigh = 0;
  let pendingEntry = false;
  let pendingExit = NONE;
  let cooldownUntil = -1;
  /** Places of the first signals at or after the last places that were asked for. */
  let nextEntry = entry.next(firstSignalBar + offset);
  let nextExit = exit === null ? NEVER : -1;
  let entrySignals = 0;
  let filled = 0;
  let barsInPosition = 0;
  /** First bar in cash that the curve has not been told of. */
  let flatFrom = 0;
  let feesPaid = 0;
  let slippagePaid = 0;

  for (let i = 0; i < bars; i++) {
    // Nothing held and nothing ordered: nothing happens before the next entry signal.
    if (quantity === 0 && !pendingEntry) {
      if (nextEntry < i + offset) nextEntry = entry.next(i + offset);
      const next = Math.min(bars, nextEntry - offset);
      curve.flat(flatFrom, Math.min(bars, next + 1), cash);
      flatFrom = next + 1;
      i = next;
      if (i === bars) break;
      entrySignals++;
      if (exit !== null && nextExit < nextEntry) nextExit = exit.next(nextEntry);
      if (nextExit === nextEntry) ignored.exit_at_same_close++;
      else if (i <= cooldownUntil) ignored.cooldown++;
      else pendingEntry = true;
      continue;
    }
    if (pendingEntry) {
      // b. A pending entry fills at the open.
      pendingEntry = false;
      const price = open[i + offset]!;
      const fill = price * (1 + slip);
      const signal = i + offset - 1;
      stopLevel = risk.stopLoss
        ? levelBelow(risk.stopLoss, fill, input.stopAtr, signal)
        : -Infinity;
      trailLevel = trailRule ? levelBelow(trailRule, fill, input.trailAtr, signal) : -Infinity;
      initialStop = hasStop ? stopLevel : hasTrail ? trailLevel : NaN;
      const affordable = cash / (fill * (1 + fee));
      const size = sizeOf(risk.size, affordable, cash, fill, initialStop, fee, slip);
      if (size > 0) {
        filled++;
        quantity = size;
        entryBar = i;
        entryPrice = fill;
        entryFee = quantity * fill * fee;
        entrySlippage = quantity * (fill - price);
        entryCost = quantity * fill + entryFee;
        // Who spends all has nothing left, and nobody spends more: not even by a rounding.
        cash = size === affordable ? 0 : Math.max(0, cash - entryCost);
        feesPaid += entryFee;
        slippagePaid += entrySlippage;
        trailDistance = trailRule?.mode === "atr" ? trailRule.value * input.trailAtr![signal]! : 0;
        highestHigh = fill;
        targetLevel = risk.takeProfit
          ? levelAbove(risk.takeProfit, fill, input.targetAtr, signal, initialStop)
          : Infinity;
      } else {
        ignored.no_cash++;
      }
    }
    if (quantity > 0 && pendingExit === NONE && !hasTrail) {
      // Held, and no level is reached: only marked at each close, up to that of an exit signal or the bar on which something
      // happens. A search goes on from the signal found last: with rare exits and many stops it would else be done over and over.
      if (exit !== null && nextExit < i + offset) nextExit = exit.next(i + offset);
      let to = Math.min(bars, nextExit - offset + 1);
      if (timeExitBars > 0) to = Math.min(to, entryBar + timeExitBars - 1);
      const quiet = to > i ? curve.hold(i, to, cash, quantity, stopLevel, targetLevel) : 0;
      if (quiet > 0) {
        const entries = entry.count?.(i + offset, i + offset + quiet) ?? 0;
        barsInPosition += quiet;
        entrySignals += entries;
        ignored.in_position += entries;
        i += quiet;
        if (nextExit === i + offset - 1) pendingExit = SIGNAL;
        if (i === bars) break;
      }
    }
    const at = i + offset;
    let exitReason = NONE;
    let exitPrice = 0;
    let exitSlip = slip;
    let exitTags = 0;
    if (pendingExit !== NONE) {
      // a. A pending exit fills at the open.
      exitReason = pendingExit;
      exitPrice = open[at]!;
      pendingExit = NONE;
    } else if (quantity > 0) {
      barsInPosition++;
      // c. Stops and targets against the bar's open, high and low, entry bar included.
      if (hasLevels) {
        const o = open[at]!;
        const h = high[at]!;
        const l = low[at]!;
        const trails = trailLevel > stopLevel;
        const level = trails ? trailLevel : stopLevel;
        const later = i !== entryBar;
        const stopped = l <= level;
        const reached = h > targetLevel;
        if (later && o <= level) {
          exitReason = trails ? TRAILING_STOP : STOP_LOSS;
          exitPrice = o;
          exitTags = GAP;
        } else if (
          reached &&
          (!stopped || (later && o > targetLevel) || settings.intrabar === "target_first" ||
            (settings.intrabar === "ohlc_path" && h - o < o - l))
        ) {
          exitReason = TAKE_PROFIT;
          exitPrice = targetLevel;
          // A resting limit is filled at its price.
          exitSlip = 0;
          exitTags = stopped && !(later && o > targetLevel) ? AMBIGUOUS : 0;
        } else if (stopped) {
          exitReason = trails ? TRAILING_STOP : STOP_LOSS;
          exitPrice = level;
          exitTags = reached ? AMBIGUOUS : 0;
        }
      }
    }
    if (exitReason !== NONE) {
      const fill = exitPrice * (1 - exitSlip);
      const exitFee = quantity * fill * fee;
      const exitSlippage = quantity * (exitPrice - fill);
      const proceeds = quantity * fill - exitFee;
      const k = trades.add();
      trades.entryBar[k] = entryBar;
      trades.exitBar[k] = i;
      trades.reason[k] = exitReason;
      trades.tags[k] = exitTags;
      trades.entryPrice[k] = entryPrice;
      trades.exitPrice[k] = fill;
      trades.quantity[k] = quantity;
      trades.fees[k] = entryFee + exitFee;
      trades.slippage[k] = entrySlippage + exitSlippage;
      trades.pnl[k] = proceeds - entryCost;
      trades.returns[k] = (proceeds - entryCost) / entryCost;
      trades.r[k] = inRisks(proceeds - entryCost, quantity * (entryPrice - initialStop));
      feesPaid += exitFee;
      slippagePaid += exitSlippage;
      cash += proceeds;
      quantity = 0;
      cooldownUntil = i + cooldownBars - 1;
    }
    // d. Equity at the close; trailing levels are raised; signals are evaluated.
    if (quantity > 0) {
      curve.flat(i, i + 1, cash + quantity * close[at]!);
      if (trailRule !== null && high[at]! > highestHigh) {
        highestHigh = high[at]!;
        trailLevel = trailRule.mode === "percent"
          ? highestHigh * (1 - trailRule.value / 100)
          : highestHigh - trailDistance;
      }
      if (timeExitBars > 0 && i + 1 - entryBar >= timeExitBars) pendingExit = TIME;
    } else {
      // Told with the bars that follow, unless the next one buys.
      flatFrom = i;
    }
    if (i < firstSignalBar) continue;
    if (quantity > 0) {
      if (exit !== null && nextExit < at) nextExit = exit.next(at);
      if (nextExit === at) pendingExit = SIGNAL;
      const entries = entry.count?.(at, at + 1) ?? 0;
      entrySignals += entries;
      ignored.in_position += entries;
      continue;
    }
    if (nextEntry < at) nextEntry = entry.next(at);
    if (nextEntry !== at) continue;
    entrySignals++;
    if (exit !== null && nextExit < at) nextExit = exit.next(at);
    if (nextExit === at) ignored.exit_at_same_close++;
    else if (i <= cooldownUntil) ignored.cooldown++;
    else {
      pendingEntry = true;
      curve.flat(i, i + 1, cash);
      flatFrom = i + 1;
    }
  }

  if (quantity === 0 && flatFrom < bars) curve.flat(flatFrom, bars, cash);
  if (pendingEntry) ignored.last_bar++;
  trades.closed = trades.length;
  if (quantity > 0) {
    const pnl = quantity * close[candles.length - 1]! - entryCost;
    const k = trades.add();
    trades.entryBar[k] = entryBar;
    trades.exitBar[k] = bars - 1;
    trades.reason[k] = OPEN;
    trades.tags[k] = 0;
    trades.entryPrice[k] = entryPrice;
    trades.exitPrice[k] = NaN;
    trades.quantity[k] = quantity;
    trades.fees[k] = entryFee;
    trades.slippage[k] = entrySlippage;
    trades.pnl[k] = pnl;
    trades.returns[k] = pnl / entryCost;
    trades.r[k] = inRisks(pnl, quantity * (entryPrice - initialStop));
  }
  return {
    lastEquity: quantity > 0 ? cash + quantity * close[candles.length - 1]! : cash,
    pending: pendingExit !== NONE ? "exit" : pendingEntry ? "entry" : null,
    entrySignals,
    filled,
    ignored,
    barsInPosition,
    feesPaid,
    slippagePaid,
  };
}

/** pnl in multiples of what was at risk, NaN when nothing was (or it is not known). */
function inRisks(pnl: number, risked: number): number {
  return risked > 0 ? pnl / risked : NaN;
}

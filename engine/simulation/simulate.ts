/**
 * The walk over the bars of the range (engine rules 6–16). `i` is the bar of the range, `i + offset` its place in the loaded
 * columns.
 */
import type { CandleSeries } from "../candles/candle_series.ts";
import type { LevelRule, RiskRules } from "../strategy/plan.ts";
import type { RunSettings } from "./settings.ts";
import type { ExitReason, Trade } from "./trade.ts";

export interface SimulationInput {
  /** History and range. */
  readonly candles: CandleSeries;
  /** Place of bar 0 in the candles. */
  readonly offset: number;
  /** First bar at whose close signals count. */
  readonly firstSignalBar: number;
  readonly entry: Uint8Array;
  readonly exit: Uint8Array | null;
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

export interface SimulationOutput {
  /** One value per bar of the range, quote currency. */
  readonly equity: Float64Array;
  /** Closed trades in order, the open one last. */
  readonly trades: Trade[];
  readonly pending: "entry" | "exit" | null;
  readonly entrySignals: number;
  readonly filled: number;
  readonly ignored: IgnoredEntries;
  /** Bars with a position at any moment between their open and their close. */
  readonly barsInPosition: number;
  readonly feesPaid: number;
  readonly slippagePaid: number;
}

/** Runs the simulation. Pure; allocates the equity curve and the trades. */
export function simulate(input: SimulationInput): SimulationOutput {
  const { candles, offset, firstSignalBar, entry, exit, risk, settings } = input;
  const { open, high, low, close, time } = candles;
  const bars = candles.length - offset;
  const fee = settings.feeRate;
  const slip = settings.slippageRate;
  const { timeExitBars, cooldownBars } = risk;
  const hasStop = risk.stopLoss !== null;
  const hasTrail = risk.trailingStop !== null;
  const hasTarget = risk.takeProfit !== null;
  const hasLevels = hasStop || hasTrail || hasTarget;

  const equity = new Float64Array(bars);
  const trades: Trade[] = [];
  const ignored: IgnoredEntries = {
    in_position: 0,
    exit_at_same_close: 0,
    cooldown: 0,
    no_cash: 0,
    last_bar: 0,
  };
  let cash = settings.initialCapital;
  let quantity = 0;
  let entryBar = -1;
  let entryPrice = 0;
  let entryCost = 0;
  let entryFee = 0;
  let entrySlippage = 0;
  let stopLevel = -Infinity;
  let trailLevel = -Infinity;
  let trailDistance = 0;
  let targetLevel = Infinity;
  let initialStop = NaN;
  let highest = 0;
  let mae = 0;
  let mfe = 0;
  let pendingEntry = false;
  let pendingExit: ExitReason | null = null;
  let cooldownUntil = -1;
  let entrySignals = 0;
  let filled = 0;
  let barsInPosition = 0;
  let feesPaid = 0;
  let slippagePaid = 0;
  const extremes = new Float64Array(3);

  /** Sells everything at `price` (before slippage `s`) on bar `i`. */
  const sell = (
    i: number,
    price: number,
    s: number,
    reason: ExitReason,
    ambiguous: boolean,
    gap: boolean,
  ): void => {
    const fill = price * (1 - s);
    const exitFee = quantity * fill * fee;
    const exitSlippage = quantity * (price - fill);
    const proceeds = quantity * fill - exitFee;
    const pnl = proceeds - entryCost;
    const move = fill / entryPrice - 1;
    if (move < mae) mae = move;
    if (move > mfe) mfe = move;
    const risked = quantity * (entryPrice - initialStop);
    trades.push({
      side: "long",
      entry_time: time[entryBar + offset]!,
      entry_bar: entryBar,
      entry_price: entryPrice,
      exit_time: time[i + offset]!,
      exit_bar: i,
      exit_price: fill,
      quantity,
      fees: entryFee + exitFee,
      slippage: entrySlippage + exitSlippage,
      pnl,
      return: pnl / entryCost,
      exit_reason: reason,
      bars_held: i - entryBar,
      mae,
      mfe,
      r: risked > 0 ? pnl / risked : null,
      ambiguous,
      gap,
      after_gap: followsGap(candles, entryBar + offset, offset) ||
        followsGap(candles, i + offset, offset),
    });
    feesPaid += exitFee;
    slippagePaid += exitSlippage;
    cash += proceeds;
    quantity = 0;
    cooldownUntil = i + cooldownBars - 1;
  };

  for (let i = 0; i < bars; i++) {
    // Nothing held and nothing ordered: nothing happens before the next entry signal.
    if (quantity === 0 && !pendingEntry) {
      const found = entry.indexOf(1, Math.max(i, firstSignalBar) + offset);
      const next = found < 0 ? bars : found - offset;
      equity.fill(cash, i, next);
      i = next;
      if (i === bars) break;
    } else if (quantity > 0 && pendingExit === null && !hasTrail) {
      // Held, and no level is reached: only marked at each close, up to the bar on which something happens.
      const last = timeExitBars > 0 ? Math.min(bars, entryBar + timeExitBars - 1) : bars;
      const quiet = markQuietBars(
        candles,
        { entry, exit, equity, offset },
        { from: i, to: last, cash, quantity, stopLevel, targetLevel, extremes },
      );
      if (quiet > 0) {
        barsInPosition += quiet;
        entrySignals += extremes[ENTRIES]!;
        ignored.in_position += extremes[ENTRIES]!;
        const fall = extremes[LOWEST]! / entryPrice - 1;
        const rise = extremes[HIGHEST]! / entryPrice - 1;
        if (fall < mae) mae = fall;
        if (rise > mfe) mfe = rise;
        i += quiet;
        if (i === bars) break;
      }
    }
    const at = i + offset;
    // a. A pending exit fills at the open.
    if (pendingExit !== null) {
      sell(i, open[at]!, slip, pendingExit, false, false);
      pendingExit = null;
    }
    // b. A pending entry fills at the open.
    if (pendingEntry) {
      pendingEntry = false;
      const price = open[at]!;
      const fill = price * (1 + slip);
      const signal = at - 1;
      const stop = risk.stopLoss
        ? levelBelow(risk.stopLoss, fill, input.stopAtr, signal)
        : -Infinity;
      const trail = risk.trailingStop
        ? levelBelow(risk.trailingStop, fill, input.trailAtr, signal)
        : -Infinity;
      const firstStop = hasStop ? stop : hasTrail ? trail : NaN;
      const size = sizeOf(risk, cash, fill, firstStop, fee, slip);
      if (size > 0) {
        filled++;
        quantity = size;
        entryBar = i;
        entryPrice = fill;
        entryFee = quantity * fill * fee;
        entrySlippage = quantity * (fill - price);
        entryCost = quantity * fill + entryFee;
        cash -= entryCost;
        // The cap by cash may miss zero by a rounding.
        if (cash < 0) cash = 0;
        feesPaid += entryFee;
        slippagePaid += entrySlippage;
        stopLevel = stop;
        trailLevel = trail;
        trailDistance = risk.trailingStop?.mode === "atr"
          ? risk.trailingStop.value * input.trailAtr![signal]!
          : 0;
        initialStop = firstStop;
        highest = fill;
        targetLevel = risk.takeProfit
          ? levelAbove(risk.takeProfit, fill, input.targetAtr, signal, firstStop)
          : Infinity;
        mae = 0;
        mfe = 0;
      } else {
        ignored.no_cash++;
      }
    }
    if (quantity > 0) {
      barsInPosition++;
      // c. Stops and targets against the bar's open, high and low, entry bar included.
      if (hasLevels) {
        const o = open[at]!;
        const h = high[at]!;
        const l = low[at]!;
        const trails = trailLevel > stopLevel;
        const level = trails ? trailLevel : stopLevel;
        const reason = trails ? "trailing_stop" : "stop_loss";
        const later = i !== entryBar;
        if (later && o <= level) {
          sell(i, o, slip, reason, false, true);
        } else if (later && o > targetLevel) {
          sell(i, targetLevel, 0, "take_profit", false, false);
        } else {
          const stopped = l <= level;
          const reached = h > targetLevel;
          if (stopped && reached) {
            const targetFirst = settings.intrabar === "target_first" ||
              (settings.intrabar === "ohlc_path" && h - o < o - l);
            if (targetFirst) sell(i, targetLevel, 0, "take_profit", true, false);
            else sell(i, level, slip, reason, true, false);
          } else if (stopped) {
            sell(i, level, slip, reason, false, false);
          } else if (reached) {
            sell(i, targetLevel, 0, "take_profit", false, false);
          }
        }
      }
    }
    // d. Equity at the close; trailing levels are raised; signals are evaluated.
    if (quantity > 0) {
      equity[i] = cash + quantity * close[at]!;
      const fall = low[at]! / entryPrice - 1;
      const rise = high[at]! / entryPrice - 1;
      if (fall < mae) mae = fall;
      if (rise > mfe) mfe = rise;
      if (hasTrail && high[at]! > highest) {
        highest = high[at]!;
        const rule = risk.trailingStop!;
        trailLevel = rule.mode === "percent"
          ? highest * (1 - rule.value / 100)
          : highest - trailDistance;
      }
      if (timeExitBars > 0 && i + 1 - entryBar >= timeExitBars) pendingExit = "time";
    } else {
      equity[i] = cash;
    }
    if (i < firstSignalBar) continue;
    const wantsExit = exit !== null && exit[at] === 1;
    if (quantity > 0 && wantsExit) pendingExit = "signal";
    if (entry[at] !== 1) continue;
    entrySignals++;
    if (quantity > 0) ignored.in_position++;
    else if (wantsExit) ignored.exit_at_same_close++;
    else if (i <= cooldownUntil) ignored.cooldown++;
    else pendingEntry = true;
  }

  if (pendingEntry) ignored.last_bar++;
  if (quantity > 0) {
    const last = candles.length - 1;
    const pnl = quantity * close[last]! - entryCost;
    const risked = quantity * (entryPrice - initialStop);
    trades.push({
      side: "long",
      entry_time: time[entryBar + offset]!,
      entry_bar: entryBar,
      entry_price: entryPrice,
      exit_time: null,
      exit_bar: null,
      exit_price: null,
      quantity,
      fees: entryFee,
      slippage: entrySlippage,
      pnl,
      return: pnl / entryCost,
      exit_reason: "open",
      bars_held: bars - 1 - entryBar,
      mae,
      mfe,
      r: risked > 0 ? pnl / risked : null,
      ambiguous: false,
      gap: false,
      after_gap: followsGap(candles, entryBar + offset, offset),
    });
  }
  return {
    equity,
    trades,
    pending: pendingExit !== null ? "exit" : pendingEntry ? "entry" : null,
    entrySignals,
    filled,
    ignored,
    barsInPosition,
    feesPaid,
    slippagePaid,
  };
}

/** Places in the scratch of `markQuietBars`. */
const LOWEST = 0;
const HIGHEST = 1;
const ENTRIES = 2;

/**
 * Marks the bars of a held position up to the first one on which something happens: a level is reached, or an exit signal is
 * true. A function of its own so that its loop touches locals alone. Returns how many bars were marked; `extremes` then holds
 * their lowest low, their highest high, and how many entry signals fell on them.
 */
function markQuietBars(
  { open, high, low, close }: CandleSeries,
  { entry, exit, equity, offset }: {
    readonly entry: Uint8Array;
    readonly exit: Uint8Array | null;
    readonly equity: Float64Array;
    readonly offset: number;
  },
  { from, to, cash, quantity, stopLevel, targetLevel, extremes }: {
    readonly from: number;
    readonly to: number;
    readonly cash: number;
    readonly quantity: number;
    readonly stopLevel: number;
    readonly targetLevel: number;
    readonly extremes: Float64Array;
  },
): number {
  const found = exit === null ? -1 : exit.indexOf(1, from + offset);
  const end = found < 0 ? to : Math.min(to, found - offset);
  let lowest = Infinity;
  let highest = 0;
  let entries = 0;
  let i = from;
  for (; i < end; i++) {
    const at = i + offset;
    const l = low[at]!;
    const h = high[at]!;
    if (l <= stopLevel || h > targetLevel || open[at]! <= stopLevel) break;
    if (l < lowest) lowest = l;
    if (h > highest) highest = h;
    entries += entry[at]!;
    equity[i] = cash + quantity * close[at]!;
  }
  extremes[LOWEST] = lowest;
  extremes[HIGHEST] = highest;
  extremes[ENTRIES] = entries;
  return Math.max(0, i - from);
}

/** A stop's level below the fill (rule 11). */
function levelBelow(
  rule: LevelRule,
  fill: number,
  atr: Float64Array | null,
  signal: number,
): number {
  return rule.mode === "atr" ? fill - rule.value * atr![signal]! : fill * (1 - rule.value / 100);
}

/** A target's level above the fill (rule 11). */
function levelAbove(
  rule: LevelRule,
  fill: number,
  atr: Float64Array | null,
  signal: number,
  initialStop: number,
): number {
  if (rule.mode === "atr") return fill + rule.value * atr![signal]!;
  if (rule.mode === "r_multiple") return fill + rule.value * (fill - initialStop);
  return fill * (1 + rule.value / 100);
}

/** Quantity of an entry (rule 14), 0 or less when there is nothing to buy with. */
function sizeOf(
  risk: RiskRules,
  cash: number,
  fill: number,
  stop: number,
  fee: number,
  slip: number,
): number {
  const most = cash / (fill * (1 + fee));
  const { mode, value } = risk.size;
  if (mode === "percent_of_equity") return value === 100 ? most : most * (value / 100);
  if (mode === "fixed_amount") return Math.min(most, value / (fill * (1 + fee)));
  const lossPerUnit = fill * (1 + fee) - stop * (1 - slip) * (1 - fee);
  if (!(lossPerUnit > 0)) return most;
  return Math.min(most, cash * (value / 100) / lossPerUnit);
}

/** Whether candles are missing right before the one at `place`; before bar 0 nothing counts as missing. */
function followsGap({ time, timeframeMs }: CandleSeries, place: number, offset: number): boolean {
  return place > offset && Math.round((time[place]! - time[place - 1]!) / timeframeMs) > 1;
}

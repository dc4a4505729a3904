/**
 * Which closes of the candle that is open now would order something at the next open. What a close would do is constant between
 * the prices at which a signal turns or a level is reached: a grid of prices finds where it changes, halving the distance finds
 * the tick. A change that turns back within one step of the grid is found where one of the strategy's own values, or the candle's
 * high, low or open, lies near it; others of that kind are not seen.
 */
import type { CandleSeries } from "../candles/candle_series.ts";
import type { RunSettings } from "../simulation/settings.ts";
import type { StrategyPlan } from "../strategy/plan.ts";
import { blockedByNothing, runDesk } from "./desk_run.ts";

/** The candle that has not closed, as far as it is known. */
export interface OpenCandle {
  /** Unix ms; after the last closed candle. */
  readonly openTimeMs: number;
  readonly open: number;
  /** Reached so far. A close beyond them widens them: it was reached then. */
  readonly high: number;
  readonly low: number;
  /** So far, in the base currency; what is still to come is not known. */
  readonly volume: number;
}

interface FlipOptions {
  readonly openCandle: OpenCandle;
  /** Smallest step of a price, quote currency. */
  readonly tick: number;
  /** How far around the last close is looked, percent. */
  readonly rangePercent: number;
}

/** A stretch of closes that order the same. */
interface FlipStretch {
  readonly order: "entry" | "exit";
  /** First and last close of it, to the tick; `null` where it goes on beyond the range. */
  readonly from: number | null;
  readonly to: number | null;
}

/** Steps of the grid over the whole range. */
const STEPS = 400;

/**
 * @param isBlocked as for `runDesk`
 * @returns stretches in the order of their prices; none where no close within the range orders anything
 * @throws {RangeError} where `runDesk` would, and for a tick or a range that is not one
 */
export function flipPrices(
  candles: CandleSeries,
  plan: StrategyPlan,
  settings: RunSettings,
  { openCandle, tick, rangePercent }: FlipOptions,
  isBlocked: (openTimeMs: number) => boolean = blockedByNothing,
): FlipStretch[] {
  if (!(tick > 0 && tick < Infinity)) throw new RangeError("The tick must be above 0.");
  if (!(rangePercent > 0 && rangePercent < 100)) {
    throw new RangeError("The range must be above 0 and below 100 %.");
  }
  const last = candles.close[candles.length - 1];
  if (last === undefined) throw new RangeError("There are no candles.");
  const perUnit = Math.round(1 / tick);
  // Decimal ticks as the nearest numbers to their decimals.
  const priceOf = perUnit >= 1 ? (n: number) => n / perUnit : (n: number) => n * tick;
  const at = (price: number) => Math.round(price / tick);
  const first = Math.max(1, at(last * (1 - rangePercent / 100)));
  const end = Math.max(first, at(last * (1 + rangePercent / 100)));
  const tried = withOpenCandle(candles, openCandle);
  const known = new Map<number, Outcome>();
  const outcomeOf = (n: number): Outcome => {
    let outcome = known.get(n);
    if (!outcome) {
      tried.closeAt(priceOf(n));
      const run = runDesk(tried.candles, plan, settings, isBlocked);
      const { trades, pending, signalKey } = run;
      const reason = trades.at(-1)?.exit_reason ?? "";
      outcome = { pending, key: `${signalKey} ${trades.length} ${reason}` };
      known.set(n, outcome);
    }
    return outcome;
  };
  const places = new Set<number>([first, end]);
  for (let k = 1; k < STEPS; k++) places.add(first + Math.round((end - first) * k / STEPS));
  for (const price of tried.landmarks(plan, settings)) {
    for (let n = at(price) - 1; n <= at(price) + 1; n++) if (n > first && n < end) places.add(n);
  }
  const grid = [...places].sort((a, b) => a - b);
  /** First places of a new outcome. */
  const changes: number[] = [];
  for (let k = 1; k < grid.length; k++) findChanges(grid[k - 1]!, grid[k]!, outcomeOf, changes);
  const stretches: FlipStretch[] = [];
  let from = first;
  for (const next of [...changes, end + 1]) {
    const order = outcomeOf(from).pending;
    const before = stretches.at(-1);
    const stretch = {
      order,
      from: from === first ? null : priceOf(from),
      to: next === end + 1 ? null : priceOf(next - 1),
    };
    if (order !== null) {
      const continues = before?.order === order && before.to === priceOf(from - 1);
      if (continues) stretches[stretches.length - 1] = { ...before, to: stretch.to };
      else stretches.push({ ...stretch, order });
    }
    from = next;
  }
  return stretches;
}

interface Outcome {
  readonly pending: "entry" | "exit" | null;
  /** Everything that a close decides, so that a change is seen even where what is ordered is the same on both sides. */
  readonly key: string;
}

/** All places in `(low, high]` at which the outcome is another one than a tick before. */
function findChanges(
  low: number,
  high: number,
  outcomeOf: (n: number) => Outcome,
  changes: number[],
): void {
  if (outcomeOf(low).key === outcomeOf(high).key) return;
  if (high - low === 1) {
    changes.push(high);
    return;
  }
  const middle = (low + high) >>> 1;
  findChanges(low, middle, outcomeOf, changes);
  findChanges(middle, high, outcomeOf, changes);
}

/** The candles with one more, whose close can be set. */
function withOpenCandle(candles: CandleSeries, given: OpenCandle) {
  const { length } = candles;
  const longer = (column: Float64Array, value: number) => {
    const out = new Float64Array(length + 1);
    out.set(column);
    out[length] = value;
    return out;
  };
  const tried: CandleSeries = {
    timeframeMs: candles.timeframeMs,
    length: length + 1,
    time: longer(candles.time, given.openTimeMs),
    open: longer(candles.open, given.open),
    high: longer(candles.high, given.high),
    low: longer(candles.low, given.low),
    close: longer(candles.close, given.open),
    volume: longer(candles.volume, candles.hasVolume ? given.volume : NaN),
    hasVolume: candles.hasVolume,
  };
  return {
    candles: tried,
    closeAt(close: number) {
      tried.close[length] = close;
      tried.high[length] = Math.max(given.high, given.open, close);
      tried.low[length] = Math.min(given.low, given.open, close);
    },
    /** Prices near which something may turn. */
    landmarks(plan: StrategyPlan, settings: RunSettings): number[] {
      this.closeAt(candles.close[length - 1]!);
      const { series, levels } = runDesk(tried, plan, settings);
      const { stop, target } = levels.after;
      return [...series, given.open, given.high, given.low, candles.close[length - 1]!]
        .concat([stop ?? NaN, target ?? NaN]).filter((price) => price > 0 && price < Infinity);
    },
  };
}

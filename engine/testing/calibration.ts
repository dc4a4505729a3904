/**
 * What the robustness lab is calibrated with: strategies without an edge on walks without drift, of which some make money by
 * luck alone, and strategies whose edge was planted. The same ones for the same number, everywhere.
 */
import type { CandleSeries } from "../candles/candle_series.ts";
import { type Draw, mulberry32 } from "../maths/mulberry32.ts";
import { madeUpCandles } from "../robustness/made_up_candles.ts";
import { DEFAULT_SETTINGS, type RunSettings } from "../simulation/settings.ts";
import type { StrategyDocument } from "../strategy/document.ts";
import { documentOf } from "./document.ts";

/** One strategy, and the candles that are its own. */
export interface CalibrationCase {
  readonly candles: CandleSeries;
  readonly document: StrategyDocument;
  readonly settings: RunSettings;
}

/** A year of hours. */
const BARS = 8_760;
const HOUR_MS = 3_600_000;
/** Standard deviation of an hour's move. */
const DEVIATION = 0.008;
/** Standard deviation of what is added to the momentum each hour. */
const MOMENTUM_SHOCK = 0.0008;
const PLANTED_FEE = 0.0005;
const FREE: RunSettings = { ...DEFAULT_SETTINGS, feeRate: 0, slippageRate: 0 };

/**
 * A strategy with random numbers on a walk of its own that nothing can foretell; no costs. Every third is a cross of two
 * averages, an RSI that comes back, or an RSI that dips, with a stop and a target.
 */
export function edgeFree(number: number): CalibrationCase {
  const draw = mulberry32(1_000_003 + number);
  return { candles: walkOf(draw, 0), document: randomDocument(number, draw), settings: FREE };
}

/**
 * ROC(3) crossing ±0.5 on a walk with momentum.
 *
 * @param share of the full edge: the momentum is this much smaller
 */
export function plantedEdge(number: number, share = 1): CalibrationCase {
  return {
    candles: walkOf(mulberry32(2_000_003 + number), share),
    document: documentOf(
      {
        roc: ["roc", { period: 3 }],
        up: ["crossover", { direction: "above", value: 0.5 }],
        down: ["crossover", { direction: "below", value: -0.5 }],
        buy: ["entry_signal"],
        sell: ["exit_signal"],
      },
      "roc.value → up.a, roc.value → down.a, up.signal → buy.signal, down.signal → sell.signal",
    ),
    settings: { ...FREE, feeRate: PLANTED_FEE },
  };
}

function walkOf(draw: Draw, share: number): CandleSeries {
  return madeUpCandles(draw, {
    bars: BARS,
    timeframeMs: HOUR_MS,
    deviation: DEVIATION,
    momentum: share * MOMENTUM_SHOCK,
  });
}

function randomDocument(number: number, draw: Draw): StrategyDocument {
  const integer = (from: number, to: number) => from + Math.floor(draw() * (to - from + 1));
  if (number % 3 === 0) {
    const fast = integer(3, 30);
    return documentOf(
      {
        fast: ["sma", { period: fast }],
        slow: ["sma", { period: fast + integer(5, 120) }],
        up: ["crossover", { direction: "above" }],
        down: ["crossover", { direction: "below" }],
        buy: ["entry_signal"],
        sell: ["exit_signal"],
      },
      "fast.value → up.a, slow.value → up.b, fast.value → down.a, slow.value → down.b",
      "up.signal → buy.signal, down.signal → sell.signal",
    );
  }
  if (number % 3 === 1) {
    return documentOf(
      {
        rsi: ["rsi", { period: integer(5, 21) }],
        low: ["crossover", { direction: "above", value: integer(20, 40) }],
        high: ["crossover", { direction: "above", value: integer(55, 75) }],
        buy: ["entry_signal"],
        sell: ["exit_signal"],
      },
      "rsi.value → low.a, rsi.value → high.a, low.signal → buy.signal, high.signal → sell.signal",
    );
  }
  return documentOf(
    {
      rsi: ["rsi", { period: integer(3, 14) }],
      low: ["crossover", { direction: "below", value: integer(20, 40) }],
      buy: ["entry_signal"],
      stop: ["stop_loss", { mode: "percent", value: integer(10, 50) / 10 }],
      target: ["take_profit", { mode: "percent", value: integer(10, 80) / 10 }],
    },
    "rsi.value → low.a, low.signal → buy.signal",
  );
}

/** The strategy on the landing page, and what the engine makes of it on synthetic candles: real code, nothing posed. */
import {
  type GraphPicture,
  type GridPlaces,
  pictureOf,
} from "../../components/landing/graph_layout.ts";
import type { LandingDemo } from "../../components/landing/Landing.tsx";
import { summaryOf } from "../../components/results/result.ts";
import { verdict } from "../../components/results/verdict.ts";
import { SYNTHETIC_ASSET } from "../../contracts/markets.ts";
import {
  buyAndHoldEquity,
  compileStrategy,
  describeStrategy,
  resultToJson,
  runBacktest,
  type StrategyDocument,
} from "../../engine/mod.ts";
import { errorText } from "../../server/log.ts";
import type { Services } from "../../server/services.ts";

const CAPITAL = 10_000;
const POINTS = 240;
const DAY_MS = 86_400_000;
/** A loss beside a larger one: what an answer looks like, not an advertisement. */
const YEAR = [Date.UTC(2023, 0, 1), Date.UTC(2024, 0, 1)] as const;

const at = { x: 0, y: 0 };
const DOCUMENT: StrategyDocument = {
  version: 1,
  blocks: [
    { id: "rsi", type: "rsi", params: { period: 14, source: "close" }, position: at },
    { id: "rebound", type: "crossover", params: { direction: "above", value: 30 }, position: at },
    { id: "fade", type: "crossover", params: { direction: "below", value: 70 }, position: at },
    { id: "buy", type: "entry_signal", params: {}, position: at },
    { id: "sell", type: "exit_signal", params: {}, position: at },
    { id: "stop", type: "stop_loss", params: { mode: "percent", value: 3 }, position: at },
    { id: "target", type: "take_profit", params: { mode: "percent", value: 6 }, position: at },
  ],
  connections: [
    { from: { block: "rsi", port: "value" }, to: { block: "rebound", port: "a" } },
    { from: { block: "rsi", port: "value" }, to: { block: "fade", port: "a" } },
    { from: { block: "rebound", port: "signal" }, to: { block: "buy", port: "signal" } },
    { from: { block: "fade", port: "signal" }, to: { block: "sell", port: "signal" } },
  ],
};

const WIDE: GridPlaces = {
  rsi: [0, 0.5],
  rebound: [1, 0],
  fade: [1, 1],
  buy: [2, 0],
  sell: [2, 1],
  stop: [3, 0],
  target: [3, 1],
};
const TALL: GridPlaces = {
  rsi: [0.5, 0],
  rebound: [0, 1],
  fade: [1, 1],
  buy: [0, 2],
  sell: [1, 2],
  stop: [0, 3],
  target: [1, 3],
};

export interface DemoPictures {
  readonly sentence: string;
  readonly wide: GraphPicture;
  readonly tall: GraphPicture;
}

/** The pictures of the strategy; they need nothing but the engine. */
export function demoPictures(): DemoPictures {
  return {
    sentence: sentence(),
    wide: pictureOf(DOCUMENT, WIDE, { width: 196, columnGap: 44, rowHeight: 82, flow: "right" }),
    tall: pictureOf(DOCUMENT, TALL, { width: 158, columnGap: 14, rowHeight: 92, flow: "down" }),
  };
}

/** The strategy read back; a number and its unit stay on one line. */
function sentence(): string {
  return describeStrategy(DOCUMENT).text.replaceAll(" %", "\u00a0%");
}

let made: Promise<LandingDemo | null> | null = null;

/** The result over one fixed year, made once; `null` when the candles cannot be had. */
export function demoResult(services: Services): Promise<LandingDemo | null> {
  return made ??= makeDemo(services).catch((error) => {
    made = null;
    services.log.warn("the landing page has no demo", { error: errorText(error) });
    return null;
  });
}

async function makeDemo({ marketData }: Services): Promise<LandingDemo | null> {
  const compiled = compileStrategy(DOCUMENT);
  if (!compiled.ok) return null;
  const [fromMs, toMs] = YEAR;
  const candles = await marketData.candles({
    asset: SYNTHETIC_ASSET,
    timeframe: "1h",
    fromMs,
    toMs,
    historyBars: compiled.plan.historyBars,
  });
  const result = runBacktest(candles, compiled.plan, {
    initialCapital: CAPITAL,
    feeRate: 0.001,
    slippageRate: 0.0005,
    intrabar: "stop_first",
    fromMs,
    toMs,
  });
  const summary = summaryOf(resultToJson(result));
  return {
    asset: SYNTHETIC_ASSET,
    sentence: sentence(),
    verdict: verdict({
      asset: SYNTHETIC_ASSET,
      fromMs,
      toMs,
      initialCapital: CAPITAL,
      metrics: summary.metrics,
      firstTradableBar: summary.data.first_tradable_bar,
      open: summary.marks.open,
    }),
    metrics: summary.metrics,
    capital: CAPITAL,
    points: {
      fromMs,
      toMs: toMs - DAY_MS,
      equity: sampled(result.equity),
      hold: sampled(buyAndHoldEquity(result)),
    },
  };
}

/** Every so-manieth value, the last one included. */
function sampled(values: Float64Array): number[] {
  const step = Math.max(1, Math.floor(values.length / POINTS));
  const points = Array.from(
    { length: Math.ceil(values.length / step) },
    (_, i) => values[i * step] ?? 0,
  );
  points[points.length - 1] = values.at(-1) ?? 0;
  return points;
}

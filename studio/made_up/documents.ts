/** Small strategies that are run on made-up candles. */
import type { StrategyDocument } from "../../engine/mod.ts";

type Params = Readonly<Record<string, string | number>>;
type ShortBlock = readonly [type: string, params?: Params];

/** Buys when the price has risen by half a percent in three candles, sells when it has fallen by as much. */
export function momentum(): StrategyDocument {
  return documentOf({
    roc: ["roc", { period: 3 }],
    up: ["crossover", { direction: "above", value: 0.5 }],
    down: ["crossover", { direction: "below", value: -0.5 }],
    buy: ["entry_signal"],
    sell: ["exit_signal"],
  }, [
    ["roc.value", "up.a"],
    ["roc.value", "down.a"],
    ["up.signal", "buy.signal"],
    ["down.signal", "sell.signal"],
  ]);
}

/** Buys when the fast average crosses above the slow one, sells when it crosses below. */
export function averagesCross(fast: number, slow: number): StrategyDocument {
  return documentOf({
    fast: ["sma", { period: fast }],
    slow: ["sma", { period: slow }],
    up: ["crossover", { direction: "above" }],
    down: ["crossover", { direction: "below" }],
    buy: ["entry_signal"],
    sell: ["exit_signal"],
  }, [
    ["fast.value", "up.a"],
    ["slow.value", "up.b"],
    ["fast.value", "down.a"],
    ["slow.value", "down.b"],
    ["up.signal", "buy.signal"],
    ["down.signal", "sell.signal"],
  ]);
}

/** Buys when the RSI comes back above the low level, sells when it crosses above the high one. */
export function rsiRebound(period: number, low: number, high: number): StrategyDocument {
  return documentOf({
    rsi: ["rsi", { period }],
    low: ["crossover", { direction: "above", value: low }],
    high: ["crossover", { direction: "above", value: high }],
    buy: ["entry_signal"],
    sell: ["exit_signal"],
  }, [
    ["rsi.value", "low.a"],
    ["rsi.value", "high.a"],
    ["low.signal", "buy.signal"],
    ["high.signal", "sell.signal"],
  ]);
}

/** Buys when the RSI crosses below the level, sells some candles later. */
export function rsiDip(period: number, level: number, bars: number): StrategyDocument {
  return documentOf({
    rsi: ["rsi", { period }],
    low: ["crossover", { direction: "below", value: level }],
    buy: ["entry_signal"],
    time: ["time_exit", { bars }],
  }, [["rsi.value", "low.a"], ["low.signal", "buy.signal"]]);
}

function documentOf(
  blocks: Readonly<Record<string, ShortBlock>>,
  wires: readonly (readonly [from: string, to: string])[],
): StrategyDocument {
  const end = (text: string) => {
    const [block = "", port = ""] = text.split(".");
    return { block, port };
  };
  return {
    version: 1,
    blocks: Object.entries(blocks).map(([id, [type, params = {}]]) => ({
      id,
      type,
      params,
      position: { x: 0, y: 0 },
    })),
    connections: wires.map(([from, to]) => ({ from: end(from), to: end(to) })),
  };
}

/** Strategies that several tests run, and what they are written with. */
import { blockDefinition, type StrategyDocument } from "../../engine/mod.ts";
import { decided } from "../../studio/canvas/folding.ts";
import { syntheticStrategy } from "../../studio/testing/synthetic.ts";

/** So many blocks, each on a card of its own: nothing is folded into a condition. */
export const spreadStrategy = (count: number): StrategyDocument =>
  decided(syntheticStrategy(count), blockDefinition);

/** A block at a place on the canvas. */
export const block = (id: string, type: string, x: number, y: number, params = {}) => ({
  id,
  type,
  params,
  position: { x, y },
});

/** `connection("rsi.value", "cross.a")` */
export const connection = (from: string, to: string) => {
  const end = (text: string) => {
    const [block = "", port = ""] = text.split(".");
    return { block, port };
  };
  return { from: end(from), to: end(to) };
};

/** RSI(14) crossing above 30 buys, crossing below 70 sells; stop 3 %, target 6 %. */
export const RSI_WITH_STOPS = {
  version: 1,
  blocks: [
    block("rsi", "rsi", 40, 120, { period: 14 }),
    block("rebound", "crossover", 320, 40, { direction: "above", value: 30 }),
    block("fade", "crossover", 320, 220, { direction: "below", value: 70 }),
    block("buy", "entry_signal", 700, 40),
    block("sell", "exit_signal", 700, 220),
    block("stop", "stop_loss", 980, 40, { mode: "percent", value: 3 }),
    block("target", "take_profit", 980, 220, { mode: "percent", value: 6 }),
  ],
  connections: [
    connection("rsi.value", "rebound.a"),
    connection("rsi.value", "fade.a"),
    connection("rebound.signal", "buy.signal"),
    connection("fade.signal", "sell.signal"),
  ],
};

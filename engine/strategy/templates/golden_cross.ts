import { at, graph, type StrategyTemplate } from "./template.ts";

export const goldenCross: StrategyTemplate = {
  id: "golden_cross",
  name: "Golden cross",
  kind: "trend",
  summary:
    "Buys when the 50-candle average crosses above the 200-candle average, and sells when it crosses back below. A slow trend follower that aims to hold through the long rises and stay out of the long falls.",
  when_it_works:
    "Trends are long and clear, up or down, as it then takes most of the rise and misses most of the fall.",
  when_it_fails:
    "The market moves sideways, so the averages cross back and forth and each crossing costs a little.",
  document: graph(
    [
      at(0, 0, "fast", "sma", { period: 50 }),
      at(0, 1, "slow", "sma", { period: 200 }),
      at(1, 0, "golden", "crossover", { direction: "above" }),
      at(1, 1, "death", "crossover", { direction: "below" }),
      at(2, 0, "buy", "entry_signal"),
      at(2, 1, "sell", "exit_signal"),
    ],
    [
      "fast.value > golden.a",
      "slow.value > golden.b",
      "fast.value > death.a",
      "slow.value > death.b",
      "golden.signal > buy.signal",
      "death.signal > sell.signal",
    ],
  ),
};

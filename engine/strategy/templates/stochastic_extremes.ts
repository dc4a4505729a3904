import { at, graph, type StrategyTemplate } from "./template.ts";

export const stochasticExtremes: StrategyTemplate = {
  id: "stochastic_extremes",
  name: "Stochastic at the extremes",
  kind: "dip",
  summary:
    "Buys when %K crosses above %D below 20, and sells when it crosses below %D above 80. The crossing shows that the move is turning, the level shows how far it had gone.",
  when_it_works: "The market swings regularly within a range.",
  when_it_fails:
    "In a strong trend, the stochastic stays at its extreme and a turn is only a pause.",
  document: graph(
    [
      at(0, 1, "stoch", "stochastic"),
      at(1, 0, "up", "crossover", { direction: "above" }),
      at(1, 2, "low", "compare", { operator: "<", value: 20 }),
      at(1, 4, "down", "crossover", { direction: "below" }),
      at(1, 6, "high", "compare", { operator: ">", value: 80 }),
      at(2, 0, "turn_up", "and"),
      at(2, 4, "turn_down", "and"),
      at(3, 0, "buy", "entry_signal"),
      at(3, 4, "sell", "exit_signal"),
    ],
    [
      "stoch.k > up.a",
      "stoch.d > up.b",
      "stoch.k > low.a",
      "stoch.k > down.a",
      "stoch.d > down.b",
      "stoch.k > high.a",
      "up.signal > turn_up.in1",
      "low.signal > turn_up.in2",
      "down.signal > turn_down.in1",
      "high.signal > turn_down.in2",
      "turn_up.signal > buy.signal",
      "turn_down.signal > sell.signal",
    ],
  ),
};

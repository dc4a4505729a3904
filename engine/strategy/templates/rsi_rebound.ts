import { at, graph, type StrategyTemplate } from "./template.ts";

export const rsiRebound: StrategyTemplate = {
  id: "rsi_rebound",
  name: "RSI rebound",
  kind: "dip",
  summary:
    "Buys when RSI(14) crosses back above 30, the usual edge of oversold, and sells when it falls back below 70. It waits for the turn instead of buying into the fall.",
  when_it_works: "The market swings within a range and it buys near the lows of the swing.",
  when_it_fails:
    "In a lasting decline, each rebound is weak and it buys again and again on the way down.",
  document: graph(
    [
      at(0, 0, "rsi", "rsi", { period: 14 }),
      at(1, 0, "rebound", "crossover", { direction: "above", value: 30 }),
      at(1, 1, "fade", "crossover", { direction: "below", value: 70 }),
      at(2, 0, "buy", "entry_signal"),
      at(2, 1, "sell", "exit_signal"),
    ],
    [
      "rsi.value > rebound.a",
      "rsi.value > fade.a",
      "rebound.signal > buy.signal",
      "fade.signal > sell.signal",
    ],
  ),
};

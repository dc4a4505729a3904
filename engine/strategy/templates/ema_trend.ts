import { at, graph, type StrategyTemplate } from "./template.ts";

export const emaTrend: StrategyTemplate = {
  id: "ema_trend",
  name: "EMA trend",
  kind: "trend",
  summary:
    "Buys when the fast exponential average (15) crosses above the slow one (30), and sells when it crosses back below. It reacts faster than the golden cross and trades more often.",
  when_it_works: "Trends last for days or weeks, depending on the timeframe.",
  when_it_fails: "The market is choppy, so it trades often and fees and slippage add up.",
  document: graph(
    [
      at(0, 0, "fast", "ema", { period: 15 }),
      at(0, 1, "slow", "ema", { period: 30 }),
      at(1, 0, "up", "crossover", { direction: "above" }),
      at(1, 1, "down", "crossover", { direction: "below" }),
      at(2, 0, "buy", "entry_signal"),
      at(2, 1, "sell", "exit_signal"),
    ],
    [
      "fast.value > up.a",
      "slow.value > up.b",
      "fast.value > down.a",
      "slow.value > down.b",
      "up.signal > buy.signal",
      "down.signal > sell.signal",
    ],
  ),
};

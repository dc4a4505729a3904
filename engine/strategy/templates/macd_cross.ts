import { at, graph, type StrategyTemplate } from "./template.ts";

export const macdCross: StrategyTemplate = {
  id: "macd_cross",
  name: "MACD cross",
  kind: "trend",
  summary:
    "Buys when the MACD line crosses above its signal line and sells when it crosses below. A classic that follows momentum rather than price.",
  when_it_works: "Trends begin and end gently.",
  when_it_fails:
    "The market is choppy, so the lines cross back and forth, it trades a lot and the costs add up.",
  document: graph(
    [
      at(0, 0, "macd", "macd"),
      at(1, 0, "up", "crossover", { direction: "above" }),
      at(1, 2, "down", "crossover", { direction: "below" }),
      at(2, 0, "buy", "entry_signal"),
      at(2, 2, "sell", "exit_signal"),
    ],
    [
      "macd.macd > up.a",
      "macd.signal > up.b",
      "macd.macd > down.a",
      "macd.signal > down.b",
      "up.signal > buy.signal",
      "down.signal > sell.signal",
    ],
  ),
};

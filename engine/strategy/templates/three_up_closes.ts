import { at, graph, type StrategyTemplate } from "./template.ts";

export const threeUpCloses: StrategyTemplate = {
  id: "three_up_closes",
  name: "Three up closes",
  kind: "trend",
  summary:
    "Buys after three rising closes in a row and sells after three falling ones. One of the simplest momentum strategies, and a good one to start changing things.",
  when_it_works: "Moves tend to go on for a while.",
  when_it_fails: "Moves tend to turn back, as they often do on short candles.",
  document: graph(
    [
      at(0, 0, "price", "price"),
      at(1, 0, "up", "rising", { bars: 3 }),
      at(1, 2, "down", "falling", { bars: 3 }),
      at(2, 0, "buy", "entry_signal"),
      at(2, 2, "sell", "exit_signal"),
    ],
    [
      "price.close > up.source",
      "price.close > down.source",
      "up.signal > buy.signal",
      "down.signal > sell.signal",
    ],
  ),
};

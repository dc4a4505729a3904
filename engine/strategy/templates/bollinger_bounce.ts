import { at, graph, type StrategyTemplate } from "./template.ts";

export const bollingerBounce: StrategyTemplate = {
  id: "bollinger_bounce",
  name: "Bollinger bounce",
  kind: "dip",
  summary:
    "Buys when the close crosses back above the lower Bollinger Band and sells when it reaches the middle one. A bet that extremes do not last.",
  when_it_works: "The market moves sideways with wide swings.",
  when_it_fails:
    "A downtrend sets in, the price walks along the lower band and each bounce is short.",
  document: graph(
    [
      at(0, 0, "price", "price"),
      at(0, 2, "bands", "bollinger"),
      at(1, 0, "back", "crossover", { direction: "above" }),
      at(1, 2, "middle", "compare", { operator: ">=" }),
      at(2, 0, "buy", "entry_signal"),
      at(2, 2, "sell", "exit_signal"),
    ],
    [
      "price.close > back.a",
      "bands.lower > back.b",
      "price.close > middle.a",
      "bands.middle > middle.b",
      "back.signal > buy.signal",
      "middle.signal > sell.signal",
    ],
  ),
};

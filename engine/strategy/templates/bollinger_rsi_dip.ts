import { at, graph, type StrategyTemplate } from "./template.ts";

export const bollingerRsiDip: StrategyTemplate = {
  id: "bollinger_rsi_dip",
  name: "Bollinger + RSI dip",
  kind: "dip",
  summary:
    "Buys when the close falls below the lower Bollinger Band while RSI(14) is below 35, and sells at a loss of 3 % or a gain of 6 %. Two signs of a low price have to agree, and every trade has a stop and a target from the start.",
  when_it_works: "The market swings and returns to its average.",
  when_it_fails: "News breaks the bands, a low price becomes lower and the stop is hit.",
  document: graph(
    [
      at(0, 0, "price", "price"),
      at(0, 2, "bands", "bollinger"),
      at(0, 4, "rsi", "rsi"),
      at(1, 0, "below", "compare", { operator: "<" }),
      at(1, 2, "weak", "compare", { operator: "<", value: 35 }),
      at(2, 0, "both", "and"),
      at(3, 0, "buy", "entry_signal"),
      at(3, 2, "stop", "stop_loss", { mode: "percent", value: 3 }),
      at(3, 4, "target", "take_profit", { mode: "percent", value: 6 }),
    ],
    [
      "price.close > below.a",
      "bands.lower > below.b",
      "rsi.value > weak.a",
      "below.signal > both.in1",
      "weak.signal > both.in2",
      "both.signal > buy.signal",
    ],
  ),
};

import { at, graph, type StrategyTemplate } from "./template.ts";

export const rsi2Dip: StrategyTemplate = {
  id: "rsi2_dip",
  name: "RSI-2 dip in an uptrend",
  kind: "dip",
  summary:
    "While the price is above its 200-candle average, buys short, sharp dips (RSI of 2 candles below 10) and sells as soon as the price is back above its 5-candle average. After Larry Connors.",
  when_it_works: "The market is in a steady uptrend and dips are bought quickly.",
  when_it_fails:
    "A dip is the beginning of a larger fall, as it has no stop and waits for a bounce.",
  document: graph(
    [
      at(0, 0, "rsi", "rsi", { period: 2 }),
      at(0, 1, "trend", "sma", { period: 200 }),
      at(0, 2, "price", "price"),
      at(0, 4, "short", "sma", { period: 5 }),
      at(1, 0, "dip", "compare", { operator: "<", value: 10 }),
      at(1, 1, "uptrend", "compare", { operator: ">" }),
      at(1, 3, "bounce", "compare", { operator: ">" }),
      at(2, 0, "both", "and"),
      at(3, 0, "buy", "entry_signal"),
      at(3, 3, "sell", "exit_signal"),
    ],
    [
      "price.close > uptrend.a",
      "trend.value > uptrend.b",
      "rsi.value > dip.a",
      "price.close > bounce.a",
      "short.value > bounce.b",
      "dip.signal > both.in1",
      "uptrend.signal > both.in2",
      "both.signal > buy.signal",
      "bounce.signal > sell.signal",
    ],
  ),
};

import { at, graph, type StrategyTemplate } from "./template.ts";

export const macdEmaFilter: StrategyTemplate = {
  id: "macd_ema_filter",
  name: "MACD with a trend filter",
  kind: "trend",
  summary:
    "The MACD cross, but it buys only while the close is above its 100-candle exponential average. The filter leaves out the signals against the larger trend.",
  when_it_works: "A long uptrend pauses and then goes on.",
  when_it_fails:
    "The market turns upwards quickly, as it waits until the price is above the average and misses the first part.",
  document: graph(
    [
      at(0, 0, "macd", "macd"),
      at(0, 2, "price", "price"),
      at(0, 4, "trend", "ema", { period: 100 }),
      at(1, 0, "up", "crossover", { direction: "above" }),
      at(1, 2, "uptrend", "compare", { operator: ">" }),
      at(1, 4, "down", "crossover", { direction: "below" }),
      at(2, 0, "both", "and"),
      at(3, 0, "buy", "entry_signal"),
      at(3, 4, "sell", "exit_signal"),
    ],
    [
      "macd.macd > up.a",
      "macd.signal > up.b",
      "price.close > uptrend.a",
      "trend.value > uptrend.b",
      "macd.macd > down.a",
      "macd.signal > down.b",
      "up.signal > both.in1",
      "uptrend.signal > both.in2",
      "both.signal > buy.signal",
      "down.signal > sell.signal",
    ],
  ),
};

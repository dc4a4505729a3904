import { at, graph, type StrategyTemplate } from "./template.ts";

export const donchianBreakout: StrategyTemplate = {
  id: "donchian_breakout",
  name: "Donchian breakout",
  kind: "breakout",
  summary:
    "Buys when the close rises above the highest high of the 20 candles before, while it is above its 200-candle average, and sells when it falls below the lowest low of the 10 candles before. It buys strength and accepts many small losses for a few large gains.",
  when_it_works: "The market breaks out of long ranges and keeps going.",
  when_it_fails: "The market stays in a range, where most breakouts fail and each failure costs.",
  document: graph(
    [
      at(0, 0, "price", "price"),
      at(0, 2, "entry_channel", "donchian", { period: 20, offset: 1 }),
      at(0, 4, "trend", "sma", { period: 200 }),
      at(0, 5, "exit_channel", "donchian", { period: 10, offset: 1 }),
      at(1, 0, "breakout", "compare", { operator: ">" }),
      at(1, 2, "uptrend", "compare", { operator: ">" }),
      at(1, 4, "breakdown", "compare", { operator: "<" }),
      at(2, 0, "both", "and"),
      at(3, 0, "buy", "entry_signal"),
      at(3, 4, "sell", "exit_signal"),
    ],
    [
      "price.close > breakout.a",
      "entry_channel.upper > breakout.b",
      "price.close > uptrend.a",
      "trend.value > uptrend.b",
      "price.close > breakdown.a",
      "exit_channel.lower > breakdown.b",
      "breakout.signal > both.in1",
      "uptrend.signal > both.in2",
      "both.signal > buy.signal",
      "breakdown.signal > sell.signal",
    ],
  ),
};

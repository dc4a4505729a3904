import { at, graph, type StrategyTemplate } from "./template.ts";

export const turtle: StrategyTemplate = {
  id: "turtle",
  name: "Turtle 20/10",
  kind: "breakout",
  summary:
    "The rules of the Turtle traders of the 1980s: buys a 20-candle breakout, sells a 10-candle breakdown, with a stop of 2 ATR and a size that risks 1 % of equity. The size shrinks when volatility rises.",
  when_it_works: "The market has a few very large trends.",
  when_it_fails: "Trends are rare, and long stretches of small losses take a lot of patience.",
  document: graph(
    [
      at(0, 0, "price", "price"),
      at(0, 2, "entry_channel", "donchian", { period: 20, offset: 1 }),
      at(0, 4, "exit_channel", "donchian", { period: 10, offset: 1 }),
      at(1, 0, "breakout", "compare", { operator: ">" }),
      at(1, 2, "breakdown", "compare", { operator: "<" }),
      at(2, 0, "buy", "entry_signal"),
      at(2, 2, "sell", "exit_signal"),
      at(3, 0, "size", "position_size", { mode: "risk_percent", value: 1 }),
      at(3, 2, "stop", "stop_loss", { mode: "atr", value: 2, period: 20 }),
    ],
    [
      "price.close > breakout.a",
      "entry_channel.upper > breakout.b",
      "price.close > breakdown.a",
      "exit_channel.lower > breakdown.b",
      "breakout.signal > buy.signal",
      "breakdown.signal > sell.signal",
    ],
  ),
};

import { at, graph, type StrategyTemplate } from "./template.ts";

export const buyAndHold: StrategyTemplate = {
  id: "buy_and_hold",
  name: "Buy & hold",
  kind: "benchmark",
  summary:
    "Buys once, at the start, and holds to the end. It is the benchmark: a strategy that trades has to beat it after costs, or earn as much with a smaller drawdown.",
  when_it_works: "The market rises over the whole period, whatever happens on the way.",
  when_it_fails: "The market declines for a long time, as it holds through all of it.",
  document: graph(
    [
      at(0, 0, "price", "price"),
      at(1, 0, "always", "compare", { operator: ">", value: 0 }),
      at(2, 0, "buy", "entry_signal"),
    ],
    ["price.close > always.a", "always.signal > buy.signal"],
  ),
};

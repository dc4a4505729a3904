import { at, graph, type StrategyTemplate } from "./template.ts";

export const buyAndHold: StrategyTemplate = {
  id: "buy_and_hold",
  name: "Buy and hold",
  summary:
    "Buys once, at the first chance, and holds to the end. It is the yardstick: a strategy that trades has to beat it, after costs, or do as well with smaller falls.",
  when_it_works: "In a market that rises over the whole period, whatever happens on the way.",
  when_it_fails: "In a long decline: it sits through all of it.",
  document: graph(
    [
      at(0, 0, "price", "price"),
      at(1, 0, "always", "compare", { operator: ">", value: 0 }),
      at(2, 0, "buy", "entry_signal"),
    ],
    ["price.close > always.a", "always.signal > buy.signal"],
  ),
};

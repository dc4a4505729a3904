import { at, graph, type StrategyTemplate } from "./template.ts";

export const supertrendFlip: StrategyTemplate = {
  id: "supertrend_flip",
  name: "Supertrend flip",
  summary:
    "In while Supertrend(10, 3) is up, out while it is down. One line says it all: it follows the price at a distance of three average ranges and flips when a close crosses it.",
  when_it_works: "In trends that are larger than their own noise.",
  when_it_fails: "Sideways: each flip is late, and the next one comes soon.",
  document: graph(
    [
      at(0, 0, "trend", "supertrend"),
      at(1, 2, "down", "not"),
      at(2, 0, "buy", "entry_signal"),
      at(2, 2, "sell", "exit_signal"),
    ],
    [
      "trend.up > buy.signal",
      "trend.up > down.in",
      "down.signal > sell.signal",
    ],
  ),
};

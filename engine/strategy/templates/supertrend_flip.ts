import { at, graph, type StrategyTemplate } from "./template.ts";

export const supertrendFlip: StrategyTemplate = {
  id: "supertrend_flip",
  name: "Supertrend flip",
  kind: "trend",
  summary:
    "Holds while Supertrend(10, 3) is up, and stays out while it is down. The line follows the price at a distance of three times the average true range, and flips when a close crosses it.",
  when_it_works: "The trend is larger than the noise around it.",
  when_it_fails:
    "The market moves sideways, so each flip comes late and the next one follows soon.",
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

import { at, graph, type StrategyTemplate } from "./template.ts";

export const tooGoodToBeTrue: StrategyTemplate = {
  id: "too_good_to_be_true",
  name: "Too good to be true",
  summary:
    "A strategy with oddly exact settings: RSI(11) below 27.3, only on some days and hours, a stop of 7.35 % and a target of 1.15 %. Settings like these are found by trying thousands on the same past. Run it on another year, or change any number a little, and watch what is left.",
  when_it_works: "On the stretch of the past that it was fitted to.",
  when_it_fails: "Everywhere else. That is the lesson: doubt a result that hangs on exact numbers.",
  document: graph(
    [
      at(0, 0, "rsi", "rsi", { period: 11 }),
      at(0, 2, "volume", "volume"),
      at(0, 4, "usual", "sma", { period: 37, source: "volume" }),
      at(1, 0, "exact", "compare", { operator: "<", value: 27.3 }),
      at(1, 2, "busy", "compare", { operator: ">" }),
      at(1, 4, "hours", "time_window", { days: [1, 2, 4], from_hour: 6, to_hour: 19 }),
      at(2, 0, "all", "and"),
      at(3, 0, "buy", "entry_signal"),
      at(3, 2, "stop", "stop_loss", { mode: "percent", value: 7.35 }),
      at(3, 4, "target", "take_profit", { mode: "percent", value: 1.15 }),
    ],
    [
      "rsi.value > exact.a",
      "volume.value > busy.a",
      "usual.value > busy.b",
      "exact.signal > all.in1",
      "busy.signal > all.in2",
      "hours.signal > all.in3",
      "all.signal > buy.signal",
    ],
  ),
};

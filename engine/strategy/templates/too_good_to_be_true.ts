import { at, graph, type StrategyTemplate } from "./template.ts";

export const tooGoodToBeTrue: StrategyTemplate = {
  id: "too_good_to_be_true",
  name: "Too good to be true",
  kind: "overfitted",
  summary:
    "A strategy with oddly exact settings: RSI(7) below 43.1, volume above its 54-candle average, three days of the week, three hours of the day. They were found by trying thousands on BTC/USDT hours of 2021, where nine trades in ten won and it beat buy & hold. Run it on 2021, then on any other year, or change any number a little, and see what is left.",
  when_it_works: "It runs on BTC/USDT at 1h in 2021, the period it was fitted to.",
  when_it_fails: "It runs on anything else: doubt a result that depends on exact numbers.",
  document: graph(
    [
      at(0, 0, "rsi", "rsi", { period: 7 }),
      at(0, 2, "volume", "volume"),
      at(0, 4, "usual", "sma", { period: 54, source: "volume" }),
      at(1, 0, "exact", "compare", { operator: "<", value: 43.1 }),
      at(1, 2, "busy", "compare", { operator: ">" }),
      at(1, 4, "hours", "time_window", { days: [3, 4, 6], from_hour: 15, to_hour: 18 }),
      at(2, 0, "all", "and"),
      at(3, 0, "buy", "entry_signal"),
      at(3, 2, "stop", "stop_loss", { mode: "percent", value: 6 }),
      at(3, 4, "target", "take_profit", { mode: "percent", value: 2.1 }),
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

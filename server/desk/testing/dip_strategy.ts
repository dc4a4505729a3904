/** A strategy that trades often. */
import { at, graph } from "../../../engine/strategy/templates/template.ts";

/** Buys when an oscillator of two candles is low, and sells above the average of five. */
export const dipOf = (oscillator: "rsi" | "mfi") =>
  graph(
    [
      at(0, 0, "fast", oscillator, { period: 2 }),
      at(0, 1, "price", "price"),
      at(0, 2, "short", "sma", { period: 5 }),
      at(1, 0, "dip", "compare", { operator: "<", value: 40 }),
      at(1, 1, "bounce", "compare", { operator: ">" }),
      at(2, 0, "buy", "entry_signal"),
      at(2, 1, "sell", "exit_signal"),
    ],
    [
      "fast.value > dip.a",
      "price.close > bounce.a",
      "short.value > bounce.b",
      "dip.signal > buy.signal",
      "bounce.signal > sell.signal",
    ],
  );

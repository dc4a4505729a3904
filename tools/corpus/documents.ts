/** Strategies that a corpus needs beside the templates: results and faults that the templates do not give. */

const wire = (from: string, to: string) => {
  const [fromBlock, fromPort] = from.split(".");
  const [toBlock, toPort] = to.split(".");
  return {
    from: { block: fromBlock, port: fromPort },
    to: { block: toBlock, port: toPort },
  };
};

/** Buys on every second candle, with a stop and a target so near that one candle holds both. */
export const AMBIGUOUS = {
  version: 1,
  blocks: [
    { id: "price", type: "price", params: {}, position: { x: 0, y: 0 }, label: "Close of the day" },
    { id: "up", type: "compare", params: { operator: ">", value: 0 }, position: { x: 260, y: 0 } },
    { id: "buy", type: "entry_signal", params: {}, position: { x: 520, y: 0 } },
    { id: "stop", type: "stop_loss", params: { mode: "percent", value: 1.5 } },
    { id: "target", type: "take_profit", params: { mode: "percent", value: 1.5 } },
  ],
  connections: [wire("price.close", "up.a"), wire("up.signal", "buy.signal")],
  notes: "Stop and target often lie within one candle – “ambiguous”.",
};

/** A condition that is never true: no trade. */
export const NEVER_BUYS = {
  version: 1,
  blocks: [
    { id: "price", type: "price", params: {} },
    { id: "high", type: "compare", params: { operator: ">", value: 1e9 } },
    { id: "buy", type: "entry_signal", params: {} },
  ],
  connections: [wire("price.close", "high.a"), wire("high.signal", "buy.signal")],
};

/** Needs more candles than a short range has: nothing can be traded. */
export const CANNOT_BEGIN = {
  version: 1,
  blocks: [
    { id: "sma", type: "sma", params: { period: 1000 } },
    { id: "above", type: "compare", params: { operator: ">", value: 0 } },
    { id: "buy", type: "entry_signal", params: {} },
  ],
  connections: [wire("sma.value", "above.a"), wire("above.signal", "buy.signal")],
};

/** A draft: a block that nothing is connected to, a number out of its bounds, no entry signal. */
export const DRAFT_WITH_FAULTS = {
  version: 1,
  blocks: [
    { id: "rsi", type: "rsi", params: { period: -3 }, position: { x: 12.5, y: -40 }, label: "" },
    { id: "dip", type: "crossover", params: { direction: "below", value: 30 } },
  ],
  connections: [],
  notes: "",
};

/** Strategies that several tests run. */

const connection = (from: string, to: string) => {
  const end = (text: string) => {
    const [block = "", port = ""] = text.split(".");
    return { block, port };
  };
  return { from: end(from), to: end(to) };
};

/** RSI(14) crossing above 30 buys, crossing below 70 sells; stop 3 %, target 6 %. */
export const RSI_WITH_STOPS = {
  version: 1,
  blocks: [
    { id: "rsi", type: "rsi", params: { period: 14 }, position: { x: 40, y: 120 } },
    {
      id: "rebound",
      type: "crossover",
      params: { direction: "above", value: 30 },
      position: { x: 320, y: 40 },
    },
    {
      id: "fade",
      type: "crossover",
      params: { direction: "below", value: 70 },
      position: { x: 320, y: 220 },
    },
    { id: "buy", type: "entry_signal", params: {}, position: { x: 600, y: 40 } },
    { id: "sell", type: "exit_signal", params: {}, position: { x: 600, y: 220 } },
    {
      id: "stop",
      type: "stop_loss",
      params: { mode: "percent", value: 3 },
      position: { x: 880, y: 40 },
    },
    {
      id: "target",
      type: "take_profit",
      params: { mode: "percent", value: 6 },
      position: { x: 880, y: 220 },
    },
  ],
  connections: [
    connection("rsi.value", "rebound.a"),
    connection("rsi.value", "fade.a"),
    connection("rebound.signal", "buy.signal"),
    connection("fade.signal", "sell.signal"),
  ],
};

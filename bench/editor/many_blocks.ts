/** A strategy of so many blocks that runs: the RSI's rebound, and averages whose conditions are joined. */
const COLUMN = 280;
const ROW = 170;
const ROWS = 10;

interface Block {
  readonly id: string;
  readonly type: string;
  readonly params: Readonly<Record<string, number | string>>;
}

/** A document of `count` blocks in a grid, 12 at the least. */
export function manyBlocks(count: number): unknown {
  const blocks: Block[] = [
    { id: "rsi", type: "rsi", params: { period: 14 } },
    { id: "rebound", type: "crossover", params: { direction: "above", value: 30 } },
    { id: "peak", type: "crossover", params: { direction: "below", value: 70 } },
    { id: "buy", type: "entry_signal", params: {} },
    { id: "sell", type: "exit_signal", params: {} },
    { id: "price", type: "price", params: {} },
  ];
  const wires: [from: string, to: string][] = [
    ["rsi.value", "rebound.a"],
    ["rsi.value", "peak.a"],
    ["rebound.signal", "buy.signal"],
    ["peak.signal", "sell.signal"],
  ];
  for (let k = 0; blocks.length < count; k++) {
    blocks.push({ id: `sma${k}`, type: "sma", params: { period: 5 + k } });
    if (blocks.length === count) break;
    blocks.push({ id: `above${k}`, type: "compare", params: { operator: ">" } });
    wires.push(["price.close", `above${k}.a`], [`sma${k}.value`, `above${k}.b`]);
  }
  const end = (text: string) => {
    const [block, port] = text.split(".");
    return { block, port };
  };
  return {
    version: 1,
    blocks: blocks.map((block, k) => ({
      ...block,
      position: { x: Math.floor(k / ROWS) * COLUMN, y: k % ROWS * ROW },
    })),
    connections: wires.map(([from, to]) => ({ from: end(from), to: end(to) })),
  };
}

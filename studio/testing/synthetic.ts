/** Strategies of any size for tests of what depends on size alone. */
import type { StrategyDocument } from "../../engine/mod.ts";

const TYPES = ["rsi", "sma", "compare", "crossover", "and", "price", "not", "macd"] as const;

/**
 * So many blocks in rows of `columns`, wired as an unfinished strategy may be: some inputs are open, which is a fault of
 * their blocks.
 */
export function syntheticStrategy(count: number, columns = 8): StrategyDocument {
  const blocks = Array.from({ length: count }, (_, k) => ({
    id: `b${k}`,
    type: TYPES[k % TYPES.length] ?? "rsi",
    params: {},
    position: { x: (k % columns) * 290, y: Math.floor(k / columns) * 170 },
  }));
  const first = (type: string, from: number) =>
    blocks.find((block, k) => k >= from && block.type === type);
  const connections = blocks.flatMap(({ id, type }, k) => {
    if (type !== "rsi" || k % 3 === 2) return [];
    const target = first("compare", k);
    const input = target && first("and", k);
    return [
      ...(target
        ? [{ from: { block: id, port: "value" }, to: { block: target.id, port: "a" } }]
        : []),
      ...(target && input
        ? [{ from: { block: target.id, port: "signal" }, to: { block: input.id, port: "in1" } }]
        : []),
    ];
  });
  return { version: 1, blocks, connections };
}

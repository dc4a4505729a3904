import assert from "node:assert/strict";
import { compileStrategy, DEFAULT_SETTINGS, missedEntries, portColumns } from "../mod.ts";
import { documentOf } from "../testing/document.ts";
import { randomWalk } from "../testing/random_walk.ts";

const candles = randomWalk({ bars: 900, seed: 12 });
const CONDITIONS = {
  rsi: ["rsi", { period: 10 }],
  low: ["compare", { operator: "<", value: 55 }],
  price: ["price"],
  high: ["compare", { operator: ">", value: 56 }],
  up: ["rising", { bars: 1 }],
  buy: ["entry_signal"],
} as const;
const WIRES = "rsi.value → low.a, price.close → high.a, price.close → up.source";

/** The misses of a rule over three conditions, and the columns to hold them against. */
function missesOf(extra: Parameters<typeof documentOf>[0], wires: string) {
  const compiled = compileStrategy(documentOf({ ...CONDITIONS, ...extra }, WIRES, wires));
  assert.ok(compiled.ok, JSON.stringify(compiled));
  const { plan } = compiled;
  const ports = portColumns(candles, plan, DEFAULT_SETTINGS);
  const at = (id: string, bar: number) => ports.get(`${id}.signal`)![bar] === 1;
  const misses = missedEntries(candles, plan, DEFAULT_SETTINGS);
  return { at, plan, bars: new Map(misses.map(({ blockId, bars }) => [blockId, [...bars]])) };
}

/** Bars from the first one with a known RSI at which `rule` holds. */
const barsWhere = (first: number, rule: (bar: number) => boolean) =>
  Array.from({ length: candles.length }, (_, bar) => bar).filter((bar) =>
    bar >= first && rule(bar)
  );

Deno.test("missed entries: of an And, the bars at which one condition alone was false", () => {
  const { at, plan, bars } = missesOf(
    { all: ["and"] },
    "low.signal → all.in1, high.signal → all.in2, up.signal → all.in3, all.signal → buy.signal",
  );
  assert.deepEqual([...bars.keys()].sort(), ["high", "low", "up"], "not the And");
  const others = { low: ["high", "up"], high: ["low", "up"], up: ["low", "high"] };
  for (const [id, [a, b]] of Object.entries(others)) {
    const expected = barsWhere(
      plan.lookbackBars,
      (bar) => !at(id, bar) && at(a!, bar) && at(b!, bar),
    );
    assert.ok(expected.length > 0);
    assert.deepEqual(bars.get(id), expected);
  }
});

Deno.test("missed entries: of (low and high) or up, all that is false counts where it alone would do", () => {
  const { at, plan, bars } = missesOf(
    { both: ["and"], any: ["or"] },
    "low.signal → both.in1, high.signal → both.in2, both.signal → any.in1, up.signal → any.in2, any.signal → buy.signal",
  );
  const quiet = (bar: number) => !(at("low", bar) && at("high", bar)) && !at("up", bar);
  const first = plan.lookbackBars;
  assert.deepEqual(bars.get("up"), barsWhere(first, quiet));
  assert.deepEqual(
    bars.get("low"),
    barsWhere(first, (bar) => quiet(bar) && !at("low", bar) && at("high", bar)),
  );
  assert.ok(bars.get("low")!.length > 0);
});

Deno.test("missed entries: a condition that must be false is no miss, and keeps others from being one", () => {
  const { at, plan, bars } = missesOf(
    { not: ["not"], all: ["and"] },
    "low.signal → not.in, not.signal → all.in1, high.signal → all.in2, all.signal → buy.signal",
  );
  assert.deepEqual(bars.get("low"), []);
  assert.deepEqual(
    bars.get("high"),
    barsWhere(plan.lookbackBars, (bar) => !at("high", bar) && !at("low", bar)),
  );
});

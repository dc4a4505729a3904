/** Every condition says how it stands at a candle, and how far it is from turning. */
import assert from "node:assert/strict";
import {
  BLOCKS,
  candlesFromColumns,
  compileStrategy,
  DEFAULT_SETTINGS,
  missedEntries,
  portColumns,
} from "../../engine/mod.ts";
import { documentOf } from "../../engine/testing/document.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { conditionStates, nearestMisses } from "./conditions.ts";

const HOUR_MS = 3_600_000;
/** A Tuesday, 12:00 UTC. */
const START_MS = Date.UTC(2024, 0, 2, 12);

function seriesOf(closes: readonly number[]) {
  return candlesFromColumns({
    time: Float64Array.from(closes, (_, i) => START_MS + i * HOUR_MS),
    open: Float64Array.from(closes),
    high: Float64Array.from(closes),
    low: Float64Array.from(closes),
    close: Float64Array.from(closes),
    volume: Float64Array.from(closes, () => 1),
  }, { timeframeMs: HOUR_MS });
}

type Blocks = Parameters<typeof documentOf>[0];

/** A rule over these closes: what its block `id` says at each, and its nearest misses. */
function told(id: string, closes: readonly number[], blocks: Blocks, wires: string) {
  const compiled = compileStrategy(documentOf({ ...blocks, buy: ["entry_signal"] }, wires));
  assert.ok(compiled.ok, JSON.stringify(compiled));
  const { plan } = compiled;
  const candles = seriesOf(closes);
  const context = { plan, candles, ports: portColumns(candles, plan, DEFAULT_SETTINGS) };
  return {
    states: closes.map((_, bar) => conditionStates(context, bar)[id]!),
    misses: nearestMisses(context, missedEntries(candles, plan, DEFAULT_SETTINGS)),
  };
}

const texts = (states: readonly { readonly text: string }[]) => states.map(({ text }) => text);

Deno.test("condition readings: rising counts its steps, and says which close would have done it", () => {
  const { states } = told(
    "up",
    [100, 101, 102, 103, 102.5, 104, 90],
    { price: ["price"], up: ["rising", { bars: 3 }] },
    "price.close → up.source, up.signal → buy.signal",
  );
  assert.deepEqual(texts(states), [
    "not known yet",
    "not known yet",
    "not known yet",
    "3 in a row",
    "102.5, needed > 103",
    "1 in a row, needed 3",
    "0 in a row, needed 3",
  ]);
  assert.deepEqual(states.map(({ met }) => met), [false, false, false, true, false, false, false]);
});

Deno.test("condition readings: falling is its mirror, and its nearest miss is the smallest step the wrong way", () => {
  const up = Array.from({ length: 40 }, (_, k) => 200 + k);
  const { states, misses } = told(
    "down",
    [...up, 199, 198, 198.5, ...up, 150, 149, 152, ...up],
    { price: ["price"], down: ["falling", { bars: 3 }] },
    "price.close → down.source, down.signal → buy.signal",
  );
  assert.equal(states[42]!.text, "198.5, needed < 198");
  assert.equal(misses[0]!.bar, 42);
  assert.equal(misses[0]!.text, "Close was 198.5; it had to be below 198");
  assert.equal(states[85]!.text, "152, needed < 149");
});

/** True on the candles whose close is above 100. */
const ABOVE: Blocks = {
  price: ["price"],
  above: ["compare", { operator: ">", value: 100 }],
};

Deno.test("condition readings: sustained counts the candles it has been true for", () => {
  const { states } = told(
    "long",
    [99, 101, 102, 103, 104, 99],
    { ...ABOVE, long: ["sustained", { bars: 3 }] },
    "price.close → above.a, above.signal → long.in, long.signal → buy.signal",
  );
  assert.deepEqual(texts(states), [
    "not true, needed 3 in a row",
    "true 1 in a row, needed 3",
    "true 2 in a row, needed 3",
    "true 3 in a row",
    "true 4 in a row",
    "not true, needed 3 in a row",
  ]);
});

Deno.test("condition readings: within counts the candles since it was true", () => {
  const { states } = told(
    "lately",
    [99, 101, 99, 98, 97, 96],
    { ...ABOVE, lately: ["within", { bars: 3 }] },
    "price.close → above.a, above.signal → lately.in, lately.signal → buy.signal",
  );
  assert.deepEqual(texts(states), [
    "not true since the start",
    "true now",
    "true 1 candle ago",
    "true 2 candles ago",
    "true 3 candles ago, needed ≤ 2",
    "true 4 candles ago, needed ≤ 2",
  ]);
});

Deno.test("condition readings: and, or and not say how many of their inputs are true", () => {
  const blocks: Blocks = {
    ...ABOVE,
    high: ["compare", { operator: ">", value: 102 }],
    both: ["and"],
    any: ["or"],
    no: ["not"],
    all: ["and"],
  };
  const wires = "price.close → above.a, price.close → high.a, above.signal → both.in1, " +
    "high.signal → both.in2, above.signal → any.in1, high.signal → any.in2, high.signal → no.in, " +
    "both.signal → all.in1, any.signal → all.in2, no.signal → all.in3, all.signal → buy.signal";
  const closes = [99, 101, 103];
  assert.deepEqual(texts(told("both", closes, blocks, wires).states), [
    "0 of 2 true, needed all",
    "1 of 2 true, needed all",
    "2 of 2 true",
  ]);
  assert.deepEqual(texts(told("any", closes, blocks, wires).states), [
    "0 of 2 true, needed one",
    "1 of 2 true",
    "2 of 2 true",
  ]);
  assert.deepEqual(texts(told("no", closes, blocks, wires).states), [
    "its input is false",
    "its input is false",
    "its input is true",
  ]);
});

Deno.test("condition readings: a comparison says both of its sides, also while it is true", () => {
  const wires = "price.close → above.a, above.signal → buy.signal";
  assert.deepEqual(texts(told("above", [99.5, 101], ABOVE, wires).states), [
    "99.5, needed > 100",
    "101 > 100",
  ]);
  const cross: Blocks = { price: ["price"], up: ["crossover", { value: 100 }] };
  const { states } = told("up", [99, 101], cross, "price.close → up.a, up.signal → buy.signal");
  assert.equal(states[1]!.text, "99 → 101, crossed 100");
});

Deno.test("condition readings: a time window says what time it was, and what it is set to", () => {
  const { states } = told(
    "hours",
    [100, 100, 100],
    { hours: ["time_window", { days: [2], from_hour: 14, to_hour: 15 }] },
    "hours.signal → buy.signal",
  );
  assert.match(states[0]!.text, /^Tue 13:00, needed Tue.*14–15 h UTC$/);
  assert.equal(states[1]!.text, "Tue 14:00 UTC");
  assert.match(states[2]!.text, /^Tue 15:00, needed/);
});

Deno.test("condition readings: every block with a signal tells how it stands, at every candle", () => {
  const candles = randomWalk({ bars: 300, seed: 3 });
  const tellers = BLOCKS.filter(({ outputs }) => outputs.some(({ kind }) => kind === "signal"));
  assert.ok(tellers.length >= 10);
  for (const { type, inputs, outputs } of tellers) {
    const wires = inputs.filter(({ kind }, k) => kind === "series" || k < 2).map(({ kind, name }) =>
      kind === "series" ? `price.close → it.${name}` : `seed.signal → it.${name}`
    );
    const port = outputs.find(({ kind }) => kind === "signal")!.name;
    const compiled = compileStrategy(documentOf(
      {
        price: ["price"],
        seed: ["falling", { bars: 4 }],
        it: [type],
        buy: ["entry_signal"],
      },
      ["price.close → seed.source", ...wires, `it.${port} → buy.signal`].join(", "),
    ));
    assert.ok(compiled.ok, `${type}: ${JSON.stringify(compiled)}`);
    const { plan } = compiled;
    const context = { plan, candles, ports: portColumns(candles, plan, DEFAULT_SETTINGS) };
    const said = new Set<string>();
    for (let bar = 0; bar < candles.length; bar++) {
      const { text } = conditionStates(context, bar).it!;
      assert.doesNotMatch(text, /NaN|undefined|Infinity|–/, type);
      said.add(text);
    }
    assert.ok([...said].some((text) => /\d|input/.test(text)), `${type}: ${[...said][0]}`);
  }
});

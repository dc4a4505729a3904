/** What holds for every block in the list, whatever it computes. */
import assert from "node:assert/strict";
import { candlesFromColumns, sliceCandles } from "../candles/candle_series.ts";
import { computeBlock } from "../testing/block_runner.ts";
import { randomWalk, seededRandom } from "../testing/random_walk.ts";
import { paramSpecFor, problemOf, resolveParams } from "../strategy/params.ts";
import { blockExtremes } from "../kernels/blocks_of_bars.ts";
import { ColumnReader, NEVER } from "../simulation/signal_reader.ts";
import type { BlockDefinition, Column, Params } from "./definition.ts";
import { blockDefinition, BLOCKS } from "./mod.ts";

const walk = randomWalk({ bars: 700, seed: 11, jumps: true });

for (const definition of BLOCKS) {
  const check = (name: string, fn: () => void) =>
    Deno.test(`block ${definition.type}: ${name}`, fn);
  const defaults = resolveParams(definition, {});
  const lookback = definition.lookback(defaults);

  check("its words are there", () => {
    assert.match(definition.type, /^[a-z][a-z0-9_]*$/);
    assert.ok(definition.name.length > 0 && definition.name.length <= 24);
    assert.match(definition.summary, /^[A-Z].{10,90}\.$/);
    assert.ok(
      definition.help.length > definition.summary.length,
      "help says more than the summary",
    );
    assert.ok(definition.synonyms.length >= 3);
    for (const spec of definition.params) assert.match(spec.help, /^[A-Z].*\.$/, spec.name);
    assert.ok(definition.subtitle(defaults).length > 0);
    for (const ports of [definition.inputs, definition.outputs]) {
      assert.equal(new Set(ports.map(({ name }) => name)).size, ports.length);
    }
  });

  check("its defaults are sound, and its bounds are kept", () => {
    for (const spec of definition.params) {
      assert.equal(problemOf(spec, defaults[spec.name]!), null, spec.name);
      for (const option of spec.options ?? []) {
        const params = resolveParams(definition, { [spec.name]: option.value });
        assert.equal(definition.check?.(params) ?? null, null, `${spec.name} = ${option.value}`);
      }
      if (spec.max !== undefined) assert.notEqual(problemOf(spec, spec.max + 1), null);
      if (spec.min !== undefined) assert.notEqual(problemOf(spec, spec.min - 1), null);
      if (spec.kind === "integer") assert.notEqual(problemOf(spec, spec.min! + 0.5), null);
    }
    assert.ok(lookback >= 0 && Number.isInteger(lookback));
    assert.ok((definition.history ?? definition.lookback)(defaults) >= lookback);
  });

  check("its presets and levels can be set, the usual value among them", () => {
    const settings = [
      {},
      ...definition.params.flatMap(({ name, options }) =>
        (options ?? []).map(({ value }) => ({ [name]: value }))
      ),
    ];
    for (const given of settings) {
      const params = resolveParams(definition, given);
      for (const raw of definition.params) {
        const spec = paramSpecFor(raw, params);
        assert.equal(problemOf(spec, params[spec.name]!), null, `${spec.name}'s default`);
        if (!spec.presets) continue;
        assert.ok(spec.presets.includes(params[spec.name] as number), `${spec.name}'s default`);
        assert.deepEqual(spec.presets, [...new Set(spec.presets)].sort((a, b) => a - b));
        for (const value of spec.presets) {
          assert.equal(problemOf(spec, value), null, `${spec.name} = ${value}`);
          const preset = { ...params, [spec.name]: value };
          assert.equal(definition.check?.(preset) ?? null, null, `${spec.name} = ${value}`);
        }
        for (const beyond of [(spec.max ?? NaN) + 1, (spec.min ?? NaN) - 1]) {
          if (!raw.rangeFor || Number.isNaN(beyond)) continue;
          const broken = definition.check?.({ ...params, [spec.name]: beyond });
          assert.equal(broken?.param, spec.name, `${spec.name} = ${beyond} is refused`);
        }
      }
    }
    for (const { scale } of definition.outputs) {
      for (const level of scale?.levels ?? []) {
        assert.ok(level >= (scale?.min ?? -Infinity) && level <= (scale?.max ?? Infinity));
      }
    }
    for (const { comparedWith } of definition.params) {
      assert.ok(!comparedWith || definition.inputs.some(({ name }) => name === comparedWith));
    }
  });

  if (definition.outputs.length === 0) continue;

  check("what it gives stays on its scale", () => {
    for (const { name, scale } of definition.outputs) {
      if (!scale) continue;
      for (const value of computeBlock(definition, walk)[name]!) {
        assert.ok(!(value < (scale.min ?? -Infinity) || value > (scale.max ?? Infinity)), name);
      }
    }
  });

  check("it is known from its lookback on, and not before", () => {
    for (const [port, column] of Object.entries(computeBlock(definition, walk))) {
      if (!(column instanceof Float64Array)) continue;
      const first = definition.lookback(defaults, port);
      assert.equal(column.findIndex((value) => !Number.isNaN(value)), first, port);
      assert.ok(column.subarray(lookback).every(Number.isFinite), port);
    }
  });

  check("it gives the same again, and does not touch what it reads", () => {
    const close = walk.close.slice();
    const first = computeBlock(definition, walk);
    assert.deepEqual(computeBlock(definition, walk), first);
    assert.deepEqual(walk.close, close);
  });

  check("it looks at nothing to come", () => {
    const whole = computeBlock(definition, walk);
    for (const cut of [1, lookback, lookback + 1, 350, 699]) {
      const part = computeBlock(definition, sliceCandles(walk, 0, cut));
      for (const [port, column] of Object.entries(part)) {
        assert.deepEqual(column, whole[port]!.slice(0, cut), `${port} at ${cut}`);
      }
    }
  });

  check("short series are no problem", () => {
    for (const bars of [0, 1, lookback, lookback + 1]) {
      const outputs = computeBlock(definition, sliceCandles(walk, 0, bars));
      for (const column of Object.values(outputs)) assert.equal(column.length, bars);
    }
  });

  check("flat, tiny and huge prices give numbers", () => {
    for (const price of [1e-8, 1, 1e8]) {
      const flat = computeBlock(definition, flatCandles(price, 400));
      const moving = computeBlock(definition, randomWalk({ bars: 400, seed: 3, start: price }));
      for (const outputs of [flat, moving]) {
        for (const [port, column] of Object.entries(outputs)) {
          assert.ok(
            column.subarray(lookback).every((value) => Number.isFinite(value)),
            `${port} at ${price}`,
          );
        }
      }
    }
  });

  check("after an unknown value it is known again", () => {
    const holed = sourceWithHole(definition, 300);
    if (!holed) return;
    const outputs = computeBlock(definition, walk, {}, holed);
    for (const [port, column] of Object.entries(outputs)) {
      if (!(column instanceof Float64Array)) continue;
      const touched = column.subarray(300, 301 + lookback);
      assert.ok(touched.some(Number.isNaN), `${port} knows the unknown`);
      assert.ok(Number.isFinite(column[300 + 2 * lookback + 2]), `${port} stays unknown`);
    }
  });

  check("its search finds what it computes", () => {
    const { search } = definition;
    if (!search) return;
    for (const [k, inputs] of searchedInputs(definition).entries()) {
      for (const params of everyChoice(definition)) {
        const searched = search({
          params,
          inputs,
          blocks: (input) => blockExtremes(inputs[input] as Float64Array),
        });
        if (!searched) continue;
        const [column] = Object.values(computeBlock(definition, walk, params, inputs));
        const reader = new ColumnReader(column as Uint8Array);
        assert.ok(k > 0 || reader.next(0) < NEVER, "something is found");
        for (let from = 0; from <= walk.length; from++) {
          assert.equal(searched.next(from), reader.next(from), `from ${from} in inputs ${k}`);
        }
      }
    }
  });

  check("a million bars do not drift", () => {
    if (lookback === 0) return;
    const long = randomWalk({ bars: 1_000_000, seed: 5, step: 0.001 });
    const history = (definition.history ?? definition.lookback)(defaults);
    const whole = computeBlock(definition, long);
    const tail = computeBlock(
      definition,
      sliceCandles(long, long.length - history - 50, long.length),
    );
    for (const [port, column] of Object.entries(whole)) {
      for (let k = 1; k <= 40; k++) {
        const far = column[column.length - k]!;
        const near = tail[port]![tail[port]!.length - k]!;
        assert.ok(
          Math.abs(far - near) <= 1e-8 * Math.max(1, Math.abs(near)),
          `${port}: ${far} is not ${near}`,
        );
      }
    }
  });
}

Deno.test("blocks: every file of a block is in the list and has its test beside it, and each type is there once", async () => {
  const files: string[] = [];
  const untested: string[] = [];
  for (const family of ["prices", "indicators", "conditions", "logic", "signals", "risk"]) {
    for await (const entry of Deno.readDir(new URL(`./${family}/`, import.meta.url))) {
      if (entry.name.endsWith("_test.ts")) continue;
      const module: Record<string, unknown> = await import(`./${family}/${entry.name}`);
      for (const value of Object.values(module)) {
        if (typeof value === "object" && value !== null && "type" in value && "family" in value) {
          const test = new URL(`./${family}/${value.type}_test.ts`, import.meta.url);
          if (!(await Deno.stat(test).catch(() => null))) untested.push(String(value.type));
          files.push(String(value.type));
          assert.equal(
            blockDefinition(String(value.type)),
            value,
            `${entry.name} is not in the list`,
          );
          assert.equal(value.family, family);
        }
      }
    }
  }
  assert.deepEqual(files.sort(), BLOCKS.map(({ type }) => type).sort());
  assert.deepEqual(untested, [], "blocks without a test beside them");
});

function flatCandles(price: number, bars: number) {
  const column = new Float64Array(bars).fill(price);
  const time = Float64Array.from({ length: bars }, (_, i) => i * 3_600_000);
  return candlesFromColumns({
    time,
    open: column,
    high: column,
    low: column,
    close: column,
    volume: column,
  });
}

/** The close as every series input, unknown at one bar; `null` for blocks without one. */
function sourceWithHole(definition: BlockDefinition, bar: number): Record<string, Column> | null {
  const series = definition.inputs.filter(({ kind }) => kind === "series");
  if (series.length === 0) return null;
  const column = walk.close.slice();
  column[bar] = NaN;
  return Object.fromEntries(series.map(({ name }) => [name, column]));
}

/** Pairs of series to search in: far apart, touching, equal for a while, unknown here and there. */
function searchedInputs(definition: BlockDefinition): Record<string, Column>[] {
  const random = seededRandom(8);
  const made = [
    () => walk.close.map((value) => value * (1 + 0.02 * (random() - 0.5))),
    () => walk.close.map((value) => value * (random() < 0.5 ? 1 : 1 + 0.02 * (random() - 0.5))),
    () => walk.close.map((value) => random() < 0.03 ? NaN : value * (1 + 0.02 * (random() - 0.5))),
    () => walk.close.map((value, i) => i < 90 ? NaN : i % 200 < 100 ? value : value + 5),
    () => walk.close.map(() => Math.floor(random() * 3)),
  ];
  return made.map((series) =>
    Object.fromEntries(
      definition.inputs.map(({ name }, k) => [name, k === 0 ? walk.close : series()]),
    )
  );
}

/** The defaults, with each option of each choice in turn. */
function everyChoice(definition: BlockDefinition): Params[] {
  return definition.params.flatMap(({ name, options = [] }) =>
    options.map(({ value }) => resolveParams(definition, { [name]: value }))
  );
}

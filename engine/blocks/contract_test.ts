/** What holds for every block in the list, whatever it computes. */
import assert from "node:assert/strict";
import { type CandleSeries, sliceCandles } from "../candles/candle_series.ts";
import { phraseOf } from "../testing/block_words.ts";
import { computeBlock } from "../testing/block_runner.ts";
import { meanOf } from "../testing/direct.ts";
import { randomParams } from "../testing/random_strategy.ts";
import { randomWalk, seededRandom } from "../testing/random_walk.ts";
import { flatCandles, inAnotherUnit } from "../testing/shaped_candles.ts";
import { paramSpecFor, problemOf, resolveParams } from "../strategy/params.ts";
import { blockExtremes } from "../kernels/blocks_of_bars.ts";
import { CrossSearch } from "../kernels/cross_search.ts";
import { ColumnReader, NEVER } from "../kernels/signal_reader.ts";
import type { BlockDefinition, Column, Params, PlotPlace } from "./definition/definition.ts";
import { blockDefinition, BLOCKS } from "./mod.ts";

/** Words, without the traces of something that is missing. */
const SAID = /^(?!.*(undefined|null|NaN|\[object))\S(.*\S)?$/;

/** The bar at which an input is unknown. */
const HOLE = 300;

const walk = randomWalk({ bars: 700, seed: 11, jumps: true });

/** Made when the first block asks for it, and shared. */
let million: CandleSeries | null = null;
const millionBars = () => million ??= randomWalk({ bars: 1_000_000, seed: 5, step: 0.001 });

for (const definition of BLOCKS) {
  const check = (name: string, fn: () => void) =>
    Deno.test(`block ${definition.type}: ${name}`, fn);
  const defaults = resolveParams(definition, {});
  const lookback = definition.lookback(defaults);
  const settings = [defaults, smallestParams(definition), ...someParams(definition)];

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
    const wired = Object.fromEntries(definition.inputs.map(({ name }) => [name, `<${name}>`]));
    for (const params of settings) {
      assert.match(definition.subtitle(params), SAID);
      for (const output of definition.outputs.length > 0 ? definition.outputs : [{ name: "" }]) {
        assert.match(phraseOf(definition, params, wired, output.name), SAID);
        assert.match(phraseOf(definition, params, {}, output.name), SAID, "with nothing wired");
      }
    }
    for (const ports of [definition.inputs, definition.outputs]) {
      assert.equal(new Set(ports.map(({ name }) => name)).size, ports.length);
    }
  });

  check("a chart knows how each of its series is drawn", () => {
    for (const { name, kind, plot } of definition.outputs) {
      if (kind === "signal" || definition.columns?.[name] !== undefined) {
        assert.equal(plot, undefined, `${name}: nothing is drawn of it`);
        continue;
      }
      assert.ok(plot, `${name} has no plot`);
      const other = definition.outputs.find((output) => output.name === plot.with);
      assert.equal(other !== undefined, plot.shape === "band", `${name}: a band has another side`);
      assert.notEqual(plot.with, name);
      const places = typeof plot.on === "function"
        ? settings.flatMap((params) =>
          (["price", "volume", "pane", null] as const).map((at) =>
            (plot.on as (...given: unknown[]) => PlotPlace)(params, () => at)
          )
        )
        : [plot.on];
      for (const place of places) {
        if (typeof place !== "object") continue;
        assert.ok(definition.inputs.some((input) => input.name === place.input), name);
      }
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
    for (const params of settings) {
      for (const [port, column] of Object.entries(computeBlock(definition, walk, params))) {
        const first = definition.lookback(params, port);
        if (column instanceof Float64Array) {
          assert.equal(column.findIndex((value) => !Number.isNaN(value)), first, port);
          assert.ok(column.subarray(first).every(Number.isFinite), port);
        } else {
          assert.ok(column.subarray(0, first).every((value) => value === 0), port);
        }
      }
    }
  });

  check("it gives the same again, and does not touch what it reads", () => {
    const read = structuredClone(walk);
    const first = computeBlock(definition, walk);
    assert.deepEqual(computeBlock(definition, walk), first);
    assert.deepEqual(walk, read);
  });

  check("it looks at nothing to come, however short the series", () => {
    for (const params of settings) {
      const warmUp = definition.lookback(params);
      const whole = computeBlock(definition, walk, params);
      for (const cut of [0, 1, warmUp - 1, warmUp, warmUp + 1, warmUp + 2, 350, 699]) {
        if (cut < 0 || cut > walk.length) continue;
        const part = computeBlock(definition, sliceCandles(walk, 0, cut), params);
        for (const [port, column] of Object.entries(part)) {
          assert.deepEqual(column, whole[port]!.slice(0, cut), `${port} at ${cut}`);
        }
      }
    }
  });

  check("an unknown value to come changes nothing either", () => {
    const holed = closesWithHole(definition, HOLE);
    if (!holed) return;
    for (const params of settings) {
      const whole = computeBlock(definition, walk, params, holed);
      const without = computeBlock(definition, walk, params, closesWithHole(definition)!);
      for (const [port, column] of Object.entries(whole)) {
        const before = without[port]!.subarray(0, HOLE);
        assert.deepEqual(column.slice(0, HOLE), before.slice(), `${port} before it`);
        for (const cut of [HOLE + 1, HOLE + 2, HOLE + 40, 600]) {
          const inputs = Object.fromEntries(
            Object.entries(holed).map(([name, input]) => [name, input.subarray(0, cut)]),
          );
          const part = computeBlock(definition, sliceCandles(walk, 0, cut), params, inputs);
          assert.deepEqual(part[port], column.slice(0, cut), `${port} at ${cut}`);
        }
      }
    }
  });

  check("a constant price gives a constant, as tiny or huge as it may be", () => {
    for (const price of [1e-8, 0.1, 1, 1e8]) {
      const outputs = computeBlock(definition, flatCandles(price, 400));
      for (const [port, column] of Object.entries(outputs)) {
        if (!(column instanceof Float64Array)) continue;
        const first = column[definition.lookback(defaults, port)]!;
        for (const value of column.subarray(definition.lookback(defaults, port))) {
          assert.ok(Math.abs(value - first) <= 1e-12 * Math.abs(first), `${port} at ${price}`);
        }
      }
    }
  });

  check("prices in a unit of 2²⁷ or 2⁻²⁷ give the same, to the last bit", () => {
    for (const params of [defaults, smallestParams(definition)]) {
      const usual = computeBlock(definition, walk, params);
      for (const unit of [2 ** 27, 2 ** -27]) {
        const other = computeBlock(definition, inAnotherUnit(walk, unit), params);
        for (const [port, column] of Object.entries(other)) {
          // A share, an amount or a truth stays; what is a price is one in the other unit.
          const price = usual[port]!.map((value) => value * unit);
          const same = [usual[port]!, price].some((expected) =>
            column.every((value, i) => Object.is(value, expected[i]))
          );
          assert.ok(same, `${port} in units of ${unit}`);
        }
      }
    }
  });

  check("what is unknown makes it unknown, or false, and it is known again", () => {
    const holed = closesWithHole(definition, HOLE);
    if (!holed) return;
    const outputs = computeBlock(definition, walk, {}, holed);
    for (const [port, column] of Object.entries(outputs)) {
      if (column instanceof Uint8Array) {
        assert.equal(column[HOLE], 0, `${port} is true`);
        continue;
      }
      const touched = column.subarray(HOLE, HOLE + 1 + lookback);
      assert.ok(touched.some(Number.isNaN), `${port} knows the unknown`);
      const settled = column.subarray(HOLE + lookback + 1);
      assert.ok(settled.every(Number.isFinite), `${port} stays unknown`);
    }
  });

  check("where it writes every bar, nothing is left of what it writes over", () => {
    if (!definition.writesEveryBar) return;
    for (const params of [...settings, ...everyChoice(definition)]) {
      for (const inputs of [{}, closesWithHole(definition, HOLE)!]) {
        const fresh = computeBlock(definition, walk, params, inputs);
        assert.deepEqual(computeBlock(definition, walk, params, inputs, "used"), fresh);
      }
      const short = sliceCandles(walk, 0, 3);
      const fresh = computeBlock(definition, short, params);
      assert.deepEqual(computeBlock(definition, short, params, {}, "used"), fresh);
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
          crossing: (a, b) => {
            const [x, y] = [inputs[a] as Float64Array, inputs[b] as Float64Array];
            return new CrossSearch(x, y, blockExtremes(x), blockExtremes(y));
          },
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

  check("a million bars do not drift, and its wanted history lets the start fade", () => {
    if (lookback === 0) return;
    const long = millionBars();
    const whole = computeBlock(definition, long);
    const history = (definition.history ?? definition.lookback)(defaults);
    for (const [bars, tolerance] of [[2 * history, 1e-9], [history, 1e-8]] as const) {
      const late = sliceCandles(long, long.length - bars - 40, long.length);
      const tail = computeBlock(definition, late);
      for (const [port, column] of Object.entries(whole)) {
        const far = column.subarray(-40);
        const near = tail[port]!.subarray(-40);
        // Near a crossing of zero an error is measured by the size that the values usually have.
        const size = meanOf(Array.from(near, Math.abs)) * 1e-3;
        far.forEach((value, k) => {
          const error = Math.abs(value - near[k]!);
          const allowed = tolerance * Math.max(size, Math.abs(near[k]!));
          assert.ok(error <= allowed, `${port}: ${value} is not ${near[k]} (${bars} bars)`);
        });
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

/** Each whole number as small as it may be, where the rest allows it. */
function smallestParams(definition: BlockDefinition): Params {
  const given: Record<string, number> = {};
  for (const { name, kind, min } of definition.params) {
    if (kind !== "integer" || min === undefined) continue;
    const tried = resolveParams(definition, { ...given, [name]: min });
    if ((definition.check?.(tried) ?? null) === null) given[name] = min;
  }
  return resolveParams(definition, given);
}

/** Random parameters, the same ones each time. */
function someParams(definition: BlockDefinition): Params[] {
  const draw = seededRandom(21);
  return [1, 2, 3].map(() => resolveParams(definition, randomParams(definition, draw)));
}

/** The close as every series input, unknown at `bar` if that is given; `null` for blocks without one. */
function closesWithHole(definition: BlockDefinition, bar?: number): Record<string, Column> | null {
  const series = definition.inputs.filter(({ kind }) => kind === "series");
  if (series.length === 0) return null;
  const column = walk.close.slice();
  if (bar !== undefined) column[bar] = NaN;
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

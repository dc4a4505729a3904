/** Whatever is handed over as a document: it is read, refused in words, or found unable to run, and nothing breaks. */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  blockDefinition,
  BLOCKS,
  compileStrategy,
  describeStrategy,
  type Fault,
  parseStrategy,
  resultToJson,
  runBacktest,
  type StrategyDocument,
  TEMPLATES,
} from "../mod.ts";
import { randomStrategies } from "../testing/arbitrary_strategy.ts";
import { FREE } from "../testing/bar_table.ts";
import { randomWalk } from "../testing/random_walk.ts";

const seed = Number(Deno.env.get("FAST_CHECK_SEED") ?? 20_260_215);
const walk = randomWalk({ bars: 120, seed: 5, jumps: true, gaps: true });

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withTypedArray: true,
});

Deno.test(`hostile documents: anything at all is refused with a reason (seed ${seed})`, () => {
  fc.assert(
    fc.property(anything, (json) => {
      const parsed = parseStrategy(json);
      assert.equal(parsed.ok, false);
      if (!parsed.ok) assertFaults(parsed.faults);
    }),
    { seed, numRuns: 1000 },
  );
});

Deno.test(`hostile documents: a template with one thing in it changed is read, refused or runs (seed ${seed})`, () => {
  let ran = 0;
  let refused = 0;
  const values = fc.oneof(
    anything,
    fc.constantFrom(0, -1, 1e308, 5e-324, 2.5, NaN, Infinity, "", "__proto__", null, true, [], {}),
    fc.double({ min: 0.1, max: 60, noNaN: true }),
    fc.integer({ min: 1, max: 60 }),
    fc.constantFrom("sma", "entry_signal", "close", "value", "signal", "percent", "atr"),
  );
  const template = fc.constantFrom(...TEMPLATES.map(({ document }) => document));
  fc.assert(
    fc.property(template, fc.noBias(fc.nat()), values, (document, place, value) => {
      const changed = structuredClone(document) as unknown;
      const places = placesIn(changed);
      const { parent, key } = places[place % places.length]!;
      parent[key] = value;
      if (tryAll(changed)) ran++;
      else refused++;
    }),
    { seed, numRuns: 2000 },
  );
  assert.ok(ran > 100 && refused > 100, `${ran} ran, ${refused} did not`);
});

Deno.test(`hostile documents: strategies with blocks and wires added at random run, or say why not (seed ${seed})`, () => {
  const types = BLOCKS.map(({ type }) => type);
  const numbers = fc.constantFrom(-1, 0, 0.01, 0.1, 1, 2, 2.5, 20, 100, 1000, 1001, 1e308, -1e308);
  const blocks = fc.array(
    fc.tuple(fc.constantFrom(...types), fc.array(numbers, { maxLength: 3 })),
    { maxLength: 4 },
  );
  const wires = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()), { maxLength: 4 });
  let ran = 0;
  const codes = new Set<string>();
  fc.assert(
    fc.property(randomStrategies(), blocks, wires, (document, moreBlocks, moreWires) => {
      const wild = withMore(document, moreBlocks, moreWires);
      const parsed = parseStrategy(wild);
      assert.ok(parsed.ok);
      const compiled = compileStrategy(parsed.document);
      if (!compiled.ok) { for (const { code } of compiled.faults) codes.add(code); }
      if (tryAll(wild)) ran++;
    }),
    { seed, numRuns: 2000 },
  );
  assert.ok(ran > 100, `only ${ran} ran`);
  const expected = [
    "cycle",
    "input_taken",
    "needs_stop",
    "param_out_of_range",
    "second_entry",
    "second_of_its_kind",
    "too_few_inputs",
    "unconnected_input",
    "wrong_kind",
  ];
  assert.deepEqual(expected.filter((code) => !codes.has(code)), [], "faults never seen");
});

/** Reads, describes, compiles and runs; whether it ran. */
function tryAll(json: unknown): boolean {
  const parsed = parseStrategy(json);
  if (!parsed.ok) {
    assertFaults(parsed.faults);
    return false;
  }
  assert.deepEqual(JSON.parse(JSON.stringify(parsed.document)), parsed.document);
  assert.ok(describeStrategy(parsed.document).text.length > 0);
  const compiled = compileStrategy(parsed.document);
  if (!compiled.ok) {
    assertFaults(compiled.faults, parsed.document);
    return false;
  }
  if (compiled.warnings.length > 0) assertFaults(compiled.warnings, parsed.document);
  const result = resultToJson(runBacktest(walk, compiled.plan, FREE));
  // JSON has no NaN and no Infinity: it would not read back the same.
  assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
  return true;
}

/** At least one fault, each a sentence that a person can read, about a block that is there. */
function assertFaults(faults: readonly Fault[], document?: StrategyDocument): void {
  assert.ok(faults.length > 0);
  for (const fault of faults) {
    assert.deepEqual(Object.keys(fault).sort(), ["block_id", "code", "message", "param", "port"]);
    assert.match(fault.code, /^[a-z_]+$/);
    assert.match(fault.message, /^\S[^]*[.?]$/);
    assert.ok(fault.message.length < 500, fault.message);
    // What is quoted may be anything; the words around it may not.
    assert.doesNotMatch(fault.message.replace(/"[^]*"/, ""), /undefined|\[object|TypeError/);
    if (document && fault.block_id !== null) {
      assert.ok(document.blocks.some(({ id }) => id === fault.block_id), fault.block_id);
    }
  }
}

/** Every place in a value that can be written to. */
function placesIn(value: unknown): { parent: Record<string, unknown>; key: string }[] {
  if (typeof value !== "object" || value === null) return [];
  const parent = value as Record<string, unknown>;
  return Object.keys(parent).flatMap((key) => [{ parent, key }, ...placesIn(parent[key])]);
}

type Wire = readonly [number, number, number, number];

/** A readable document with blocks and wires added: any parameters, any ports that exist, circles and wrong kinds included. */
function withMore(
  { blocks, connections }: StrategyDocument,
  moreBlocks: readonly (readonly [string, readonly number[]])[],
  moreWires: readonly Wire[],
): unknown {
  const all = [
    ...blocks,
    ...moreBlocks.map(([type, numbers], k) => ({
      id: `more${k}`,
      type,
      params: paramsOf(type, numbers),
    })),
  ];
  const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % list.length];
  const wires = moreWires.flatMap(([from, output, to, input]) => {
    const source = pick(all, from)!;
    const sink = pick(all, to)!;
    const out = pick(blockDefinition(source.type)!.outputs, output);
    const into = pick(blockDefinition(sink.type)!.inputs, input);
    if (!out || !into) return [];
    return [{
      from: { block: source.id, port: out.name },
      to: { block: sink.id, port: into.name },
    }];
  });
  return { version: 1, blocks: all, connections: [...connections, ...wires] };
}

/** Parameters of the right types and of any value. */
function paramsOf(type: string, numbers: readonly number[]): Record<string, unknown> {
  const specs = blockDefinition(type)!.params.slice(0, numbers.length);
  return Object.fromEntries(specs.map(({ name, kind, options = [] }, n) => {
    const number = numbers[n]!;
    if (kind === "days") return [name, [number]];
    if (kind === "choice") {
      return [name, options[Math.abs(number) % options.length]?.value ?? "none"];
    }
    return [name, number];
  }));
}

import assert from "node:assert/strict";
import { blockDefinition, LIMITS, TEMPLATES } from "../../engine/mod.ts";
import { withPlaces } from "../canvas/layout.ts";
import { tooLarge } from "../document/limits.ts";
import { RULE } from "../testing/samples.ts";
import {
  fileNameFor,
  MAX_FILE_BYTES,
  sizeProblem,
  strategyFromText,
  strategyToText,
} from "./strategy_file.ts";

const read = (text: string) => strategyFromText(text, blockDefinition);

/** What is said about text that is refused. */
function problems(text: string): readonly string[] {
  const result = read(text);
  assert.equal(result.ok, false, text.slice(0, 80));
  return result.ok ? [] : result.problems;
}

Deno.test("a strategy written to a file is read back as it was", () => {
  for (const written of [RULE, ...TEMPLATES.map((template) => template.document)]) {
    const document = withPlaces(written, blockDefinition);
    const noted = { ...document, notes: "€ “quoted”\nsecond line" };
    assert.deepEqual(read(strategyToText(noted)), { ok: true, document: noted });
  }
  // A byte order mark, as some editors leave it, and spaces around.
  assert.equal(read(`\uFEFF \n${strategyToText(RULE)}`).ok, true);
});

Deno.test("text that is no JSON is refused with the place where it stops to make sense", () => {
  assert.deepEqual(problems(""), ["It is empty."]);
  assert.match(problems("date,open,high\n1,2,3")[0] ?? "", /^It cannot be read as JSON/);
  assert.deepEqual(problems('{ "version": 1,\n "blocks": [}'), [
    "It cannot be read as JSON: “}” does not fit where it stands.",
  ]);
  assert.deepEqual(problems('{\n  "version": 1\n  "blocks": []\n}'), [
    "It cannot be read as JSON: line 3, column 3 does not fit.",
  ]);
  assert.match(problems('{"version":1,"blocks":[')[0] ?? "", /it breaks off\.$/);
  assert.match(problems("[".repeat(100_000))[0] ?? "", /JSON/);
});

Deno.test("JSON that is no strategy is refused with everything that is wrong", () => {
  for (const text of ["7", "null", '"text"', "[]", "{}", '{"nodes":[],"edges":[]}']) {
    assert.match(problems(text)[0] ?? "", /^This is not a strategy/, text);
  }
  assert.match(problems(JSON.stringify({ ...RULE, version: 2 }))[0] ?? "", /format version 2/);
  const blocks = Array.from({ length: 201 }, (_, i) => ({ id: `b${i}`, type: "volume" }));
  assert.deepEqual(problems(JSON.stringify({ version: 1, blocks, connections: [] })), [
    "A strategy has at most 200 blocks; this one has 201.",
  ]);
  const wrong = {
    version: 1,
    blocks: [
      { id: "a", type: "magic" },
      { id: "b c", type: "rsi" },
      { id: "rsi", type: "rsi", params: { period: "14", speed: 1 } },
    ],
    connections: [{ from: { block: "rsi", port: "value" }, to: { block: "gone", port: "a" } }],
    author: "x",
  };
  const said = problems(JSON.stringify(wrong));
  assert.equal(said.length, 6, said.join("\n"));
  for (const part of ["magic", "b c", "Period", "speed", "gone", "author"]) {
    assert.ok(said.some((line) => line.includes(part)), `${part} in ${said.join("\n")}`);
  }
});

Deno.test("a draft is read with its faults: a circle, nothing to buy, wires of the wrong kind", () => {
  const circle = {
    version: 1,
    blocks: [
      { id: "a", type: "sma", params: {} },
      { id: "b", type: "sma", params: {} },
    ],
    connections: [
      { from: { block: "a", port: "value" }, to: { block: "b", port: "source" } },
      { from: { block: "b", port: "value" }, to: { block: "a", port: "source" } },
    ],
  };
  const result = read(JSON.stringify(circle));
  assert.ok(result.ok);
  // Blocks that came without a place have one each.
  const places = result.document.blocks.map(({ position }) => JSON.stringify(position));
  assert.equal(new Set(places).size, 2);
});

Deno.test("what is far too large is not read at all", () => {
  assert.equal(sizeProblem(LIMITS.bytes), null);
  assert.match(sizeProblem(MAX_FILE_BYTES + 1) ?? "", /^It holds 2 MB\. .*256 KB\.$/);
  assert.match(problems(" ".repeat(MAX_FILE_BYTES + 1))[0] ?? "", /^It holds/);
});

Deno.test("tooLarge knows all three limits", () => {
  assert.equal(tooLarge(RULE), null);
  const wire = RULE.connections[0]!;
  assert.match(
    tooLarge({ ...RULE, connections: Array.from({ length: 401 }, () => wire) }) ?? "",
    /at most 400 connections; this would make 401/,
  );
  const ids = Array.from({ length: 200 }, (_, i) => `${i}`.padEnd(64, "x"));
  const blocks = ids.map((id) => ({ id, type: "sma", params: {}, label: "€".repeat(200) }));
  const connections = [...ids, ...ids].map((block, i) => ({
    from: { block, port: "value" },
    to: { block: ids[(i + 1) % 200] ?? "", port: "source" },
  }));
  const notes = "€".repeat(20_000);
  assert.equal(tooLarge({ version: 1, blocks, connections: [], notes }), null);
  assert.match(tooLarge({ version: 1, blocks, connections, notes }) ?? "", /larger than 256 KB/);
});

Deno.test("a strategy's name becomes a file's", () => {
  assert.equal(fileNameFor("RSI rebound"), "rsi-rebound.json");
  assert.equal(fileNameFor("../../etc/passwd"), "etc-passwd.json");
  assert.equal(fileNameFor("  ¿? "), "strategy.json");
  assert.equal(fileNameFor("Grüße 50/200"), "grüße-50-200.json");
  assert.equal(fileNameFor("x".repeat(300)), `${"x".repeat(60)}.json`);
});

import assert from "node:assert/strict";
import { parseStrategy, TEMPLATES } from "../../engine/mod.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { Compilations } from "./compilations.ts";

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value));

Deno.test("compilations: the same content is compiled once, for every caller", () => {
  const compilations = new Compilations();
  const first = compilations.of(RSI_WITH_STOPS);
  assert.equal(first.kind, "sound");
  assert.equal(compilations.of(copy(RSI_WITH_STOPS)), first);
  assert.equal(compilations.count, 1);
});

Deno.test("compilations: what differs is compiled by itself, with faults as with a plan", () => {
  const compilations = new Compilations();
  const changed = copy(RSI_WITH_STOPS);
  changed.blocks.pop();
  const empty = { version: 1, blocks: [], connections: [] };
  const kinds = [RSI_WITH_STOPS, changed, empty, "no document", null, undefined]
    .map((definition) => compilations.of(definition).kind);
  assert.deepEqual(kinds.slice(2), ["faulty", "unreadable", "unreadable", "unreadable"]);
  assert.equal(kinds[0], "sound");
  assert.notEqual(compilations.of(changed), compilations.of(RSI_WITH_STOPS));
  const faulty = compilations.of(empty);
  assert.ok(faulty.kind === "faulty" && faulty.faults.length > 0);
  const parsed = parseStrategy(empty);
  assert.deepEqual(faulty.document, parsed.ok && parsed.document);
});

Deno.test("compilations: those used last are kept, up to the capacity", () => {
  const [a, b, c] = TEMPLATES.map(({ document }) => document);
  const compilations = new Compilations({ capacity: 2 });
  for (const document of [a, b, a, c]) compilations.of(document);
  assert.equal(compilations.count, 3);
  compilations.of(a);
  compilations.of(c);
  assert.equal(compilations.count, 3, "a was used after b, so b went");
  compilations.of(b);
  assert.equal(compilations.count, 4);
});

Deno.test("compilations: a document beyond the length is compiled each time, and evicts no other", () => {
  const { length } = JSON.stringify(RSI_WITH_STOPS);
  const short = new Compilations({ maxLength: length });
  const long = new Compilations({ maxLength: length - 1 });
  for (let n = 0; n < 2; n++) {
    short.of(RSI_WITH_STOPS);
    long.of(RSI_WITH_STOPS);
  }
  assert.deepEqual([short.count, long.count], [1, 2]);
});

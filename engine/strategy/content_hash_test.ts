import assert from "node:assert/strict";
import { documentOf } from "../testing/document.ts";
import { compileStrategy } from "./compile.ts";
import { contentHash } from "./content_hash.ts";
import type { StrategyDocument } from "./document.ts";
import { TEMPLATES } from "./templates/mod.ts";

const DIP = {
  rsi: ["rsi", { period: 7 }],
  low: ["crossover", { direction: "below", value: 35 }],
  high: ["compare", { value: 60 }],
  buy: ["entry_signal"],
  sell: ["exit_signal"],
  stop: ["stop_loss", { value: 4 }],
} as const;
const WIRES =
  "rsi.value → low.a, rsi.value → high.a, low.signal → buy.signal, high.signal → sell.signal";
const dip = documentOf(DIP as never, WIRES);

function changed(change: (block: Record<string, unknown>) => void, id: string): StrategyDocument {
  const copy = structuredClone(dip) as StrategyDocument;
  change(copy.blocks.find((block) => block.id === id) as unknown as Record<string, unknown>);
  assert.ok(compileStrategy(copy).ok);
  return copy;
}

Deno.test("content hash: 16 hex digits, which stay as they are once they have been stored", () => {
  assert.match(contentHash(dip), /^[0-9a-f]{16}$/);
  const hashes = TEMPLATES.filter(({ document }) => compileStrategy(document).ok)
    .map(({ document }) => contentHash(document));
  assert.equal(new Set(hashes).size, hashes.length, "each template has its own");
  const hashOf = (name: string) => contentHash(TEMPLATES.find(({ id }) => id === name)!.document);
  // Databases and browsers keep them.
  assert.equal(hashOf("rsi_rebound"), "f22c54760227d4eb");
  assert.equal(hashOf("turtle"), "d59442ef66d63d82");
});

Deno.test("content hash: what changes no result changes no hash", () => {
  const same: Record<string, StrategyDocument> = {
    "another place": changed((block) => void (block.position = { x: 9, y: 9 }), "rsi"),
    "a label": changed((block) => void (block.label = "Fast"), "rsi"),
    "a default written out": changed(
      (block) => void (block.params = { period: 7, source: "close" }),
      "rsi",
    ),
    "parameters in another order": changed(
      (block) => void (block.params = { value: 35, direction: "below" }),
      "low",
    ),
    "a parameter without effect": changed(
      (block) => void (block.params = { value: 4, mode: "percent", period: 99 }),
      "stop",
    ),
    "notes": { ...dip, notes: "Tuesday" },
    "blocks and wires in another order": {
      ...dip,
      blocks: [...dip.blocks].reverse(),
      connections: [...dip.connections].reverse(),
    },
    "a block that feeds nothing": documentOf({ ...DIP, spare: ["sma"] } as never, WIRES),
    "other ids": JSON.parse(
      JSON.stringify(dip).replaceAll('"rsi"', '"r2"').replaceAll(
        '"type":"r2"',
        '"type":"rsi"',
      ),
    ),
  };
  for (const [what, document] of Object.entries(same)) {
    assert.ok(compileStrategy(document).ok, what);
    assert.equal(contentHash(document), contentHash(dip), what);
  }
});

Deno.test("content hash: every number, wire and rule counts", () => {
  const others: Record<string, StrategyDocument> = {
    "a period": changed((block) => void (block.params = { period: 8 }), "rsi"),
    "a level": changed((block) => void (block.params = { direction: "below", value: 36 }), "low"),
    "the stop": changed((block) => void (block.params = { value: 5 }), "stop"),
    "a source": changed((block) => void (block.params = { period: 7, source: "open" }), "rsi"),
    "no exit": documentOf(
      Object.fromEntries(Object.entries(DIP).filter(([id]) => id !== "sell")) as never,
      "rsi.value → low.a, rsi.value → high.a, low.signal → buy.signal",
    ),
    "the other signal": documentOf(
      DIP as never,
      "rsi.value → low.a, rsi.value → high.a, high.signal → buy.signal, low.signal → sell.signal",
    ),
  };
  const hashes = new Set([contentHash(dip)]);
  for (const [what, document] of Object.entries(others)) {
    assert.ok(compileStrategy(document).ok, what);
    const hash = contentHash(document);
    assert.ok(!hashes.has(hash), what);
    hashes.add(hash);
  }
});

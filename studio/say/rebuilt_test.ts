import assert from "node:assert/strict";
import {
  blockDefinition,
  describeStrategy,
  type StrategyDocument,
  TEMPLATES,
} from "../../engine/mod.ts";
import { readSentences } from "../../engine/sentences.ts";
import { RULE } from "../testing/samples.ts";
import { rebuilt } from "./rebuilt.ts";

function said(text: string): StrategyDocument {
  const read = readSentences(text);
  assert.ok(read.ok, `${text} ${JSON.stringify(read)}`);
  return read.document;
}
const textOf = (document: StrategyDocument) => describeStrategy(document).text;
const edit = (document: StrategyDocument, change: (text: string) => string) =>
  rebuilt(document, said(change(textOf(document))), blockDefinition);

Deno.test("rebuilt: a text that is left as it is leaves every template as it is", () => {
  for (const { id, document } of TEMPLATES) {
    const again = edit(document, (text) => text);
    assert.equal(textOf(again), textOf(document), id);
    const kept = again.blocks.filter((block) => document.blocks.includes(block)).length;
    const wired = new Set(document.connections.flatMap(({ from, to }) => [from.block, to.block]));
    assert.ok(kept >= wired.size - 1, `${id}: ${kept} of ${wired.size}`);
  }
});

Deno.test("rebuilt: another number keeps ids, places, names and notes", () => {
  const named: StrategyDocument = {
    ...RULE,
    notes: "mine",
    blocks: RULE.blocks.map((block) =>
      block.id === "rsi" ? { ...block, label: "Momentum" } : block
    ),
  };
  const next = edit(named, (text) => text.replace("RSI(14)", "RSI(7)").replace("30", "25"));
  assert.deepEqual(
    next.blocks.map(({ id, position, label }) => ({ id, position, label })),
    named.blocks.map(({ id, position, label }) => ({ id, position, label })),
  );
  assert.deepEqual(next.blocks.find(({ id }) => id === "rsi")?.params, { period: 7 });
  assert.equal(next.notes, "mine");
});

Deno.test("rebuilt: what is added goes beside what is there, and what nothing reads stays", () => {
  const loose = { id: "later", type: "ema", params: { period: 9 }, position: { x: 0, y: 400 } };
  const document = { ...RULE, blocks: [...RULE.blocks, loose] };
  const next = edit(
    document,
    (text) =>
      text.replace(
        ". Hold until the end",
        " and the close is above SMA(200). Sell at a loss of 3 %",
      ),
  );
  for (const block of document.blocks) {
    assert.deepEqual(next.blocks.find(({ id }) => id === block.id), block);
  }
  assert.equal(next.blocks.length, document.blocks.length + 5);
  const places = next.blocks.map(({ position }) => JSON.stringify(position));
  assert.equal(new Set(places).size, places.length);
  assert.ok(!places.includes(undefined as unknown as string));
});

Deno.test("rebuilt: what the text no longer says is gone, and a block of another type is a new one", () => {
  const document = said("Buy when rsi < 30 and close > sma 200. Stop loss 3 %.");
  const next = edit(document, () => "Buy when rsi < 30 and close > ema 100.");
  const types = next.blocks.map(({ type }) => type).sort();
  assert.deepEqual(types, ["and", "compare", "compare", "ema", "entry_signal", "price", "rsi"]);
  assert.equal(new Set(next.blocks.map(({ id }) => id)).size, next.blocks.length);
});

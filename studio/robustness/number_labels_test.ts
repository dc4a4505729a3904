import assert from "node:assert/strict";
import { TEMPLATES } from "../../engine/mod.ts";
import { documentOf } from "../../engine/testing/document.ts";
import { numberLabels } from "./number_labels.ts";

Deno.test("number labels: a level is called what it is compared with, others by block and name", () => {
  const document = documentOf({
    rsi: ["rsi", { period: 7 }],
    low: ["crossover", { direction: "below", value: 35 }],
    buy: ["entry_signal"],
  }, "rsi.value → low.a, low.signal → buy.signal");
  const labels = numberLabels(document);
  assert.match(labels["rsi.period"]!, /^RSI.* · Period$/);
  assert.match(labels["low.value"]!, /^RSI\(7\) crosses below 35$/);
});

Deno.test("number labels: no two of a strategy are the same", () => {
  for (const { id, document } of TEMPLATES) {
    const labels = Object.values(numberLabels(document));
    assert.equal(new Set(labels).size, labels.length, id);
  }
});

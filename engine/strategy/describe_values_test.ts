/** A value that is said leads to its parameter. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describedValues, describeStrategy, type StrategyDocument, TEMPLATES } from "../mod.ts";
import { readSentences } from "../sentences.ts";
import { plain } from "../blocks/definition/parts.ts";
import { randomStrategies } from "../testing/arbitrary_strategy.ts";
import { readGraph } from "./graph.ts";
import { resolveParams } from "./params.ts";

const seed = Number(Deno.env.get("FAST_CHECK_SEED") ?? 20_211_104);

/** The sentences with each value in brackets, after the name of its parameter. */
function marked(document: StrategyDocument): string {
  const description = describeStrategy(document);
  return describedValues(document, description).map((spans, k) => {
    const { text } = description.sentences[k]!;
    let at = 0;
    let out = "";
    for (const { start, end, param } of spans) {
      out += `${text.slice(at, start)}<${param} ${text.slice(start, end)}>`;
      at = end;
    }
    return out + text.slice(at);
  }).join(" ");
}

function said(text: string): StrategyDocument {
  const result = readSentences(text);
  assert.ok(result.ok, JSON.stringify(result));
  return result.document;
}

const SAID: readonly (readonly [text: string, values: string])[] = [
  [
    "Buy when RSI(14) crosses above 30. Sell when the close is at or below SMA(200).",
    "Buy when RSI(<period 14>) crosses <direction above> <value 30>. Sell when the close is <operator at or below> SMA(<period 200>). Each trade uses all of the balance.",
  ],
  [
    "Buy when MACD(12, 26, 9) is above 1,200. Sell at a loss of 3.5 %, or at a gain of 12 ATR(12).",
    "Buy when MACD(<fast 12>, <slow 26>, <signal 9>) is <operator above> <value 1,200>. Sell at a loss of <value 3.5> <mode %>, or at a gain of <value 12> ATR(<period 12>). Each trade uses all of the balance.",
  ],
  [
    "Buy when RSI(3) of the high is below 3 for 3 bars and RSI(3) is below 13. Each trade uses 50 % of the balance.",
    "Buy when (RSI(<period 3>) <source of the high> is <operator below> <value 3> for <bars 3> bars) and RSI(<period 3>) is <operator below> <value 13>. Hold until the end. Each trade uses <value 50> % of the balance.",
  ],
];

for (const [text, values] of SAID) {
  Deno.test(`described values: ${text}`, () => assert.equal(marked(said(text)), values));
}

Deno.test("described values: two blocks of a kind are told apart", () => {
  const document = said("Buy when RSI(14) is below 30 and RSI(2) is below 30.");
  const [spans] = describedValues(document, describeStrategy(document));
  const ids = spans!.filter(({ param }) => param === "period").map(({ block_id }) => block_id);
  assert.equal(new Set(ids).size, 2);
});

Deno.test(`described values: a number that is said is the one that is set (seed ${seed})`, () => {
  let numbers = 0;
  const holds = (document: StrategyDocument) => {
    const graph = readGraph(document);
    const description = describeStrategy(document);
    describedValues(document, description).forEach((spans, k) => {
      const { text } = description.sentences[k]!;
      let end = 0;
      for (const span of spans) {
        assert.ok(end <= span.start && span.start < span.end && span.end <= text.length, text);
        end = span.end;
        const { block, definition } = graph.get(span.block_id)!;
        const value = resolveParams(definition, block.params)[span.param];
        if (typeof value !== "number" || !/^[\d.,−]+$/.test(text.slice(span.start, end))) continue;
        assert.equal(text.slice(span.start, end), plain(value), `${text}\n${span.param}`);
        numbers++;
      }
    });
  };
  TEMPLATES.forEach(({ document }) => holds(document));
  fc.assert(fc.property(randomStrategies({ blocks: 20 }), holds), { seed, numRuns: 200 });
  assert.ok(numbers > 500, String(numbers));
});

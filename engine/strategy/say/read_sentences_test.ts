/** Sentences become blocks again: what is read back means what was read. */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  compileStrategy,
  DEFAULT_SETTINGS,
  describeStrategy,
  runBacktest,
  type StrategyDocument,
  TEMPLATES,
  type Trade,
} from "../../mod.ts";
import { completionsAt, readCondition, readSentences } from "../../sentences.ts";
import { type Item, type Pattern, PATTERNS } from "./patterns.ts";
import { randomStrategies } from "../../testing/arbitrary_strategy.ts";
import { randomWalk } from "../../testing/random_walk.ts";
import { meaningOf } from "../../testing/meaning.ts";
import { strategiesOfShortConditions } from "../../testing/short_conditions.ts";

const seed = Number(Deno.env.get("FAST_CHECK_SEED") ?? 20_211_104);

function read(text: string): StrategyDocument {
  const result = readSentences(text);
  assert.ok(result.ok, `${text}\n${JSON.stringify(result)}`);
  return result.document;
}

Deno.test("sentences: every template reads back as it was", () => {
  for (const { id, document } of TEMPLATES) {
    const { text } = describeStrategy(document);
    assert.equal(describeStrategy(read(text)).text, text, id);
    assert.equal(meaningOf(read(text)), meaningOf(document), id);
  }
});

Deno.test(`sentences: random strategies mean the same after reading them back and building again (seed ${seed})`, () => {
  fc.assert(
    fc.property(randomStrategies({ blocks: 30 }), (document) => {
      const { text } = describeStrategy(document);
      const again = read(text);
      assert.equal(describeStrategy(again).text, text);
      assert.deepEqual(tradesOf(again), tradesOf(document), text);
    }),
    { seed, numRuns: 300 },
  );
});

Deno.test("sentences: every short condition reads back", () => {
  // All of them take half a minute; which ones are left out changes with the seed.
  let k = seed;
  for (const document of strategiesOfShortConditions()) {
    if (k++ % 9 !== 0) continue;
    const { text } = describeStrategy(document);
    assert.equal(meaningOf(read(text)), meaningOf(document), text);
  }
});

const walk = randomWalk({ bars: 600, seed: 3 });

function tradesOf(document: StrategyDocument): readonly Trade[] {
  const compiled = compileStrategy(document);
  assert.ok(compiled.ok);
  return runBacktest(walk, compiled.plan, DEFAULT_SETTINGS).trades;
}

/** What a person might type, and how the product says the same. */
const TYPED: readonly (readonly [typed: string, said: string])[] = [
  [
    "Buy when RSI(14) crosses above 30 while the close is above SMA(200). Sell when RSI(14) crosses below 70, or at a loss of 3 %.",
    "Buy when RSI(14) crosses above 30 and the close is above SMA(200). Sell when RSI(14) crosses below 70, or at a loss of 3 %. Each trade uses all of the balance.",
  ],
  [
    "buy if rsi < 30 and price > sma 200, sell if rsi > 60, stop 4 %",
    "Buy when RSI(14) is below 30 and the close is above SMA(200). Sell when RSI(14) is above 60, or at a loss of 4 %. Each trade uses all of the balance.",
  ],
  [
    "BUY WHEN 50 EMA CROSSES OVER 200 EMA; sell when EMA(50) crosses under EMA(200); risk 1% per trade, stop 2 atr",
    "Buy when EMA(50) crosses above EMA(200). Sell when EMA(50) crosses below EMA(200), or at a loss of 2 ATR(14). Each trade risks 1 % of the balance.",
  ],
  [
    "Enter when the close crosses above the upper Bollinger band. Exit when close crosses below the middle band of Bollinger(20,2)",
    "Buy when the close crosses above the upper band of Bollinger(20, 2). Sell when the close crosses below the middle band of Bollinger(20, 2). Each trade uses all of the balance.",
  ],
  [
    "Go long when MACD crosses above the MACD signal line and it is weekdays. Exit if MACD crosses below the MACD signal line. Hold at most 24 candles.",
    "Buy when MACD(12, 26, 9) crosses above the signal line of MACD(12, 26, 9) and it is Mon, Tue, Wed, Thu, Fri, all day. Sell when MACD(12, 26, 9) crosses below the signal line of MACD(12, 26, 9), or after 24 bars. Each trade uses all of the balance.",
  ],
  [
    "buy when supertrend is up and not (volume is below the 20 bar average of volume)\ntake profit 3,5 %\nstop loss: 2 %",
    "Buy when Supertrend(10, 3) is up and not (the volume is below SMA(20) of the volume). Sell at a loss of 2 %, or at a gain of 3.5 %. Each trade uses all of the balance.",
  ],
  [
    "Buy when close > the highest of 20 bars of the high 1 bar ago, use 50 % of the balance, trailing stop 3 atr(10), wait 5 bars after a sale",
    "Buy when the close is above the highest of 20 bars of the high 1 bar ago. Sell when it falls 3 ATR(10) from its high. Each trade uses 50 % of the balance. After an exit it waits 5 bars.",
  ],
  [
    "Buy when RSI 2 < 10 or RSI(2) < 20 for 3 bars and close > ema200. Take profit at 2R with a stop of 1.5 %.",
    "Buy when RSI(2) is below 10 or ((RSI(2) is below 20 for 3 bars) and the close is above EMA(200)). Sell at a loss of 1.5 %, or at a gain of 2 times the risk. Each trade uses all of the balance.",
  ],
  [
    "Buy when close is at least 1,000 and the volume is above 2 * the average(20) of volume",
    "Buy when the close is at or above 1,000 and the volume is above (2 × SMA(20) of the volume). Hold until the end. Each trade uses all of the balance.",
  ],
  [
    "Buy when MACD(12,100,9) > 0",
    "Buy when MACD(12, 100, 9) is above 0. Hold until the end. Each trade uses all of the balance.",
  ],
  [
    "Buy when SMA(1,000) > 0",
    "Buy when SMA(1,000) is above 0. Hold until the end. Each trade uses all of the balance.",
  ],
];

for (const [typed, said] of TYPED) {
  Deno.test(`sentences: ${typed}`, () => {
    assert.equal(describeStrategy(read(typed)).text, said);
  });
}

Deno.test("sentences: a condition alone becomes its blocks", () => {
  const read = (text: string) => {
    const result = readCondition(text);
    assert.ok(result.ok, JSON.stringify(result));
    return result.document.blocks.map(({ type, params }) => [type, params]);
  };
  assert.deepEqual(read("rsi < 30"), [
    ["rsi", {}],
    ["compare", { operator: "<", value: 30 }],
  ]);
  assert.deepEqual(read("close crosses sma 200"), [
    ["price", {}],
    ["sma", { period: 200 }],
    ["crossover", { direction: "either" }],
  ]);
});

/** What is not understood: the text, the stretch that is underlined, and what is said of it. */
const PROBLEMS: readonly (readonly [text: string, stretch: string, message: RegExp])[] = [
  ["Buy when VWMA(20) is above 30.", "VWMA", /“VWMA” is not known; did you mean VWAP\?/],
  ["Buy when RSI(14) crosse above 30.", "crosse", /did you mean crosses\?/],
  ["Buy when RSI(14) is above .", ".", /Expected a value/],
  ["Buy when RSI(1) is below 30.", "1", /Period must be from 2 to 1,000/],
  ["Buy when", "", /ends too early\. Expected a condition/],
  ["Sell when RSI(14) is above 70.", "Sell when RSI(14) is above 70.", /does not say when to buy/],
  ["Buy when (RSI(14) is above 70 and close > 3.", ".", /Expected .*“\)”/],
  ["Buy when rsi < 30. Stop loss 3 %. Stop loss 4 %.", "Stop", /set twice/],
  ["", "", /does not say when to buy/],
  ["Buy when rsi < 30. Take profit at 2R.", "Take profit at 2R", /needs a stop/],
];

for (const [text, stretch, message] of PROBLEMS) {
  Deno.test(`sentences: what is wrong with “${text}”`, () => {
    const result = readSentences(text);
    assert.ok(!result.ok, JSON.stringify(result));
    const [problem] = result.problems;
    assert.match(problem!.message, message);
    assert.equal(text.slice(problem!.start, problem!.end), stretch);
  });
}

Deno.test("sentences: every sentence that is not understood is named, not the first alone", () => {
  const text =
    "Buy when RZI(14) is below 30. Sell when the clsoe is above SMA(20). Stop loss 3 pints.";
  const result = readSentences(text);
  assert.ok(!result.ok);
  assert.deepEqual(
    result.problems.map(({ start, end }) => text.slice(start, end)),
    ["RZI", "clsoe", "pints"],
  );
});

Deno.test(`sentences: no text makes it throw, or take long (seed ${seed})`, () => {
  const words = [
    ..."Buy when Sell ( ) and or not RSI(14) the close is above 30 , . within the last 3 bars for % A stands for: A2 - * 1e999 …"
      .split(" "),
  ];
  const texts = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((list) => list.join(" ")),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const result = readSentences(text);
      if (!result.ok) {
        for (const { start, end } of result.problems) {
          assert.ok(0 <= start && start <= end && end <= text.length, `${start} ${end} in ${text}`);
        }
      }
    }),
    { seed, numRuns: 1_000 },
  );
  readSentences(`Buy when ${"(".repeat(20_000)}`);
  readSentences(`Buy when ${"not ".repeat(10_000)}`);
  readSentences("A stands for: A. Buy when A.");
});

Deno.test("sentences: every wording of every block is read as that block", () => {
  for (const pattern of PATTERNS) {
    const { definition, output, carries } = pattern;
    const words = wordsOf(pattern);
    if (carries === null) continue;
    const text = carries === "series" ? `${words} is above 7.5` : words;
    const result = readCondition(text);
    assert.ok(result.ok, `${definition.type}: ${text}\n${JSON.stringify(result)}`);
    const found = result.document.blocks.filter(({ type }) => type === definition.type);
    assert.ok(found.length > 0, `${text} is read as ${JSON.stringify(result.document)}`);
    if (carries === "series") {
      assert.equal(result.document.connections.at(-1)?.from.port, output, text);
    }
  }
});

/** The longest form of a wording, its holes filled. */
function wordsOf({ items }: Pattern): string {
  const written = (list: readonly Item[]): string =>
    list.map((item) => {
      if (item.kind === "words") return item.written[0]!;
      if (item.kind === "optional") return written(item.items);
      if (item.kind === "input") return item.carries === "series" ? "high" : "(OBV is above 2)";
      return item.spec.kind === "days" ? "Monday" : String(item.spec.default);
    }).join(" ");
  return written(items);
}

/** What is offered after a text. */
const COMPLETIONS: readonly (readonly [text: string, first: readonly string[]])[] = [
  ["", ["Buy when"]],
  ["B", ["Buy when"]],
  ["Buy when ", ["the close", "RSI(14)", "SMA(20)"]],
  ["Buy when R", ["RSI(14)", "ROC(12)"]],
  ["Buy when relat", ["RSI(14)"]],
  ["Buy when VWMA(20) is above 30 and r", ["RSI(14)"]],
  ["Buy when VWMA(20) is above 30 and RSI(14) ", ["is above", "crosses below"]],
  ["Buy when moving av", ["SMA(20)"]],
  ["Buy when cl", ["the close"]],
  ["Buy when the close is above SMA", ["SMA(20)", "SMA(50)", "SMA(200)"]],
  ["Buy when rsi < 30 ", ["and", "or", ". Sell when", ". Sell at a loss of"]],
  ["Buy when rsi < 30. ", ["Sell when", "Sell at a loss of"]],
  ["Buy when rsi < 30. Sell ", ["when", "at a loss of", "at a gain of"]],
  ["Buy when rsi < 30. Sell when rsi > 70 ", ["and", "or", ", or at a loss of"]],
  ["Buy when RSI(14) c", ["crosses above", "crosses below", "crosses"]],
  ["Buy when RSI(14) is bel", []],
  ["Buy when RSI(14) ", ["is above", "is below", "is at or above", "is at or below"]],
  ["Buy when rsi < 30. St", ["Stop loss at"]],
];

for (const [text, first] of COMPLETIONS) {
  Deno.test(`sentences: what comes after “${text}”`, () => {
    const offered = completionsAt(text, text.length).map((completion) => completion.text);
    assert.deepEqual(first.filter((words) => !offered.includes(words)), [], offered.join(", "));
  });
}

Deno.test("sentences: what is offered first can be understood", () => {
  for (const [text] of COMPLETIONS) {
    for (const { start, end, text: words } of completionsAt(text, text.length)) {
      const next = `${text.slice(0, start)}${words}${text.slice(end)}`;
      const result = readSentences(next);
      if (result.ok) continue;
      // What was wrong before stays so.
      const stops = result.problems.filter((problem) =>
        problem.start >= start && problem.end < next.length
      );
      assert.deepEqual(stops, [], next);
    }
  }
});

Deno.test("sentences: what has been said is not offered again, and what ends a clause stands at its last word", () => {
  const text = "Buy when rsi < 30 ";
  const offered = completionsAt(text, text.length);
  assert.ok(!offered.some((each) => /buy/i.test(each.text)), JSON.stringify(offered));
  const sell = offered.find((each) => each.text === ". Sell when");
  assert.deepEqual(sell, { start: text.length - 1, end: text.length, text: ". Sell when" });
});

/** What no market does and everything in bounds allows: the result holds numbers all the same, or the run is refused. */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type CandleSeries,
  candlesFromColumns,
  compileStrategy,
  type DocumentBlock,
  explainBar,
  INTRABAR_MODES,
  resultToJson,
  runBacktest,
  type RunSettings,
  type StrategyPlan,
} from "../mod.ts";
import { fills, FREE, readTable, runTable, tablePlan } from "../testing/bar_table.ts";
import { documentOf } from "../testing/document.ts";
import { near } from "../testing/near.ts";
import { size, stop, target } from "../testing/risk_blocks.ts";

const seed = Number(Deno.env.get("FAST_CHECK_SEED") ?? 20_260_214);
const RUNS = 1500;
const HOUR = 3_600_000;

/** Prices from 1e-8 to 1e8, either near the last one or anywhere. */
const prices = fc.oneof(
  { weight: 3, arbitrary: fc.double({ min: 0.5, max: 2, noNaN: true }).map((x) => ({ by: x })) },
  { weight: 1, arbitrary: fc.integer({ min: -8, max: 8 }).map((exponent) => ({ exponent })) },
  { weight: 1, arbitrary: fc.constant({ by: 1 }) },
);

interface HostileBar {
  readonly moves: readonly ({ readonly by: number } | { readonly exponent: number })[];
  readonly says: number;
  readonly missing: number;
}

const bars: fc.Arbitrary<HostileBar[]> = fc.array(
  fc.record({
    moves: fc.tuple(prices, prices, prices, prices),
    says: fc.constantFrom(0, 0, 1, 1, 2, 3),
    missing: fc.constantFrom(0, 0, 0, 0, 1, 500),
  }),
  { minLength: 2, maxLength: 60, size: "max" },
);

/** What the bars say travels in the volume, as in tables of candles. */
function candlesOf(given: readonly HostileBar[]): CandleSeries {
  const columns = { time: [], open: [], high: [], low: [], close: [], volume: [] } as Record<
    string,
    number[]
  >;
  let time = 0;
  let price = 1;
  for (const { moves, says, missing } of given) {
    time += HOUR * (1 + missing);
    const path = moves.map((move) => {
      const next = "by" in move ? price * move.by : Number(`1e${move.exponent}`);
      return price = Math.min(1e8, Math.max(1e-8, next));
    });
    columns.time!.push(time);
    columns.open!.push(path[0]!);
    columns.high!.push(Math.max(...path));
    columns.low!.push(Math.min(...path));
    columns.close!.push(path[3]!);
    columns.volume!.push(says);
  }
  return candlesFromColumns(columns as never, { timeframeMs: HOUR });
}

const level = (type: string, modes: readonly string[]) =>
  fc.constantFrom(...modes).chain((mode) =>
    fc.record({
      id: fc.constant(type),
      type: fc.constant(type),
      params: fc.record({
        mode: fc.constant(mode),
        value: mode === "percent" ? fc.constantFrom(0.01, 1, 50, 100) : fc.constantFrom(0.1, 2, 20),
        period: fc.constantFrom(2, 3, 5),
      }),
    })
  );
const bounded = (type: string) =>
  fc.record({
    id: fc.constant(type),
    type: fc.constant(type),
    params: fc.record({ bars: fc.constantFrom(1, 2, 1000) }),
  });
const sizes = fc.constantFrom(
  size("percent_of_equity", 0.01),
  size("percent_of_equity", 100),
  size("fixed_amount", 1e-300),
  size("fixed_amount", 0),
  size("fixed_amount", -5),
  size("fixed_amount", 1e300),
  size("risk_percent", 0.01),
  size("risk_percent", 100),
);

const risks: fc.Arbitrary<DocumentBlock[]> = fc.record({
  stop: fc.option(level("stop_loss", ["percent", "atr"]), { nil: null }),
  trail: fc.option(level("trailing_stop", ["percent", "atr"]), { nil: null }),
  target: fc.option(level("take_profit", ["percent", "atr", "r_multiple"]), { nil: null }),
  size: fc.option(sizes, { nil: null }),
  time: fc.option(bounded("time_exit"), { nil: null }),
  rest: fc.option(bounded("cooldown"), { nil: null }),
}).map(({ stop, trail, ...others }) => {
  const needsStop = (block: DocumentBlock) =>
    block.params.mode === "r_multiple" || block.params.mode === "risk_percent";
  const rest = Object.values(others).filter((block) => block !== null);
  const stops = [stop, trail].filter((block) => block !== null);
  return stops.length > 0 ? [...stops, ...rest] : rest.filter((block) => !needsStop(block));
});

const settings: fc.Arbitrary<RunSettings> = fc.record({
  initialCapital: fc.constantFrom(1, 1000, 1e9),
  feeRate: fc.constantFrom(0, 0.001, 0.05),
  slippageRate: fc.constantFrom(0, 0.0005, 0.05),
  intrabar: fc.constantFrom(...INTRABAR_MODES),
});

Deno.test(`hostile input: ${RUNS} runs over absurd candles, risks at their bounds (seed ${seed})`, () => {
  let trades = 0;
  let refused = 0;
  fc.assert(
    fc.property(bars, risks, settings, (given, risk, chosen) => {
      const result = resultOrRefusal(candlesOf(given), tablePlan(risk), chosen);
      if (result === null) {
        refused++;
        return;
      }
      trades += result.trades.length;
      assert.deepEqual(notNumbers(result), []);
      assert.ok(result.equity.value.every((value) => value >= 0));
      for (const { mae, mfe, quantity, fees, slippage } of result.trades) {
        assert.ok(mae <= 0 && mfe >= 0 && quantity > 0 && fees >= 0 && slippage >= 0);
      }
      const { funnel } = result;
      const ignored = Object.values(funnel.ignored).reduce((sum, count) => sum + count, 0);
      assert.equal(funnel.entry_signals, funnel.filled + ignored);
    }),
    { seed, numRuns: RUNS },
  );
  assert.ok(trades > 3 * RUNS, `only ${trades} trades`);
  assert.ok(refused < RUNS / 20, `${refused} runs were refused`);
});

Deno.test("hostile input: an account that leaves all bounds is refused in words, not followed into infinity", () => {
  const low = "1e-8 1e-8 1e-8 1e-8";
  const high = "1e8 1e8 1e8 1e8";
  const rounds = (count: number, bought: string, sold: string) =>
    Array.from({ length: count }, () => `${sold} buy\n${bought}\n${bought} sell\n${sold}`).join(
      "\n",
    );
  // Nine times 16 orders of magnitude are still numbers, thirty times are not.
  near(runTable(rounds(9, low, high)).equity.at(-1)! / 1e147, 1);
  near(runTable(rounds(9, high, low)).equity.at(-1)! / 1e-141, 1);
  for (const [bought, sold] of [[low, high], [high, low]] as const) {
    for (const count of [10, 20, 30]) {
      assert.throws(() => runTable(rounds(count, bought, sold)), {
        name: "RangeError",
        message: /account/,
      });
    }
  }
});

Deno.test("hostile input: a stop that is no price is never reached, and risk by it buys no more than the cash", () => {
  const wild = `
    100 190  10 100
    100 190  10 100
    100 190  10 100 buy
    100 101 1e-8 1e-8
    1e-8 1e-8 1e-8 1e-8
  `;
  for (const risk of [stop(20, "atr"), stop(100)]) {
    const result = runTable(wild, [risk, size("risk_percent", 100), target(2, "r_multiple")]);
    assert.deepEqual(fills(result), ["3 @100 → open"]);
    assert.deepEqual(notNumbers(resultToJson(result)), []);
    assert.ok(result.trades[0]!.quantity <= 10);
  }
});

Deno.test("hostile input: explanations hold numbers, truths and null", () => {
  const candles = candlesFromColumns({
    time: [0, HOUR, 2 * HOUR],
    open: [1e100, 1e-100, 1],
    high: [1e100, 1e100, 1],
    low: [1e-100, 1e-100, 1],
    close: [1e100, 1e100, 1],
    volume: [1e100, 0, 1],
  });
  const compiled = compileStrategy(documentOf(
    {
      price: ["price"],
      big: ["math", { operator: "*", value: 1e200 }],
      spread: ["stddev", { period: 2 }],
      up: ["compare"],
      buy: ["entry_signal"],
    },
    "price.close → big.a, big.value → spread.source, spread.value → up.a, up.signal → buy.signal",
  ));
  assert.ok(compiled.ok);
  for (let bar = 0; bar < 3; bar++) {
    const values = explainBar(candles, compiled.plan, FREE, bar);
    assert.deepEqual(notNumbers(values, `bar ${bar}`), []);
  }
});

Deno.test("hostile input: settings that are none are refused", () => {
  const { candles } = readTable("1 1 1 1 buy\n 1 1 1 1");
  const plan = tablePlan();
  const wrong: Record<string, readonly unknown[]> = {
    initialCapital: [0, -1, 0.999, 1e9 + 1, NaN, Infinity, "1000", null, undefined, [1000], 10n],
    feeRate: [-1e-9, 0.0500001, NaN, Infinity, "0", null, undefined, false],
    slippageRate: [-1e-9, 0.0500001, NaN, Infinity, "0", null, undefined, []],
    intrabar: ["", "random", 0, null, undefined, "toString", "__proto__"],
    fromMs: [NaN, Infinity, -Infinity, 9e15, "2021-01-01", null, new Date(0)],
    toMs: [NaN, Infinity, -Infinity, 9e15, -9e15, "2021-01-01", null],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const settings = { ...FREE, [name]: value } as RunSettings;
      const what = `${name} = ${String(value)}`;
      assert.throws(() => runBacktest(candles, plan, settings), RangeError, what);
      assert.throws(() => explainBar(candles, plan, settings, 0), RangeError, what);
    }
  }
});

Deno.test("hostile input: a range without candles is refused", () => {
  const { candles } = readTable("1 1 1 1 buy\n 1 1 1 1");
  const nothing = readTable("").candles;
  const [first, last] = [candles.time[0]!, candles.time[1]!];
  const ranges = [
    { fromMs: last + 1 },
    { toMs: first },
    { fromMs: last, toMs: last },
    { fromMs: last, toMs: first },
    { fromMs: first + 1, toMs: last },
  ];
  for (const range of ranges) {
    assert.throws(() => runBacktest(candles, tablePlan(), { ...FREE, ...range }), RangeError);
  }
  assert.throws(() => runBacktest(nothing, tablePlan(), FREE), RangeError);
});

/** The result as JSON, `null` when the run is refused in words. */
function resultOrRefusal(candles: CandleSeries, plan: StrategyPlan, chosen: RunSettings) {
  try {
    return resultToJson(runBacktest(candles, plan, chosen));
  } catch (error) {
    assert.ok(error instanceof RangeError && /account/.test(error.message), String(error));
    return null;
  }
}

/** Places of numbers that are none. */
function notNumbers(value: unknown, path = "result"): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [`${path} = ${value}`];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => notNumbers(part, `${path}.${key}`));
}

/** The engine against a second, plain simulator: random strategies on random walks with gaps and jumps. */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type BacktestResult,
  compileStrategy,
  parseStrategy,
  portColumns,
  runBacktest,
  type RunSettings,
} from "../mod.ts";
import { randomWalk } from "../testing/random_walk.ts";
import { type ReferenceRules, referenceRun } from "../testing/reference_simulator.ts";

const RUNS = 1000;
const seed = Number(Deno.env.get("FAST_CHECK_SEED") ?? 20_210_519);

const level = (modes: readonly string[]) =>
  fc.option(
    fc.record({
      mode: fc.constantFrom(...modes),
      value: fc.double({ min: 0.3, max: 8, noNaN: true }),
      period: fc.integer({ min: 2, max: 20 }),
    }),
    { nil: null },
  );

const strategies = fc.record({
  indicator: fc.constantFrom("sma", "ema", "rsi", "wma", "highest", "previous"),
  period: fc.integer({ min: 2, max: 30 }),
  condition: fc.constantFrom("crossover", "compare", "rising"),
  exitCondition: fc.constantFrom("crossover", "compare", "falling", "none"),
  stop: level(["percent", "atr"]),
  trail: level(["percent", "atr"]),
  target: level(["percent", "atr", "r_multiple"]),
  size: fc.option(
    fc.record({
      mode: fc.constantFrom("percent_of_equity", "fixed_amount", "risk_percent"),
      value: fc.double({ min: 0.5, max: 100, noNaN: true }),
    }),
    { nil: null },
  ),
  timeExit: fc.option(fc.integer({ min: 1, max: 30 }), { nil: null }),
  cooldown: fc.option(fc.integer({ min: 1, max: 10 }), { nil: null }),
  fee: fc.double({ min: 0, max: 0.02, noNaN: true }),
  slippage: fc.double({ min: 0, max: 0.02, noNaN: true }),
  intrabar: fc.constantFrom("stop_first" as const, "ohlc_path" as const, "target_first" as const),
  walk: fc.integer({ min: 1, max: 1_000_000 }),
  bars: fc.integer({ min: 2, max: 260 }),
  from: fc.integer({ min: 0, max: 60 }),
});

type Case = typeof strategies extends fc.Arbitrary<infer T> ? T : never;

Deno.test(`simulation: agrees with the plain simulator on ${RUNS} random strategies (seed ${seed})`, () => {
  let trades = 0;
  fc.assert(
    fc.property(strategies, (given) => {
      const found = compareRuns(given);
      trades += found;
    }),
    { seed, numRuns: RUNS },
  );
  assert.ok(trades > 5 * RUNS, `only ${trades} trades were compared`);
});

/** Runs both and compares; returns how many trades there were. */
function compareRuns(given: Case): number {
  const needsStop = given.stop === null && given.trail === null;
  const target = given.target?.mode === "r_multiple" && needsStop ? null : given.target;
  const size = given.size?.mode === "risk_percent" && needsStop ? null : given.size;
  const candles = randomWalk({
    bars: given.bars + given.from,
    seed: given.walk,
    gaps: true,
    jumps: true,
    step: 0.03,
  });
  const settings: RunSettings = {
    initialCapital: 1000,
    feeRate: given.fee,
    slippageRate: given.slippage,
    intrabar: given.intrabar,
    fromMs: candles.time[given.from]!,
  };
  const compiled = compile(given, target, size);
  const result = runBacktest(candles, compiled, settings);
  const columns = portColumns(candles, compiled, settings);
  const column = (port: string) => columns.get(port);
  const rules: ReferenceRules = {
    capital: 1000,
    fee: given.fee,
    slippage: given.slippage,
    intrabar: given.intrabar,
    size: size ?? { mode: "percent_of_equity", value: 100 },
    stop: given.stop,
    target,
    trail: given.trail,
    timeExit: given.timeExit,
    cooldown: given.cooldown,
    firstSignalBar: result.funnel.bars - result.funnel.allowed,
  };
  const { candles: range } = result;
  const bars = Array.from({ length: range.length }, (_, i) => ({
    time: range.time[i]!,
    open: range.open[i]!,
    high: range.high[i]!,
    low: range.low[i]!,
    close: range.close[i]!,
    entry: column("condition.signal")?.[i] === 1,
    exit: column("exit_condition.signal")?.[i] === 1,
    stopAtr: column("stop_atr.value")?.[i] ?? NaN,
    targetAtr: column("target_atr.value")?.[i] ?? NaN,
    trailAtr: column("trail_atr.value")?.[i] ?? NaN,
  }));
  const expected = referenceRun(bars, rules);
  assert.equal(result.pending, expected.pending);
  assert.deepEqual({ ...result.funnel.ignored }, expected.ignored);
  assert.equal(result.trades.length, expected.trades.length);
  result.trades.forEach((trade, k) => compareTrade(trade, expected.trades[k]!));
  expected.equity.forEach((value, i) => near(result.equity[i]!, value, `equity at bar ${i}`));
  return result.trades.length;
}

function compareTrade(
  trade: BacktestResult["trades"][number],
  expected: ReturnType<typeof referenceRun>["trades"][number],
): void {
  const exact = (
    t: {
      reason: string;
      entryBar: number;
      exitBar: number | null;
      ambiguous: boolean;
      gap: boolean;
    },
  ) => [
    t.reason,
    t.entryBar,
    t.exitBar,
    t.ambiguous,
    t.gap,
  ];
  const { exit_reason, entry_bar, exit_bar, ambiguous, gap } = trade;
  assert.deepEqual(
    exact({ reason: exit_reason, entryBar: entry_bar, exitBar: exit_bar, ambiguous, gap }),
    exact(expected),
  );
  near(trade.entry_price, expected.entryPrice, "entry price");
  near(trade.quantity, expected.quantity, "quantity");
  if (expected.exitPrice !== null) near(trade.exit_price!, expected.exitPrice, "exit price");
}

function compile(given: Case, target: Case["target"], size: Case["size"]) {
  const block = (id: string, type: string, params = {}) => ({ id, type, params });
  const blocks = [
    block(
      "indicator",
      given.indicator,
      given.indicator === "previous" ? { bars: given.period } : { period: given.period },
    ),
    block("price", "price"),
    block("condition", given.condition, given.condition === "rising" ? { bars: 2 } : {}),
    block("buy", "entry_signal"),
    // What stops and targets use, made visible for the other simulator.
    block("stop_atr", "atr", { period: given.stop?.period ?? 14 }),
    block("target_atr", "atr", { period: given.target?.period ?? 14 }),
    block("trail_atr", "atr", { period: given.trail?.period ?? 14 }),
  ];
  const wires = [["condition.signal", "buy.signal"]];
  const compareWith = (id: string, type: string) => {
    if (type === "rising" || type === "falling") wires.push(["price.close", `${id}.source`]);
    else wires.push(["price.close", `${id}.a`], ["indicator.value", `${id}.b`]);
  };
  compareWith("condition", given.condition);
  if (given.exitCondition !== "none") {
    const params = given.exitCondition === "crossover"
      ? { direction: "below" }
      : given.exitCondition === "compare"
      ? { operator: "<" }
      : { bars: 3 };
    blocks.push(block("exit_condition", given.exitCondition, params), block("sell", "exit_signal"));
    compareWith("exit_condition", given.exitCondition);
    wires.push(["exit_condition.signal", "sell.signal"]);
  }
  const risk: [string, string, object | null][] = [
    ["stop", "stop_loss", given.stop],
    ["trail", "trailing_stop", given.trail],
    ["target", "take_profit", target],
    ["size", "position_size", size],
    ["time", "time_exit", given.timeExit === null ? null : { bars: given.timeExit }],
    ["rest", "cooldown", given.cooldown === null ? null : { bars: given.cooldown }],
  ];
  for (const [id, type, params] of risk) if (params !== null) blocks.push(block(id, type, params));
  const end = (text: string) => {
    const [of = "", port = ""] = text.split(".");
    return { block: of, port };
  };
  const parsed = parseStrategy({
    version: 1,
    blocks,
    connections: wires.map(([from = "", to = ""]) => ({ from: end(from), to: end(to) })),
  });
  const compiled = parsed.ok ? compileStrategy(parsed.document) : parsed;
  if (!compiled.ok) throw new Error(compiled.faults.map(({ message }) => message).join(" "));
  return compiled.plan;
}

function near(actual: number, expected: number, what: string): void {
  assert.ok(
    Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)),
    `${what}: ${actual} is not ${expected}`,
  );
}

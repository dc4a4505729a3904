/** Following candle by candle is the backtest, told as orders and fills. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { runDesk } from "./desk_run.ts";
import { type DeskAction, stepOf } from "./desk_step.ts";
import { PreparedRun } from "../backtest/prepared_run.ts";
import {
  compileStrategy,
  INTRABAR_MODES,
  runBacktest,
  type RunSettings,
  sliceCandles,
  type StrategyDocument,
  type StrategyPlan,
  TEMPLATES,
} from "../mod.ts";
import { strategyChart } from "../chart.ts";
import { randomStrategies } from "../testing/arbitrary_strategy.ts";
import { randomWalk } from "../testing/random_walk.ts";

const seed = Number(Deno.env.get("FAST_CHECK_SEED") ?? 20_261_129);
const walk = randomWalk({ bars: 300, seed: 41, gaps: true, jumps: true, step: 0.03 });
const START = 120;
const SETTINGS: RunSettings = {
  initialCapital: 10_000,
  feeRate: 0.001,
  slippageRate: 0.0005,
  intrabar: "stop_first",
  fromMs: walk.time[START]!,
};

function planOf(document: StrategyDocument): StrategyPlan {
  const compiled = compileStrategy(document);
  assert.ok(compiled.ok);
  return compiled.plan;
}

Deno.test(`desk: after every candle trades and equity are the backtest's (seed ${seed})`, () => {
  let trades = 0;
  fc.assert(
    fc.property(
      randomStrategies(),
      fc.integer({ min: START + 1, max: walk.length }),
      fc.constantFrom(...INTRABAR_MODES),
      (document, end, intrabar) => {
        const plan = planOf(document);
        const candles = sliceCandles(walk, 0, end);
        const settings = { ...SETTINGS, intrabar };
        const run = runDesk(candles, plan, settings);
        const result = runBacktest(candles, plan, settings);
        assert.deepEqual(run.trades, result.trades);
        assert.deepEqual(run.equity, result.equity);
        assert.equal(run.pending, result.pending);
        trades += run.trades.length;
      },
    ),
    { seed, numRuns: 300 },
  );
  assert.ok(trades > 300, `only ${trades} trades were compared`);
});

Deno.test(`desk: the steps tell every order from its submission to its end, and the fills are the trades (seed ${seed})`, () => {
  const ends = new Set<string>();
  const follow = (plan: StrategyPlan, settings: RunSettings) => {
    const orders = new Map<string, DeskAction["kind"]>();
    const fills: (DeskAction & { kind: "filled" })[] = [];
    let pending: "entry" | "exit" | null = null;
    for (let end = START + 1; end <= walk.length; end++) {
      const step = stepOf(runDesk(sliceCandles(walk, 0, end), plan, settings), pending, false);
      pending = step.pending;
      for (const action of step.actions) {
        const name = `${action.role}:${action.time}`;
        const before = orders.get(name);
        if (action.kind === "submitted") assert.equal(before, undefined, name);
        else assert.ok(before === "submitted" || before === "replaced", `${name}: ${before}`);
        orders.set(name, action.kind);
        if (action.kind === "filled") fills.push(action);
        ends.add(`${action.role} ${action.kind}`);
      }
      const open = [...orders].filter(([, kind]) => kind === "submitted" || kind === "replaced");
      const roles = open.map(([name]) => name.split(":")[0]).sort();
      const expected = [
        ...(step.position?.stop != null ? ["stop"] : []),
        ...(step.position?.target != null ? ["target"] : []),
        ...(step.pending ? [step.pending] : []),
      ].sort();
      assert.deepEqual(roles, expected, `orders after candle ${end - 1}`);
    }
    const { trades } = runBacktest(walk, plan, settings);
    const legs = trades.flatMap((trade) => [
      ["buy", trade.entry_time, trade.entry_price, trade.quantity],
      ...(trade.exit_time === null
        ? []
        : [["sell", trade.exit_time, trade.exit_price, trade.quantity]]),
    ]);
    let at = 0;
    assert.deepEqual(
      fills.map(({ side, trade, price, quantity }) => [
        side,
        side === "buy" ? trade.entry_time : trade.exit_time,
        price,
        quantity,
      ]),
      legs,
    );
    for (const trade of trades) {
      const own = fills.slice(at, at += trade.exit_time === null ? 1 : 2);
      assert.equal(own.reduce((sum, { fee }) => sum + fee, 0), trade.fees);
      assert.equal(own.reduce((sum, { slippage }) => sum + slippage, 0), trade.slippage);
    }
  };
  fc.assert(
    fc.property(
      randomStrategies(),
      fc.constantFrom(...INTRABAR_MODES),
      (document, intrabar) => follow(planOf(document), { ...SETTINGS, intrabar }),
    ),
    { seed, numRuns: 60 },
  );
  for (const { document } of TEMPLATES) follow(planOf(document), SETTINGS);
  for (
    const end of ["entry filled", "exit filled", "stop filled", "target filled", "stop replaced"]
      .concat(["stop canceled", "target canceled"])
  ) assert.ok(ends.has(end), `no ${end} was seen`);
});

Deno.test(`desk: the levels after a close are those that the chart shows on the next bar (seed ${seed})`, () => {
  let compared = 0;
  fc.assert(
    fc.property(
      randomStrategies(),
      fc.integer({ min: START + 1, max: walk.length - 1 }),
      (document, end) => {
        const plan = planOf(document);
        const run = runDesk(sliceCandles(walk, 0, end), plan, SETTINGS);
        const open = run.trades.at(-1);
        if (open?.exit_reason !== "open") return;
        const next = runBacktest(sliceCandles(walk, 0, end + 1), plan, SETTINGS);
        const chart = strategyChart(
          sliceCandles(walk, 0, end + 1),
          plan,
          SETTINGS,
          [{ ...open, exit_bar: null }],
        );
        const bar = next.candles.length - 1;
        const known = (value: number) => Number.isNaN(value) ? null : value;
        assert.equal(run.levels.after.stop, known(chart.stop[bar]!));
        assert.equal(run.levels.after.target, known(chart.target[bar]!));
        compared++;
      },
    ),
    { seed, numRuns: 300 },
  );
  assert.ok(compared > 50, `only ${compared} were compared`);
});

Deno.test(`desk: a blocked entry is a backtest without that signal (seed ${seed})`, () => {
  let differing = 0;
  fc.assert(
    fc.property(
      randomStrategies(),
      fc.array(fc.integer({ min: START, max: walk.length - 1 }), { minLength: 1, maxLength: 80 }),
      (document, bars) => {
        const plan = planOf(document);
        const blocked = new Set(bars.map((bar) => walk.time[bar]!));
        const run = runDesk(walk, plan, SETTINGS, (time) => blocked.has(time));
        const prepared = new PreparedRun(walk, plan, SETTINGS);
        const entry = prepared.entry.map((value, i) =>
          blocked.has(prepared.loaded.time[i]!) ? 0 : value
        );
        const expected = prepared.run({ entry });
        assert.deepEqual(run.trades, expected.trades.toTrades(prepared.range));
        assert.deepEqual(run.equity, expected.equity);
        const free = runBacktest(walk, plan, SETTINGS).equity;
        if (free.some((value, i) => value !== run.equity[i])) differing++;
      },
    ),
    { seed, numRuns: 150 },
  );
  assert.ok(differing > 10, `blocking changed only ${differing}`);
});

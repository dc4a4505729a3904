import assert from "node:assert/strict";
import type { Run } from "../../contracts/backtests.ts";
import {
  type ComparedRun,
  differenceWords,
  figureRows,
  marketWarning,
  periodWarning,
  runName,
  settingRows,
} from "./compare_view.ts";
import { growthAt, overlay } from "./overlay.ts";

const HOUR = 3_600_000;

const compared = (
  run: Partial<Run>,
  metrics: ComparedRun["metrics"] = {},
  rules = "Buy.",
): ComparedRun => ({
  run: {
    strategy_id: "one",
    strategy_name: "Dip",
    version_number: 1,
    asset: "BTC/USDT",
    timeframe: "1h",
    date_from: "2021-01-01T00:00:00.000Z",
    date_to: "2022-01-01T00:00:00.000Z",
    fee_percent: 0.1,
    slippage_percent: 0.05,
    initial_capital: 10_000,
    intrabar: "stop_first",
    venue: "binance",
    engine_version: "1.0.0",
    ...run,
  } as Run,
  metrics,
  rules,
});
const plain = (text: string | null | undefined) => text?.replaceAll("\u00a0", " ");

Deno.test("compare: figures stand beside their difference to the first", () => {
  const rows = figureRows([
    compared({}, {
      total_return: 0.1,
      num_trades: 20,
      sharpe: null,
      fees_paid: 5,
      slippage_paid: 0,
    }),
    compared({}, {
      total_return: 0.121,
      num_trades: 18,
      sharpe: 1,
      fees_paid: 7,
      slippage_paid: 0,
    }),
    compared({}, { total_return: 0.1, num_trades: 20, sharpe: 2, fees_paid: 5, slippage_paid: 0 }),
  ]);
  const of = (key: string) => rows.find((row) => row.key === key)!.cells;
  assert.deepEqual(of("total_return").map(({ value }) => plain(value)), [
    "+10.0 %",
    "+12.1 %",
    "+10.0 %",
  ]);
  assert.deepEqual(of("total_return").map(({ difference }) => difference), [
    null,
    "+2.1 points",
    "the same",
  ]);
  assert.equal(of("num_trades")[1]?.difference, "−2");
  assert.equal(plain(of("costs")[1]?.difference), "+2.00 USDT");
  assert.equal(of("sharpe")[1]?.difference, null, "nothing to compare with");
  const [row] = figureRows([
    compared({}, { fees_paid: 5, slippage_paid: 0 }),
    compared({}, { fees_paid: 5 }),
  ]).filter(({ key }) => key === "costs");
  assert.deepEqual(row?.cells.map(({ value }) => plain(value)), ["5.00 USDT", "–"]);
  assert.equal(row?.cells[1]?.difference, null, "a part that was not recorded is not 0");
});

Deno.test("compare: settings that differ are marked and named", () => {
  const rows = settingRows([
    compared({}),
    compared({ version_number: 2, fee_percent: 0.2 }, {}, "Sell."),
  ]);
  const differing = rows.filter(({ differs }) => differs).map(({ label }) => label);
  assert.deepEqual(differing, ["Version", "Rules", "Fee per trade side"]);
  assert.equal(
    differenceWords(rows),
    "Different: version, rules and fee. Everything else is the same.",
  );
  assert.match(differenceWords(settingRows([compared({}), compared({})])), /^All settings are/);
});

Deno.test("compare: different periods are told, because they mislead", () => {
  assert.equal(periodWarning([compared({}), compared({})]), null);
  const later = compared({ date_to: "2022-06-01T00:00:00.000Z" });
  assert.match(periodWarning([compared({}), later])!, /do not cover the same period/);
});

Deno.test("compare: strategies go by their names, and their difference is a setting of its own", () => {
  const long = "A name that goes on and on, far beyond the head of a column";
  const runs = [
    compared({}),
    compared({ strategy_id: "two", strategy_name: long, version_number: 3 }, {}, "Sell."),
  ];
  assert.deepEqual(runs.map((run) => runName(run, runs)), [
    "Dip v1",
    "A name that goes on and on, far beyond… v3",
  ]);
  const rows = settingRows(runs);
  assert.deepEqual(rows[0], { label: "Strategy", values: ["Dip", long], differs: true });
  assert.equal(
    differenceWords(rows),
    "Different: strategy, version and rules. Everything else is the same.",
  );
  // Two versions of one strategy need no name, also of one that was called otherwise before.
  const own = [compared({}), compared({ version_number: 2 })];
  assert.deepEqual(own.map((run) => runName(run, own)), ["v1", "v2"]);
  assert.equal(settingRows(own)[0]?.label, "Version");
});

Deno.test("compare: different markets are told, by asset and by timeframe", () => {
  assert.equal(marketWarning([compared({}), compared({})]), null);
  assert.match(
    marketWarning([compared({}), compared({ timeframe: "4h" })])!,
    /of different markets: BTC\/USDT 1h and BTC\/USDT 4h\./,
  );
  assert.match(
    marketWarning([
      compared({}),
      compared({}),
      compared({ asset: "ETH/USDT" }),
      compared({
        asset: "SOL/USDT",
      }),
    ])!,
    /: BTC\/USDT 1h, ETH\/USDT 1h and SOL\/USDT 1h\./,
  );
});

Deno.test("compare: curves begin at 0 % on their own first day, on one axis", () => {
  const { time, growth } = overlay([
    { time: [0, HOUR, 2 * HOUR], value: [100, 110, 90], capital: 100, gapsAfter: [] },
    { time: [2 * HOUR, 6 * HOUR], value: [5000, 6000], capital: 5000, gapsAfter: [] },
  ]);
  assert.deepEqual([...time], [0, 3600, 7200, 21_600]);
  const rounded = growth.map((column) => column.map((v) => v == null ? v : Number(v.toFixed(6))));
  assert.deepEqual(rounded, [[0, 0.1, -0.1, undefined], [undefined, undefined, 0, 0.2]]);
});

Deno.test("compare: a run's own gap breaks its line, others' bars do not", () => {
  const { time, growth } = overlay([
    { time: [0, 4 * HOUR], value: [1, 2], capital: 1, gapsAfter: [0] },
    { time: [0, HOUR, 4 * HOUR], value: [1, 1, 1], capital: 1, gapsAfter: [] },
  ]);
  assert.deepEqual([...time], [0, 3600, 7200, 14_400]);
  assert.deepEqual(growth, [[0, undefined, null, 1], [0, 0, undefined, 0]]);
});

Deno.test("compare: what a run was worth is read at its last bar, and nothing outside of it", () => {
  const column = [undefined, 0, undefined, 0.2, null, undefined];
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((row) => growthAt(column, row)), [
    null,
    0,
    0,
    0.2,
    null,
    null,
  ]);
});

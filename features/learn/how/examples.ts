/**
 * The examples on the page "How backtests work": a few candles, a small strategy, and what the engine makes of them. The page
 * writes the engine's own numbers, so it cannot say one thing while a backtest does another.
 */
import { engineSettings } from "../../../contracts/engine_settings.ts";
import {
  type BacktestResult,
  candlesFromColumns,
  compileStrategy,
  type IntrabarMode,
  runBacktest,
  type StrategyDocument,
  type Trade,
} from "../../../engine/mod.ts";

/** Open, high, low, close. */
export type ExampleCandle = readonly [open: number, high: number, low: number, close: number];

export interface RuleExample {
  readonly candles: readonly ExampleCandle[];
  readonly document: StrategyDocument;
  /** Fee and slippage in percent; none unless costs are the point. */
  readonly costs?: { readonly fee: number; readonly slippage: number };
  /** Candles before the range. */
  readonly history?: number;
  /** Candles that are missing after this one. */
  readonly missing?: { readonly after: number; readonly count: number };
}

const HOUR_MS = 3_600_000;
/** Any hour will do. */
const START_MS = Date.UTC(2025, 0, 6);
export const EXAMPLE_CAPITAL = 10_000;

type Params = Readonly<Record<string, string | number>>;

/** Buys when the close crosses above 100; sells as the given blocks say. */
function buysAbove100(extra: Readonly<Record<string, Params>> = {}, sellsBelow?: number) {
  const position = { x: 0, y: 0 };
  const blocks = [
    { id: "price", type: "price", params: {}, position },
    { id: "cross", type: "crossover", params: { direction: "above", value: 100 }, position },
    { id: "buy", type: "entry_signal", params: {}, position },
    ...Object.entries(extra).map(([type, params]) => ({ id: type, type, params, position })),
  ];
  const wires = [["price.close", "cross.a"], ["cross.signal", "buy.signal"]];
  if (sellsBelow !== undefined) {
    blocks.push(
      {
        id: "under",
        type: "crossover",
        params: { direction: "below", value: sellsBelow },
        position,
      },
      { id: "sell", type: "exit_signal", params: {}, position },
    );
    wires.push(["price.close", "under.a"], ["under.signal", "sell.signal"]);
  }
  return { version: 1, blocks, connections: wires.map(([from, to]) => wire(from!, to!)) } as const;
}

function wire(from: string, to: string) {
  const end = (text: string) => {
    const [block = "", port = ""] = text.split(".");
    return { block, port };
  };
  return { from: end(from), to: end(to) };
}

/** The first three candles of most examples: under 100, over it at the close, bought at the open of 100. */
const BOUGHT_AT_100: readonly ExampleCandle[] = [
  [97, 98.5, 96, 98],
  [98, 101.5, 97.5, 101],
  [100, 104, 98.5, 102],
];
const STOP = { stop_loss: { mode: "percent", value: 5 } };
const TARGET = { take_profit: { mode: "percent", value: 10 } };

const position = { x: 0, y: 0 };

export const EXAMPLES = {
  next_open: {
    candles: [[97, 99, 96, 98], [98, 99.5, 97, 99], [99, 101.5, 98.5, 101], [102, 105, 101, 104], [
      104,
      106,
      103,
      105,
    ]],
    document: buysAbove100(),
  },
  stop_first: {
    candles: [...BOUGHT_AT_100, [102, 111, 94, 99], [99, 101, 97, 100]],
    document: buysAbove100({ ...STOP, ...TARGET }),
  },
  gapped_stop: {
    candles: [...BOUGHT_AT_100, [91, 93, 88, 90], [90, 92, 89, 91]],
    document: buysAbove100(STOP),
  },
  touched_target: {
    candles: [...BOUGHT_AT_100, [102, 110, 101, 108], [108, 112, 107, 111]],
    document: buysAbove100(TARGET),
  },
  trailing: {
    candles: [...BOUGHT_AT_100, [103, 110, 101, 109], [109, 111, 103, 104], [104, 105, 102, 103]],
    document: buysAbove100({ trailing_stop: { mode: "percent", value: 5 } }),
  },
  costs: {
    candles: [...BOUGHT_AT_100, [102, 112, 101, 111], [111, 112, 108, 109], [110, 111, 106, 107]],
    document: buysAbove100({}, 110),
    costs: { fee: 0.1, slippage: 0.05 },
  },
  open_end: {
    candles: [...BOUGHT_AT_100, [102, 105, 101, 104], [104, 107, 103, 106]],
    document: buysAbove100(),
  },
  missing: {
    candles: [...BOUGHT_AT_100, [103, 105, 101, 104], [104, 106, 103, 105]],
    document: buysAbove100(),
    missing: { after: 2, count: 2 },
  },
  history: {
    candles: [[99, 101, 98, 100], [100, 101, 97, 98], [98, 99, 95, 96], [96, 101, 95, 100], [
      100,
      103,
      99,
      102,
    ], [102, 104, 101, 103]],
    document: {
      version: 1,
      blocks: [
        { id: "price", type: "price", params: {}, position },
        { id: "average", type: "sma", params: { period: 3 }, position },
        { id: "cross", type: "crossover", params: { direction: "above" }, position },
        { id: "buy", type: "entry_signal", params: {}, position },
      ],
      connections: [
        wire("price.close", "cross.a"),
        wire("average.value", "cross.b"),
        wire("cross.signal", "buy.signal"),
      ],
    },
    history: 3,
  },
} as const satisfies Readonly<Record<string, RuleExample>>;

export type ExampleName = keyof typeof EXAMPLES;

/** What the engine makes of an example. Throws when the example is not one: that would be a mistake of ours. */
export function playExample(
  name: ExampleName,
  { intrabar = "stop_first", candles: count }: {
    readonly intrabar?: IntrabarMode;
    /** Runs on the first so many candles only. */
    readonly candles?: number;
  } = {},
): BacktestResult {
  const example: RuleExample = EXAMPLES[name];
  const compiled = compileStrategy(example.document);
  if (!compiled.ok) throw new Error(`${name}: ${compiled.faults[0]?.message}`);
  const rows = example.candles.slice(0, count);
  const column = (index: 0 | 1 | 2 | 3) => rows.map((candle) => candle[index]);
  const { missing } = example;
  const time = rows.map((_, i) =>
    START_MS + (i + (missing && i > missing.after ? missing.count : 0)) * HOUR_MS
  );
  const candles = candlesFromColumns({
    time,
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: rows.map(() => 1),
  }, { timeframeMs: HOUR_MS });
  const settings = engineSettings({
    initial_capital: EXAMPLE_CAPITAL,
    fee_percent: example.costs?.fee ?? 0,
    slippage_percent: example.costs?.slippage ?? 0,
    intrabar,
  }, {
    fromMs: START_MS + (example.history ?? 0) * HOUR_MS,
    toMs: (time.at(-1) ?? START_MS) + HOUR_MS,
  });
  return runBacktest(candles, compiled.plan, settings);
}

/** The one trade that an example comes to. */
export function exampleTrade(name: ExampleName, intrabar?: IntrabarMode): Trade {
  const trade = playExample(name, intrabar ? { intrabar } : {}).trades[0];
  if (!trade) throw new Error(`${name}: no trade`);
  return trade;
}

/**
 * Tiny tables of candles for tests of fills. A row is `open high low close` and, at its end, what the strategy says at that
 * close: `buy`, `sell`, `both` or nothing. Candles are hourly; a row `gap` leaves one out, and a row `from` says that the range
 * begins with the next candle: those above it are history. What follows `//` is for the reader.
 */
import {
  type BacktestResult,
  type CandleColumns,
  type CandleSeries,
  candlesFromColumns,
  compileStrategy,
  type DocumentBlock,
  parseStrategy,
  runBacktest,
  type RunSettings,
  type StrategyPlan,
} from "../mod.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2021, 0, 1);
const SIGNALS: Readonly<Record<string, number>> = { buy: 1, sell: 2, both: 3 };

/** No costs, so that prices can be read off the table. */
export const FREE: RunSettings = {
  initialCapital: 1000,
  feeRate: 0,
  slippageRate: 0,
  intrabar: "stop_first",
};

/** What a table's last column says travels in the volume, and these blocks read it back. */
const BLOCKS = [
  { id: "says", type: "volume" },
  { id: "one_or_more", type: "compare", params: { operator: ">=", value: 1 } },
  { id: "one_or_less", type: "compare", params: { operator: "<=", value: 1 } },
  { id: "one", type: "and" },
  { id: "three", type: "compare", params: { operator: ">=", value: 3 } },
  { id: "one_or_three", type: "or" },
  { id: "two_or_three", type: "compare", params: { operator: ">=", value: 2 } },
  { id: "buy", type: "entry_signal" },
  { id: "sell", type: "exit_signal" },
];
const WIRES = [
  ["says.value", "one_or_more.a"],
  ["says.value", "one_or_less.a"],
  ["says.value", "three.a"],
  ["says.value", "two_or_three.a"],
  ["one_or_more.signal", "one.in1"],
  ["one_or_less.signal", "one.in2"],
  ["one.signal", "one_or_three.in1"],
  ["three.signal", "one_or_three.in2"],
  ["one_or_three.signal", "buy.signal"],
  ["two_or_three.signal", "sell.signal"],
];

/**
 * Runs the strategy that a table spells out.
 *
 * @param risk risk blocks, such as `stop(10)` of `risk_blocks.ts`
 * @param settings what differs from `FREE`
 */
export function runTable(
  table: string,
  risk: readonly DocumentBlock[] = [],
  settings: Partial<RunSettings> = {},
  { timeframeMs = HOUR_MS }: { readonly timeframeMs?: number } = {},
): BacktestResult {
  const { candles, fromMs } = readTable(table, timeframeMs);
  return runBacktest(candles, tablePlan(risk), { ...FREE, fromMs, ...settings });
}

/** The candles of a table, and where its range begins when it says so. */
export function readTable(
  table: string,
  timeframeMs: number = HOUR_MS,
): { readonly candles: CandleSeries; readonly fromMs: number | undefined } {
  const columns: Record<keyof CandleColumns, number[]> = {
    time: [],
    open: [],
    high: [],
    low: [],
    close: [],
    volume: [],
  };
  let time = START_MS;
  let fromMs: number | undefined;
  for (const line of table.split("\n")) {
    const row = line.split("//")[0]!.trim();
    if (row === "") continue;
    if (row === "from") {
      fromMs = time;
      continue;
    }
    if (row !== "gap") {
      const [open, high, low, close, says] = row.split(/\s+/);
      const volume = says === undefined ? 0 : SIGNALS[says];
      if (volume === undefined) throw new Error(`"${says}" is not buy, sell or both`);
      const values = { time, open, high, low, close, volume };
      for (const [name, value] of Object.entries(values)) {
        columns[name as keyof CandleColumns].push(Number(value));
      }
    }
    time += timeframeMs;
  }
  return { candles: candlesFromColumns(columns, { timeframeMs }), fromMs };
}

/** The plan that reads a table's last column. @throws {Error} with its faults when the risk blocks cannot be. */
export function tablePlan(risk: readonly DocumentBlock[] = []): StrategyPlan {
  const end = (text: string) => {
    const [block, port] = text.split(".");
    return { block, port };
  };
  const parsed = parseStrategy({
    version: 1,
    blocks: [...BLOCKS, ...risk],
    connections: WIRES.map(([from = "", to = ""]) => ({ from: end(from), to: end(to) })),
  });
  const compiled = parsed.ok ? compileStrategy(parsed.document) : parsed;
  if (!compiled.ok) throw new Error(compiled.faults.map(({ message }) => message).join(" "));
  return compiled.plan;
}

/** The trades as lines: `1 @100 → 3 @110 signal`, tags behind. */
export function fills(result: BacktestResult): string[] {
  const show = (value: number | null) => value === null ? "–" : String(Number(value.toFixed(6)));
  return result.trades.map((trade) => {
    const tags = (["ambiguous", "gap", "after_gap"] as const).filter((tag) => trade[tag]);
    const exit = trade.exit_bar === null ? "" : `${trade.exit_bar} @${show(trade.exit_price)} `;
    return [`${trade.entry_bar} @${show(trade.entry_price)} → ${exit}${trade.exit_reason}`, ...tags]
      .join(" ");
  });
}

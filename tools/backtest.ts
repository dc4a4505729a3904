/** `deno task backtest`: runs a strategy file on a candle file and writes the result as JSON. */
import { HELP, type Options, readOptions } from "./backtest_options.ts";
import {
  type CandleSeries,
  explainBar,
  firstAtOrAfter,
  portColumns,
  resultToJson,
  runBacktest,
  type RunSettings,
  type StrategyPlan,
} from "../engine/mod.ts";
import { Refusal, runCommand, write } from "./headless/command.ts";
import { readCandles, readStrategy } from "./headless/inputs.ts";
import { TerminalProgress } from "./headless/terminal_progress.ts";

await runCommand("backtest", async () => {
  const options = readOptions(Deno.args);
  if (options === "help") await write(HELP, null);
  else await main(options);
});

async function main(options: Options): Promise<void> {
  const { plan } = await readStrategy(options.strategy);
  const unknown = options.columns.filter((column) => !plan.ports.has(column));
  if (unknown.length > 0) {
    const known = [...plan.ports.keys()].join(", ");
    throw new Refusal(
      `--columns: there is no ${unknown.join(", ")}. There are ${known || "no ports"}.`,
    );
  }
  const progress = new TerminalProgress();
  let output: string;
  try {
    const candles = await readCandles(options, progress);
    progress.show(`Running over ${candles.length.toLocaleString("en")} candles`, 1);
    output = run(plan, candles, options);
  } finally {
    // Before the result, and before the message when there is none.
    progress.clear();
  }
  await write(output, options.out);
}

/** What the command asked for, as JSON. */
function run(
  plan: StrategyPlan,
  candles: CandleSeries,
  { settings, columns, explain }: Options,
): string {
  if (explain !== null) {
    const bar = barOf(explain, candles, settings);
    return JSON.stringify({ bar, values: explainBar(candles, plan, settings, bar) }, null, 2);
  }
  const result = resultToJson(runBacktest(candles, plan, settings));
  return JSON.stringify(
    columns.length === 0
      ? result
      : { ...result, columns: readColumns(candles, plan, settings, columns) },
  );
}

/** The bar of the range that `--explain` names: a number, or a time inside a candle. */
function barOf(
  explain: { bar: number } | { timeMs: number },
  candles: CandleSeries,
  { fromMs, toMs }: RunSettings,
): number {
  if ("bar" in explain) return explain.bar;
  const start = fromMs === undefined ? 0 : firstAtOrAfter(candles, fromMs);
  const end = toMs === undefined ? candles.length : firstAtOrAfter(candles, toMs);
  const place = firstAtOrAfter(candles, explain.timeMs + 1) - 1;
  const open = candles.time[place];
  if (
    place < start || place >= end || open === undefined ||
    explain.timeMs >= open + candles.timeframeMs
  ) {
    throw new Refusal("--explain: there is no candle at that time in the range.");
  }
  return place - start;
}

function readColumns(
  candles: CandleSeries,
  plan: StrategyPlan,
  settings: RunSettings,
  names: readonly string[],
): Record<string, (number | null)[]> {
  const columns = portColumns(candles, plan, settings);
  return Object.fromEntries(names.map((name) => [
    name,
    Array.from(columns.get(name) ?? [], (value) => Number.isFinite(value) ? value : null),
  ]));
}

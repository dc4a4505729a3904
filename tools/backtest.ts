/** `deno task backtest`: runs a strategy file on a candle file and writes the result as JSON. */
import { HELP, type Options, readOptions, UsageError } from "./backtest_options.ts";
import {
  type CandleSeries,
  compileStrategy,
  explainBar,
  firstAtOrAfter,
  parseCandleCsv,
  parseStrategy,
  portColumns,
  resultToJson,
  runBacktest,
  type RunSettings,
  type StrategyPlan,
} from "../engine/mod.ts";
import { TerminalProgress } from "./terminal_progress.ts";

/** Something is wrong with the strategy, the candles or the command; nothing was written. */
class Refusal extends Error {}

try {
  const options = readOptions(Deno.args);
  if (options === "help") console.log(HELP);
  else await main(options);
} catch (error) {
  if (!(error instanceof Refusal || error instanceof UsageError || error instanceof RangeError)) {
    throw error;
  }
  console.error(error.message);
  if (error instanceof UsageError) console.error("deno task backtest --help explains the command.");
  Deno.exit(2);
}

async function main(options: Options): Promise<void> {
  const plan = await readStrategy(options.strategy);
  const progress = new TerminalProgress();
  let candles: CandleSeries;
  try {
    candles = await readCandles(options.candles, options.timeframeMs, progress);
    progress.show(`Running over ${candles.length.toLocaleString("en")} candles`, 1);
  } finally {
    progress.clear();
  }
  const { settings } = options;
  if (options.explain !== null) {
    const bar = barOf(options.explain, candles, settings);
    await write(
      JSON.stringify({ bar, values: explainBar(candles, plan, settings, bar) }, null, 2),
      options.out,
    );
    return;
  }
  const unknown = options.columns.filter((column) => !plan.ports.has(column));
  if (unknown.length > 0) {
    const known = [...plan.ports.keys()].join(", ");
    throw new Refusal(
      `--columns: there is no ${unknown.join(", ")}. There are ${known || "no ports"}.`,
    );
  }
  const result = resultToJson(runBacktest(candles, plan, settings));
  const columns = options.columns.length > 0
    ? { columns: readColumns(candles, plan, settings, options.columns) }
    : {};
  await write(JSON.stringify({ ...result, ...columns }), options.out);
}

async function readStrategy(path: string): Promise<StrategyPlan> {
  const text = await readFile(path);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Refusal(`${path} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  const parsed = parseStrategy(json);
  const compiled = parsed.ok ? compileStrategy(parsed.document) : parsed;
  if (compiled.ok) {
    for (const warning of compiled.warnings) console.error(`Note: ${warning.message}`);
    return compiled.plan;
  }
  const lines = compiled.faults.map((fault) =>
    `  ${fault.block_id === null ? "" : `[${fault.block_id}] `}${fault.message}`
  );
  throw new Refusal(`${path} cannot be run:\n${lines.join("\n")}`);
}

async function readCandles(
  path: string,
  timeframeMs: number | undefined,
  progress: TerminalProgress,
): Promise<CandleSeries> {
  const parsed = parseCandleCsv(await readFile(path), {
    timeframeMs,
    onProgress: (share) => progress.show("Reading candles", share),
  });
  if (parsed.ok) return parsed.candles;
  const lines = parsed.problems.map(({ line, message }) => `${path}:${line}: ${message}`);
  throw new Refusal(lines.join("\n"));
}

async function readFile(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    const reason = error instanceof Deno.errors.NotFound ? "there is no such file" : String(error);
    throw new Refusal(`${path} cannot be read: ${reason}.`);
  }
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
    Array.from(columns.get(name) ?? [], (value) => Number.isNaN(value) ? null : value),
  ]));
}

async function write(text: string, out: string | null): Promise<void> {
  if (out === null) {
    // A pipe may take less than everything at once.
    const bytes = new TextEncoder().encode(text + "\n");
    try {
      for (let at = 0; at < bytes.length;) at += await Deno.stdout.write(bytes.subarray(at));
    } catch (error) {
      // Whoever reads has seen enough, as `| head` does.
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
    }
    return;
  }
  try {
    await Deno.writeTextFile(out, text + "\n");
  } catch (error) {
    throw new Refusal(
      `${out} cannot be written: ${error instanceof Error ? error.message : error}`,
    );
  }
}

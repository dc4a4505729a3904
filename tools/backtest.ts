/** `deno task backtest`: runs a strategy file on a candle file and writes the result as JSON. */
import { HELP, type Options, readOptions, UsageError } from "./backtest_options.ts";
import {
  type CandleSeries,
  compileStrategy,
  explainBar,
  firstAtOrAfter,
  parseStrategy,
  portColumns,
  resultToJson,
  runBacktest,
  type RunSettings,
  type StrategyPlan,
} from "../engine/mod.ts";
import { parseCandleCsv } from "../engine/candle_files.ts";
import { openCandleFile } from "../server/market_data/candle_file.ts";
import { TerminalProgress } from "./terminal_progress.ts";

/** Something is wrong with the strategy, the candles or the command; nothing was written. */
class Refusal extends Error {}

try {
  const options = readOptions(Deno.args);
  if (options === "help") await write(HELP, null);
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
  { candles: path, timeframeMs, dateOrder }: Options,
  progress: TerminalProgress,
): Promise<CandleSeries> {
  progress.show("Reading candles", 0);
  const file = await openCandleFile(await readBytes(path));
  if (!file.ok) throw new Refusal(`${path}: ${file.message}`);
  const parsed = parseCandleCsv(file.text, {
    timeframeMs,
    dateOrder,
    nowMs: Date.now(),
    onProgress: (share) => progress.show("Reading candles", share),
  });
  if (parsed.ok) return parsed.candles;
  const lines = parsed.problems.map(({ line, message }) => `${path}:${line}: ${message}`);
  throw new Refusal(lines.join("\n"));
}

async function readFile(path: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(path));
}

async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    throw new Refusal(`${path} cannot be read: ${reasonOf(error, "file")}.`);
  }
}

/** Why a file could not be read or written, in words. `missing` is what there is none of when something was not found. */
function reasonOf(error: unknown, missing: "file" | "folder"): string {
  if (error instanceof Deno.errors.NotFound) return `there is no such ${missing}`;
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  if (error instanceof Deno.errors.PermissionDenied) return "it is not permitted";
  const message = error instanceof Error ? error.message : String(error);
  // The runtime adds its own number and the call to the system's words.
  return message.replace(/ \(os error \d+\).*$/s, "");
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

async function write(text: string, out: string | null): Promise<void> {
  try {
    if (out !== null) await Deno.writeTextFile(out, text + "\n");
    else await writeToStdout(text + "\n");
  } catch (error) {
    const place = out ?? "The result";
    throw new Refusal(`${place} cannot be written: ${reasonOf(error, "folder")}.`);
  }
}

async function writeToStdout(text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  try {
    // A pipe may take less than everything at once.
    for (let at = 0; at < bytes.length;) at += await Deno.stdout.write(bytes.subarray(at));
  } catch (error) {
    // Whoever reads has seen enough, as `| head` does.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

/** Strategy and candles of a command, read and checked. */
import { parseCandleCsv } from "../../engine/candle_files.ts";
import {
  type CandleSeries,
  compileStrategy,
  parseStrategy,
  type StrategyDocument,
  type StrategyPlan,
} from "../../engine/mod.ts";
import { openCandleFile } from "../../server/market_data/candle_file.ts";
import type { TerminalProgress } from "./terminal_progress.ts";
import { readBytes, readFile, Refusal } from "./command.ts";
import type { RunOptions } from "./run_options.ts";

export interface RunnableStrategy {
  readonly document: StrategyDocument;
  readonly plan: StrategyPlan;
}

/** The strategy as a plan; its warnings go to standard error. @throws {Refusal} when it cannot be run */
export async function readStrategy(path: string): Promise<RunnableStrategy> {
  const document = await readDocument(path);
  const compiled = compileStrategy(document);
  if (!compiled.ok) throw new Refusal(faultsText(path, compiled.faults));
  for (const warning of compiled.warnings) console.error(`Note: ${warning.message}`);
  return { document, plan: compiled.plan };
}

/** The strategy as it is, which may have faults. @throws {Refusal} when it cannot be read */
export async function readDocument(path: string): Promise<StrategyDocument> {
  const text = await readFile(path);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Refusal(
      `${path} is not JSON: ${error instanceof Error ? error.message : error}`,
    );
  }
  const parsed = parseStrategy(json);
  if (!parsed.ok) throw new Refusal(faultsText(path, parsed.faults));
  return parsed.document;
}

function faultsText(
  name: string,
  faults: readonly { readonly block_id: string | null; readonly message: string }[],
): string {
  const lines = faults.map(({ block_id, message }) =>
    `  ${block_id === null ? "" : `[${block_id}] `}${message}`
  );
  return `${name} cannot be run:\n${lines.join("\n")}`;
}

/** @throws {Refusal} naming file and line of what is broken */
export async function readCandles(
  { candles: path, timeframeMs, dateOrder }: Pick<
    RunOptions,
    "candles" | "timeframeMs" | "dateOrder"
  >,
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

/** Strategy and candles of a command, read and checked. */
import { parseCandleCsv } from "../../engine/candle_files.ts";
import {
  type CandleSeries,
  compileStrategy,
  parseStrategy,
  type StrategyDocument,
  type StrategyPlan,
} from "../../engine/mod.ts";
import { readSentences } from "../../engine/sentences.ts";
import { openCandleFile } from "../../server/market_data/candle_file.ts";
import type { TerminalProgress } from "./terminal_progress.ts";
import { readBytes, readFile, Refusal } from "./command.ts";
import type { RunOptions, StrategySource } from "./run_options.ts";

export interface RunnableStrategy {
  readonly document: StrategyDocument;
  readonly plan: StrategyPlan;
}

/** The strategy as a plan; its warnings go to standard error. @throws {Refusal} when it cannot be run */
export async function readStrategy(source: StrategySource): Promise<RunnableStrategy> {
  const document = await readDocument(source);
  const name = "file" in source ? source.file : "The strategy";
  const compiled = compileStrategy(document);
  if (!compiled.ok) throw new Refusal(faultsText(name, compiled.faults));
  for (const warning of compiled.warnings) console.error(`Note: ${warning.message}`);
  return { document, plan: compiled.plan };
}

/** The strategy as it is, which may have faults. @throws {Refusal} when it cannot be read */
export async function readDocument(source: StrategySource): Promise<StrategyDocument> {
  if ("sentences" in source) return documentOfSentences(source.sentences);
  const text = await readFile(source.file);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Refusal(
      `${source.file} is not JSON: ${error instanceof Error ? error.message : error}`,
    );
  }
  const parsed = parseStrategy(json);
  if (!parsed.ok) throw new Refusal(faultsText(source.file, parsed.faults));
  return parsed.document;
}

function documentOfSentences(text: string): StrategyDocument {
  const read = readSentences(text);
  if (read.ok) return read.document;
  const lines = read.problems.map(({ start, end, message }) => {
    // A mark under what is not understood, in the line that it stands in.
    const lineStart = text.lastIndexOf("\n", start - 1) + 1;
    const lineEnd = text.indexOf("\n", start);
    const line = text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd);
    const length = Math.max(1, Math.min(end, lineStart + line.length) - start);
    return `  ${line}\n  ${" ".repeat(start - lineStart)}${"^".repeat(length)} ${message}`;
  });
  throw new Refusal(`The sentences are not understood:\n${lines.join("\n")}`);
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

/** Characters of a line of candles, for how far the reading is. */
const USUAL_LINE = 60;
/** Bad lines that are told one by one. */
const TOLD_PROBLEMS = 20;

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
    onLines: (lines) =>
      progress.show("Reading candles", Math.min(1, lines * USUAL_LINE / file.text.length)),
  });
  if (parsed.ok) return parsed.candles;
  const told = parsed.problems.slice(0, TOLD_PROBLEMS);
  const lines = told.map(({ line, message }) => `${path}:${line}: ${message}`);
  if (parsed.count > told.length) lines.push(`And ${parsed.count - told.length} more.`);
  throw new Refusal(lines.join("\n"));
}

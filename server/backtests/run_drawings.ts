/** What is drawn of runs besides their results, kept for as long as a person looks around in one. */
import { engineSettings } from "../../contracts/engine_settings.ts";
import type { Run } from "../../contracts/backtests.ts";
import { MOST_STRETCHES } from "../../contracts/result_overview.ts";
import type { RunResult } from "../../contracts/results.ts";
import { strategyChart } from "../../engine/chart.ts";
import { type CandleSeries, firstAtOrAfter, sliceCandles } from "../../engine/mod.ts";
import { compilations } from "../strategies/compilations.ts";
import { areBarsOf, type RunDrawing } from "./overview.ts";

/** So many runs are kept, those asked for last. */
const CAPACITY = 4;
/** Candles may be stored anew: nothing is older than that, milliseconds. */
const KEPT_MS = 60_000;

export interface KeptRun {
  readonly result: RunResult;
  readonly drawing: RunDrawing | null;
}

/** Parts of a result are asked for one after the other: the result is read once for all of them. */
export class RunDrawings {
  readonly #kept = new Map<string, { readonly run: Promise<KeptRun>; readonly at: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param load reads it; what it throws is thrown, and not kept */
  of(runId: string, load: () => Promise<KeptRun>): Promise<KeptRun> {
    const known = this.#kept.get(runId);
    this.#kept.delete(runId);
    const age = known ? this.#now() - known.at : Infinity;
    const entry = known && age >= 0 && age < KEPT_MS ? known : { run: load(), at: this.#now() };
    this.#kept.set(runId, entry);
    entry.run.catch(() => {
      if (this.#kept.get(runId) === entry) this.#kept.delete(runId);
    });
    if (this.#kept.size > CAPACITY) this.#kept.delete(this.#kept.keys().next().value!);
    return entry.run;
  }
}

/** What is wrong with a range of bars, if anything: of which parameter, in words. */
export function problemOfBars(
  { from, to, each }: { readonly from: number; readonly to: number; readonly each: number },
  bars: number,
): { readonly path: string; readonly message: string } | null {
  if (to > bars) return { path: "to_bar", message: `This result has ${bars} bars.` };
  if (from >= to) return { path: "from_bar", message: "from_bar must be before to_bar." };
  if ((to - from) / each <= MOST_STRETCHES) return null;
  const message = `These are more than ${MOST_STRETCHES} stretches: ask for fewer bars.`;
  return { path: "to_bar", message };
}

/** How many bars before the result what a document draws needs. */
export function historyOf(definition: unknown): number {
  const compilation = compilations.of(definition);
  return compilation.kind === "sound" ? compilation.plan.historyBars : 0;
}

/**
 * Candles and curves of a result.
 *
 * @param loaded the result's candles as they are stored now, with history
 * @returns `null` where these are not the bars of the result
 */
export function drawingOf(
  run: Run,
  result: RunResult,
  loaded: CandleSeries | null,
  definition: unknown,
): RunDrawing | null {
  if (!loaded) return null;
  const { first_time, last_time } = result.data;
  const range = { fromMs: first_time, toMs: last_time + 1 };
  const candles = sliceCandles(loaded, firstAtOrAfter(loaded, range.fromMs), loaded.length);
  if (!areBarsOf(result, candles)) return null;
  const compilation = compilations.of(definition);
  if (compilation.kind !== "sound") return { candles, strategy: null };
  const { document, plan } = compilation;
  try {
    const settings = engineSettings(run, range);
    const chart = strategyChart(loaded, plan, settings, result.trades);
    return { candles, strategy: { document, chart } };
  } catch (error) {
    // The engine says with it what is wrong with the candles: there is nothing to draw.
    if (!(error instanceof RangeError)) throw error;
    return { candles, strategy: null };
  }
}

/**
 * The bars of a long result, fetched as they are looked at: from near every bar, from farther stretches of some, and from far
 * away nothing but the overview, which is there already.
 */
import { signal } from "@preact/signals";
import type { BarsQuery, ResultBars, ResultOverview } from "../../contracts/result_overview.ts";
import type { CandleSeries } from "../../engine/mod.ts";
import type { RunResult } from "../../components/result_words/result.ts";
import { type ChartModel, chartModel } from "../../studio/chart/chart_model.ts";
import { barsWithin } from "../../studio/chart/chart_scale.ts";
import type { Stretch } from "../../studio/chart/chart_view.ts";
import { resultCurves } from "./chart_data.ts";
import { drawnStrategy, gapsBetween, timesOf } from "./result_model.ts";

/** Bars a stretch has, from near to far. */
const LEVELS = [1, 8, 64] as const;
/** Stretches that are in view at the most; with more of them the next level is shown. */
const MOST_IN_VIEW = 4000;
/** Stretches that are fetched at once. */
const CHUNK = 2000;
/** Bars on both sides of the view that its figures are written by. */
const BESIDE = 50;
/** What is fetched on both sides of the view, in widths of it. */
const MARGIN = 0.5;

interface Level {
  readonly each: number;
  readonly candles: CandleSeries;
  /** As those of the overview's plots. */
  readonly columns: readonly Float64Array[];
  readonly stop: Float64Array;
  readonly target: Float64Array;
  readonly chunks: Map<number, "asked" | "there">;
  model: ChartModel | null;
}

export interface BarLevelsOptions {
  readonly result: RunResult;
  readonly overview: ResultOverview;
  readonly timeframeMs: number;
  readonly load: (range: BarsQuery) => Promise<ResultBars>;
}

export class BarLevels {
  /** Counts what has come. */
  readonly changes = signal(0);
  readonly #options: BarLevelsOptions;
  readonly #time: Float64Array;
  readonly #levels = new Map<number, Level>();

  constructor(options: BarLevelsOptions) {
    this.#options = options;
    this.#time = Float64Array.from(options.result.equity.time);
  }

  /** What is shown of a stretch of time; `null` where that is the overview, and while bars are on their way. */
  modelFor(stretch: Stretch | null): ChartModel | null {
    const view = this.#viewOf(stretch);
    if (!view) return null;
    const level = this.#levels.get(view.each);
    if (!level) return null;
    const chunks = chunksOf(view, level.candles.length, Math.ceil(BESIDE));
    return chunks.every((chunk) => level.chunks.get(chunk) === "there") ? level.model : null;
  }

  /** Asks for the bars of a stretch of time and of its neighbourhood, as far as they have not come. */
  want(stretch: Stretch | null): void {
    const view = this.#viewOf(stretch);
    if (!view) return;
    const level = this.#levelOf(view.each);
    const margin = Math.max(BESIDE, Math.ceil((view.last - view.first) * MARGIN));
    for (const chunk of chunksOf(view, level.candles.length, margin)) {
      if (!level.chunks.has(chunk)) void this.#fetch(level, chunk);
    }
  }

  /** The level of a stretch of time, with its first and last place in it. */
  #viewOf(stretch: Stretch | null) {
    if (!stretch) return null;
    const bars = barsWithin(this.#time, stretch.from, stretch.to);
    if (!bars) return null;
    const { bars_each: overview } = this.#options.overview;
    const count = bars.last - bars.first + 1;
    const each = LEVELS.find((level) => count / level <= MOST_IN_VIEW && level < overview);
    if (each === undefined) return null;
    return { each, first: Math.floor(bars.first / each), last: Math.floor(bars.last / each) };
  }

  #levelOf(each: number): Level {
    const known = this.#levels.get(each);
    if (known) return known;
    const { timeframeMs, overview } = this.#options;
    const length = Math.ceil(this.#time.length / each);
    const column = () => new Float64Array(length).fill(NaN);
    const level: Level = {
      each,
      candles: {
        timeframeMs: each * timeframeMs,
        length,
        hasVolume: overview.candles?.volume.every((volume) => volume !== null) ?? false,
        time: Float64Array.from({ length }, (_, k) => this.#time[k * each]!),
        open: column(),
        high: column(),
        low: column(),
        close: column(),
        volume: column(),
      },
      columns: (overview.drawn?.columns ?? []).map(column),
      stop: column(),
      target: column(),
      chunks: new Map(),
      model: null,
    };
    this.#levels.set(each, level);
    return level;
  }

  async #fetch(level: Level, chunk: number): Promise<void> {
    const { each, chunks, candles } = level;
    const first = chunk * CHUNK;
    chunks.set(chunk, "asked");
    try {
      const bars = await this.#options.load({
        from_bar: first * each,
        to_bar: Math.min((first + CHUNK) * each, this.#time.length),
        bars_each: each,
      });
      // Candles of other bars would mislead.
      if (!bars.time.every((time, k) => time === candles.time[first + k])) return;
      for (const name of ["open", "high", "low", "close", "volume"] as const) {
        put(candles[name], bars.candles[name], first);
      }
      if (bars.drawn) {
        level.columns.forEach((column, k) => put(column, bars.drawn!.columns[k] ?? [], first));
        put(level.stop, bars.drawn.stop, first);
        put(level.target, bars.drawn.target, first);
      }
      chunks.set(chunk, "there");
      level.model = this.#modelOf(level);
      this.changes.value++;
    } catch {
      // The overview stays on screen; what is looked at next is asked for again.
      chunks.delete(chunk);
    }
  }

  #modelOf({ each, candles, columns, stop, target }: Level): ChartModel {
    const { result, overview } = this.#options;
    const curves = resultCurves(result);
    const { length } = candles;
    const { trades } = result;
    const at = (bar: number) => Math.floor(bar / each);
    const lastOf = (place: number) => Math.min((place + 1) * each, this.#time.length) - 1;
    const hold = curves.hold;
    return chartModel({
      candles,
      ...drawnStrategy(overview.drawn, { columns, stop, target }),
      trades: {
        entryBar: curves.trades.entryBar.map(at),
        exitBar: curves.trades.exitBar.map((bar) => bar < 0 ? bar : at(bar)),
        returns: curves.trades.returns,
        entryPrice: Float64Array.from(trades, ({ entry_price }) => entry_price),
        exitPrice: Float64Array.from(trades, ({ exit_price }) => exit_price ?? NaN),
        reasons: trades.map(({ exit_reason }) => exit_reason),
        times: timesOf(result),
      },
      equity: Float64Array.from({ length }, (_, k) => curves.equity[lastOf(k)]!),
      hold: Array.from({ length }, (_, k) => hold[lastOf(k)] ?? null),
      drawdown: Float64Array.from(
        { length },
        (_, k) =>
          curves.drawdown.subarray(k * each, lastOf(k) + 1).reduce((a, b) => Math.min(a, b)),
      ),
      gapsAfter: gapsBetween(candles.time, candles.timeframeMs),
    });
  }
}

function chunksOf(
  { first, last }: { readonly first: number; readonly last: number },
  length: number,
  margin: number,
): readonly number[] {
  const from = Math.floor(Math.max(0, first - margin) / CHUNK);
  const to = Math.floor(Math.min(length - 1, last + margin) / CHUNK);
  return Array.from({ length: to - from + 1 }, (_, k) => from + k);
}

function put(column: Float64Array, values: readonly (number | null)[], at: number): void {
  for (const [k, value] of values.entries()) column[at + k] = value ?? NaN;
}

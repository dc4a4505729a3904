/** Tries other values and other markets, one task after the other: in a thread, or in the page where there are none. */
import { asTrial, type Trial } from "../../contracts/trial_bounds.ts";
import {
  type CandleSeries,
  compileStrategy,
  type MetricName,
  parseStrategy,
} from "../../engine/mod.ts";
import { runOnMarket, withNumbers } from "../../engine/robustness.ts";
import { runSweep } from "../../engine/sweep.ts";
import { contentHash, dailySharpeOf } from "../../engine/trials.ts";
import type {
  ExploreOutcomes,
  ExploreReply,
  ExploreRequest,
  ExploreTask,
  GridTask,
  MarketTask,
  TriesTask,
} from "./explore_protocol.ts";

const FAILED = "This could not be calculated.";

export class ExploreThread {
  #candles: CandleSeries | null = null;
  #stop = new AbortController();

  constructor(private readonly post: (reply: ExploreReply, transfer: ArrayBuffer[]) => void) {}

  /** Never rejects: what goes wrong is told of the task. */
  async answer(request: ExploreRequest): Promise<void> {
    if (request.kind === "candles") {
      this.#candles = request.candles;
      return;
    }
    if (request.kind === "stop") {
      this.#stop.abort();
      this.#stop = new AbortController();
      return;
    }
    const { id, task } = request;
    const { signal } = this.#stop;
    try {
      const out = await this.#out(task, signal);
      this.post({ kind: "done", id, out }, task.kind === "grid" ? buffersOf(out as Grid) : []);
    } catch (error) {
      if (signal.aborted) return this.post({ kind: "stopped", id }, []);
      if (!(error instanceof RangeError)) console.error(error);
      const message = error instanceof RangeError ? error.message : FAILED;
      this.post({ kind: "failed", id, message }, []);
    }
  }

  async #out(
    task: ExploreTask,
    signal: AbortSignal,
  ): Promise<ExploreOutcomes[keyof ExploreOutcomes]> {
    switch (task.kind) {
      case "grid":
        return await this.#grid(task, signal);
      case "tries":
        return triesOf(task);
      case "market":
        return this.#market(task);
    }
  }

  async #grid(
    { document, settings, axes, metrics }: GridTask,
    signal: AbortSignal,
  ): Promise<Grid> {
    const swept = await runSweep(this.#there(), document, axes, settings, {
      signal,
      metrics: metrics as readonly MetricName[],
    });
    return { metrics: swept.metrics, sound: swept.sound };
  }

  #market(
    { document, settings, asset, timeframe, fromMs, toMs }: MarketTask,
  ): ExploreOutcomes["market"] {
    const parsed = parseStrategy(document);
    const compiled = parsed.ok ? compileStrategy(parsed.document) : parsed;
    if (!compiled.ok) throw new RangeError(compiled.faults[0]?.message ?? FAILED);
    const other = { asset, timeframe, candles: this.#there() };
    return runOnMarket(other, compiled.plan, settings, { fromMs, toMs });
  }

  #there(): CandleSeries {
    if (!this.#candles) throw new RangeError("There are no candles yet.");
    return this.#candles;
  }
}

type Grid = ExploreOutcomes["grid"];

/** A combination without a Sharpe ratio cannot be the best of many by luck, and is none that counts. */
function triesOf({ document, axes, sharpe }: TriesTask): Trial[] {
  return Array.from(sharpe).flatMap((value, cell): Trial[] => {
    if (!Number.isFinite(value)) return [];
    const varied = withNumbers(document, changesAt(axes, cell));
    const trial = asTrial(contentHash(varied), dailySharpeOf({ sharpe: value }));
    return trial ? [trial] : [];
  });
}

function changesAt(
  axes: TriesTask["axes"],
  cell: number,
): ReadonlyMap<string, Readonly<Record<string, number>>> {
  const changes = new Map<string, Record<string, number>>();
  let rest = cell;
  for (const { block, param, values } of axes.toReversed()) {
    const value = values[rest % values.length]!;
    rest = Math.floor(rest / values.length);
    changes.set(block, { ...changes.get(block), [param]: value });
  }
  return changes;
}

function buffersOf({ metrics, sound }: Grid): ArrayBuffer[] {
  return [sound, ...Object.values(metrics)].map(({ buffer }) => buffer as ArrayBuffer);
}

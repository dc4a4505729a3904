/** Answers the editor's questions with the engine. Runs in a worker, or in the page where there are none. */
import { strategyChart } from "../../engine/chart.ts";
import { contentHash } from "../../engine/trials.ts";
import {
  buyAndHoldEquity,
  type CandleSeries,
  compileStrategy,
  firstAtOrAfter,
  missedEntries,
  parseStrategy,
  portColumns,
  runBacktest,
  type RunSettings,
  type StrategyDocument,
  type StrategyPlan,
  type Trade,
  valuesAt,
} from "../../engine/mod.ts";
import { runSweep } from "../../engine/sweep.ts";
import { conditionStates, nearestMisses } from "./conditions.ts";
import type { ConditionContext, Ports } from "./condition_readings.ts";
import type {
  LiveReply,
  LiveRequest,
  LiveResult,
  LiveTrades,
  OutlineRequest,
  RunRequest,
  SweepRequest,
} from "./live_protocol.ts";

/** What the last run was made of; questions about bars are about it. */
interface LastRun {
  readonly id: number;
  readonly candles: CandleSeries;
  readonly plan: StrategyPlan;
  readonly settings: RunSettings;
  /** The candles of the range alone. */
  readonly range: CandleSeries;
  readonly trades: readonly Trade[];
  ports: Ports | null;
}

const FAILED = "This could not be calculated. Undo the last change, or reload the page.";

const NO_CANDLES = "There are no candles yet.";
/** Points of an outline's curve: as many as its drawing is pixels wide, or so. */
const OUTLINE_POINTS = 240;

export class LiveEngine {
  #candles: CandleSeries | null = null;
  #last: LastRun | null = null;
  /** Ends the sweeps that are under way or wait: their answers would be of an earlier strategy. */
  #sweeps = new AbortController();
  #lastSweep: Promise<unknown> = Promise.resolve();

  /** Answers every request: what cannot be answered is refused, in words. */
  async answer(request: LiveRequest): Promise<LiveReply> {
    const { id } = request;
    try {
      switch (request.kind) {
        case "load":
          this.#endSweeps();
          this.#candles = request.candles;
          this.#last = null;
          return { kind: "loaded", id };
        case "run":
          this.#endSweeps();
          return this.#run(request);
        case "explain":
          return this.#explain(id, request.bar);
        case "misses": {
          const last = this.#lastRun();
          const { candles, plan, settings } = last;
          const missed = missedEntries(candles, plan, settings);
          return { kind: "misses", id, misses: nearestMisses(this.#context(last), missed) };
        }
        case "chart": {
          const { id: run, candles, plan, settings, trades } = this.#lastRun();
          const chart = strategyChart(candles, plan, settings, trades);
          const reasons = trades.map(({ exit_reason }) => exit_reason);
          return { kind: "chart", id, run, reasons, ...chart };
        }
        case "sweep":
          return await this.#sweep(request);
        case "outline":
          return this.#outline(request);
      }
    } catch (error) {
      if (error instanceof RangeError) return { kind: "refused", id, messages: [error.message] };
      if (error instanceof DOMException && error.name === "AbortError") {
        return { kind: "refused", id, messages: ["The strategy has changed since."] };
      }
      // The page goes on; whoever looks for the cause finds it here.
      console.error(error);
      return { kind: "refused", id, messages: [FAILED] };
    }
  }

  #run({ id, document, settings }: RunRequest): LiveReply {
    const candles = this.#candles;
    if (!candles) return { kind: "refused", id, messages: [NO_CANDLES] };
    const compiled = compiledFrom(document);
    if (!compiled.ok) {
      return { kind: "refused", id, messages: compiled.faults.map(({ message }) => message) };
    }
    const { plan } = compiled;
    const result = runBacktest(candles, plan, settings);
    const { gaps, trades } = result;
    this.#last = { id, candles, plan, settings, range: result.candles, trades, ports: null };
    const start = settings.fromMs === undefined ? 0 : firstAtOrAfter(candles, settings.fromMs);
    return {
      kind: "result",
      id,
      start,
      bars: result.candles.length,
      firstTradableBar: result.firstTradableBar,
      historyWanted: plan.historyBars,
      historyUsed: result.historyBars,
      metrics: result.metrics,
      content: contentHash(plan.document),
      funnel: result.funnel,
      equity: result.equity,
      hold: buyAndHoldEquity(result),
      drawdown: drawdownOf(result.equity, settings.initialCapital),
      trades: tradeColumns(trades),
      gapsAfter: Int32Array.from(
        gaps,
        ({ after_time }) => firstAtOrAfter(result.candles, after_time),
      ),
    } satisfies LiveResult;
  }

  #outline({ id, document, settings }: OutlineRequest): LiveReply {
    const candles = this.#candles;
    if (!candles) return { kind: "refused", id, messages: [NO_CANDLES] };
    const compiled = compiledFrom(document);
    if (!compiled.ok) {
      return { kind: "refused", id, messages: compiled.faults.map(({ message }) => message) };
    }
    const { metrics, equity } = runBacktest(candles, compiled.plan, settings);
    const points = Math.min(equity.length, OUTLINE_POINTS);
    const curve = Float64Array.from({ length: points }, (_, k) => {
      const bar = points === 1 ? 0 : Math.round(k / (points - 1) * (equity.length - 1));
      return equity[bar]! / settings.initialCapital;
    });
    return { kind: "outlined", id, metrics, curve };
  }

  #explain(id: number, bar: number): LiveReply {
    const last = this.#lastRun();
    const context = this.#context(last);
    return {
      kind: "explanation",
      id,
      bar,
      values: valuesAt(context.ports, bar),
      conditions: conditionStates(context, bar),
    };
  }

  /** One sweep after the other: two at once would only be late together. */
  async #sweep({ id, block, param, values, metric }: SweepRequest): Promise<LiveReply> {
    const { candles, plan, settings } = this.#lastRun();
    const { signal } = this.#sweeps;
    const before = this.#lastSweep;
    const own = (async () => {
      await before;
      return await runSweep(
        candles,
        plan.document,
        [{ block, param, values }],
        settings,
        { signal },
      );
    })();
    this.#lastSweep = own.catch(() => {});
    const { metrics } = await own;
    const trades = metrics.num_trades!;
    // A column of its own for each: both change hands.
    const results = metric === "num_trades" ? trades.slice() : metrics[metric]!;
    return { kind: "swept", id, results, trades };
  }

  #endSweeps(): void {
    this.#sweeps.abort();
    this.#sweeps = new AbortController();
  }

  #lastRun(): LastRun {
    if (!this.#last) throw new RangeError("There is no result yet.");
    return this.#last;
  }

  #context(last: LastRun): ConditionContext {
    const { candles, plan, settings, range } = last;
    last.ports ??= portColumns(candles, plan, settings);
    return { plan, ports: last.ports, candles: range };
  }
}

function compiledFrom(document: StrategyDocument) {
  const parsed = parseStrategy(document);
  return parsed.ok ? compileStrategy(parsed.document) : parsed;
}

function tradeColumns(trades: ReturnType<typeof runBacktest>["trades"]): LiveTrades {
  return {
    entryBar: Int32Array.from(trades, ({ entry_bar }) => entry_bar),
    exitBar: Int32Array.from(trades, ({ exit_bar }) => exit_bar ?? -1),
    entryPrice: Float64Array.from(trades, ({ entry_price }) => entry_price),
    exitPrice: Float64Array.from(trades, ({ exit_price }) => exit_price ?? NaN),
    returns: Float64Array.from(trades, (trade) => trade.return),
  };
}

/** The capital is the first peak. */
function drawdownOf(equity: Float64Array, capital: number): Float64Array {
  let peak = capital;
  return equity.map((value) => {
    if (value > peak) peak = value;
    return value / peak - 1;
  });
}

/** The buffers of a reply that can change hands instead of being copied. */
export function buffersOf(reply: LiveReply): ArrayBuffer[] {
  if (reply.kind === "swept") {
    return [reply.results, reply.trades].map(({ buffer }) => buffer as ArrayBuffer);
  }
  if (reply.kind === "chart") {
    const { columns, stop, target } = reply;
    return [...columns, stop, target].map(({ buffer }) => buffer as ArrayBuffer);
  }
  if (reply.kind === "outlined") return [reply.curve.buffer as ArrayBuffer];
  if (reply.kind !== "result") return [];
  const { equity, hold, drawdown, trades, gapsAfter } = reply;
  return [equity, hold, drawdown, gapsAfter, ...Object.values(trades)].map(({ buffer }) =>
    buffer as ArrayBuffer
  );
}

/** Many runs of one strategy, each with other values of one to three of its parameters. */
import type { CandleSeries } from "../candles/candle_series.ts";
import { type MetricName, METRICS } from "../metrics/mod.ts";
import { checkSettings, type RunSettings } from "../simulation/settings.ts";
import { checkVolume } from "../simulation/volume_check.ts";
import { compileStrategy } from "../strategy/compile.ts";
import type { Fault, StrategyDocument } from "../strategy/document.ts";
import { readGraph } from "../strategy/graph.ts";
import { resolveParams } from "../strategy/params.ts";
import { checkAxes, type SweepAxis } from "./axes.ts";
import { newTable, SweepCells } from "./cells.ts";
import { Pauses } from "./pauses.ts";
import { planSweep } from "./variants.ts";

export interface SweepOptions {
  /** Called now and then, and at the end, with how many cells are done. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the sweep: its promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** The metrics that are worked out; all of them when left out. */
  readonly metrics?: readonly MetricName[];
}

export interface SweepResult {
  readonly axes: readonly SweepAxis[];
  /** Product of the axes' lengths. Cell of indices (i, j, k): (i × length of axis 2 + j) × length of axis 3 + k. */
  readonly cells: number;
  /** One value a cell for every metric that was asked for, NaN where a run says `null`. */
  readonly metrics: Readonly<Record<string, Float64Array>>;
  /** 0 where the values do not go together (a MACD whose fast period is not below its slow one): no run, all NaN. */
  readonly sound: Uint8Array;
}

/**
 * Runs every combination of the axes' values. A cell's metrics are those of a single run of the document with these values,
 * to the last bit. Yields now and then, so that it can be stopped and a page stays responsive.
 *
 * @throws {RangeError} (as a rejection) for a document with faults, axes that cannot be swept, settings out of bounds, an
 * empty range, or candles without the volumes that the strategy reads.
 */
export async function runSweep(
  candles: CandleSeries,
  document: StrategyDocument,
  axes: readonly SweepAxis[],
  settings: RunSettings,
  { onProgress, signal, metrics = METRICS.map(({ name }) => name) }: SweepOptions = {},
): Promise<SweepResult> {
  checkSettings(settings);
  checkAxes(axes, readGraph(document));
  const faults = faultsOf(document, axes);
  if (faults.length > 0) throw new RangeError(faults.map(({ message }) => message).join(" "));
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  const table = newTable(metrics.length, count);
  const plan = planSweep(document, axes);
  checkVolume(plan.base, candles);
  const cells = new SweepCells(plan, axes, candles, settings, { metrics });
  const pauses = new Pauses(signal);
  try {
    let done = 0;
    for (const cell of cells.order(count)) {
      cells.run(cell, table);
      done++;
      if (!pauses.isDue(candles.length)) continue;
      await pauses.pause();
      onProgress?.(done, count);
    }
    onProgress?.(count, count);
  } finally {
    pauses.close();
  }
  return {
    axes,
    cells: count,
    metrics: Object.fromEntries(metrics.map((name, k) => [name, table.metrics[k]!])),
    sound: table.sound,
  };
}

/** What keeps the document from running whatever the axes' values are. */
function faultsOf(document: StrategyDocument, axes: readonly SweepAxis[]): Fault[] {
  const first = withFirstValues(document, axes);
  const compiled = compileStrategy(first);
  if (compiled.ok) return [];
  // That the values of one block do not go together is a matter of each cell.
  const graph = readGraph(first);
  const disagreements = axes.map(({ block }) => {
    const { definition, block: { params } } = graph.get(block)!;
    return definition.check?.(resolveParams(definition, params))?.message;
  });
  return compiled.faults.filter(({ message }) => !disagreements.includes(message));
}

function withFirstValues(document: StrategyDocument, axes: readonly SweepAxis[]): StrategyDocument {
  return {
    ...document,
    blocks: document.blocks.map((block) => {
      const own = axes.filter((axis) => axis.block === block.id);
      const values = Object.fromEntries(own.map(({ param, values }) => [param, values[0]!]));
      return { ...block, params: { ...block.params, ...values } };
    }),
  };
}

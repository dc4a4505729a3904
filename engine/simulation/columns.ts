/** Computes a plan's slots over candles. */
import type { Column, PortKind } from "../blocks/definition/definition.ts";
import { type SourceName, SOURCES } from "../blocks/definition/definition.ts";
import type { CandleSeries } from "../candles/candle_series.ts";
import type { PlanNode, StrategyPlan } from "../strategy/plan.ts";
import type { SearchedSignals } from "./searched_signals.ts";

/** The value of every computed slot, by its number. */
export type SlotColumns = readonly (Column | undefined)[];

/** Columns that are written over by one run after the other. */
export class ColumnBuffers {
  readonly #bySlot = new Map<number, Column>();

  /** As `newColumn`, but written to before where there is one. */
  take(slot: number, kind: PortKind, length: number, blank = true): Column {
    const known = this.#bySlot.get(slot);
    if (known?.length === length) {
      if (blank) known.fill(kind === "signal" ? 0 : NaN);
      return known;
    }
    const column = newColumn(kind, length, blank);
    this.#bySlot.set(slot, column);
    return column;
  }
}

/** A column as a block expects it: unknown, or false; holding anything where it need not be `blank`. */
export function newColumn(kind: PortKind, length: number, blank = true): Column {
  if (kind === "signal") return new Uint8Array(length);
  return blank ? new Float64Array(length).fill(NaN) : new Float64Array(length);
}

/**
 * Runs `nodes` of a plan in order and returns all slots; the candles' own columns are made when they are read.
 *
 * @param buffers where the columns are put; new ones without it
 * @param searched the signals of which only places are wanted; every column without it
 */
export function computeColumns(
  plan: StrategyPlan,
  nodes: readonly PlanNode[],
  candles: CandleSeries,
  buffers?: ColumnBuffers,
  searched?: SearchedSignals,
): SlotColumns {
  const columns: (Column | undefined)[] = new Array(plan.slots.length).fill(undefined);
  const read = (slot: number): Column => {
    const source = SOURCES[slot];
    return columns[slot] ??= source === undefined ? missing(slot) : sourceColumn(candles, source);
  };
  for (const node of nodes) {
    const { definition, params, inputs, outputs, inputLookback } = node;
    const given: Record<string, Column | null> = {};
    for (const port of definition.inputs) {
      const slot = inputs[port.name] ?? null;
      given[port.name] = slot === null ? null : read(slot);
    }
    if (searched?.find(node, given)) continue;
    const results: Record<string, Column> = {};
    const blank = definition.writesEveryBar !== true;
    for (const port of definition.outputs) {
      const slot = outputs[port.name]!;
      columns[slot] = results[port.name] = buffers?.take(slot, port.kind, candles.length, blank) ??
        newColumn(port.kind, candles.length, blank);
    }
    definition.compute?.({
      candles,
      params,
      inputs: given,
      outputs: results,
      knownFrom: inputLookback,
    });
  }
  for (let slot = 0; slot < SOURCES.length; slot++) {
    if (plan.usedSlots.includes(slot) || nodes === plan.allNodes) read(slot);
  }
  return columns;
}

/** A column of the candles, computed where it is an average of prices. */
export function sourceColumn(candles: CandleSeries, source: SourceName): Float64Array {
  const { open, high, low, close, volume, length } = candles;
  if (source === "open") return open;
  if (source === "high") return high;
  if (source === "low") return low;
  if (source === "close") return close;
  if (source === "volume") return volume;
  const out = new Float64Array(length);
  if (source === "hl2") {
    for (let i = 0; i < length; i++) out[i] = (high[i]! + low[i]!) / 2;
  } else if (source === "hlc3") {
    for (let i = 0; i < length; i++) out[i] = (high[i]! + low[i]! + close[i]!) / 3;
  } else {
    for (let i = 0; i < length; i++) out[i] = (open[i]! + high[i]! + low[i]! + close[i]!) / 4;
  }
  return out;
}

function missing(slot: number): never {
  throw new TypeError(`slot ${slot} is read before it is computed`);
}

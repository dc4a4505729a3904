/** The columns of a sweep's cells: what does not depend on a parameter that changes is computed once. */
import type { Column } from "../blocks/definition.ts";
import { SOURCES } from "../blocks/definition.ts";
import type { CandleSeries } from "../candles/candle_series.ts";
import { sourceColumn } from "../simulation/columns.ts";
import type { SweepAxis } from "./axes.ts";
import { keyOf, type SweepNode } from "./variants.ts";

/**
 * Bytes of columns that are kept for later cells. A node that hangs on some of the axes comes back with the same values as
 * others change; beyond this much, its columns are computed again instead.
 */
const MOST_KEPT_BYTES = 96 * 2 ** 20;

interface NodeState {
  readonly node: SweepNode;
  /** Its columns by key; only the last ones where nothing is gained by keeping more. */
  readonly kept: Map<number, readonly Column[]>;
  readonly keeps: boolean;
  current: number;
}

/** Columns over one stretch of candles. */
export class SweepColumns {
  /** The value of every slot for the last cell. */
  readonly slots: (Column | undefined)[];
  readonly #states: readonly NodeState[];
  #keptBytes = 0;

  constructor(
    private readonly candles: CandleSeries,
    nodes: readonly SweepNode[],
    slotCount: number,
    private readonly axes: readonly SweepAxis[],
  ) {
    this.slots = new Array(slotCount).fill(undefined);
    this.#states = nodes.map((node) => ({
      node,
      kept: new Map(),
      // What hangs on every axis is another for every cell.
      keeps: node.axes.length < axes.length,
      current: -1,
    }));
  }

  /** The column of a slot; those of the candles themselves are made when they are read. */
  read(slot: number): Column {
    const source = SOURCES[slot];
    if (this.slots[slot] === undefined && source === undefined) {
      throw new TypeError(`slot ${slot} is read before it is computed`);
    }
    return this.slots[slot] ??= sourceColumn(this.candles, source!);
  }

  /** Brings every slot to a cell; `lookbacks` holds the first known bar of each slot. */
  moveTo(cell: readonly number[], lookbacks: readonly number[]): void {
    for (const state of this.#states) {
      const { node } = state;
      const key = keyOf(node.axes, this.axes, cell);
      if (key === state.current) continue;
      const columns = state.kept.get(key) ?? this.#compute(state, key, cell, lookbacks);
      for (let k = 0; k < columns.length; k++) this.slots[node.outputSlots[k]!] = columns[k];
      state.current = key;
    }
  }

  #compute(
    state: NodeState,
    key: number,
    cell: readonly number[],
    lookbacks: readonly number[],
  ): readonly Column[] {
    const { node: { definition, inputs }, inputSlots, variantOf } = state.node;
    const columns = this.#buffers(state, key);
    const given: Record<string, Column | null> = {};
    for (const { name } of definition.inputs) {
      const slot = inputs[name] ?? null;
      given[name] = slot === null ? null : this.read(slot);
    }
    const results: Record<string, Column> = {};
    definition.outputs.forEach(({ name }, k) => results[name] = columns[k]!);
    let knownFrom = 0;
    for (const slot of inputSlots) knownFrom = Math.max(knownFrom, lookbacks[slot]!);
    definition.compute?.({
      candles: this.candles,
      params: variantOf(cell).params,
      inputs: given,
      outputs: results,
      knownFrom,
    });
    return columns;
  }

  /** Columns to write to, as a block expects them: unknown, or false. */
  #buffers(state: NodeState, key: number): readonly Column[] {
    const { kept, keeps, node } = state;
    const bytes = node.outputSlots.length * this.candles.length * 8;
    let columns: readonly Column[] | undefined;
    if (kept.size > 0 && (!keeps || this.#keptBytes + bytes > MOST_KEPT_BYTES)) {
      const [oldest, buffers] = kept.entries().next().value!;
      kept.delete(oldest);
      for (const column of buffers) column.fill(column instanceof Float64Array ? NaN : 0);
      columns = buffers;
    } else {
      this.#keptBytes += bytes;
      columns = node.node.definition.outputs.map(({ kind }) =>
        kind === "signal"
          ? new Uint8Array(this.candles.length)
          : new Float64Array(this.candles.length).fill(NaN)
      );
    }
    kept.set(key, columns);
    return columns;
  }
}

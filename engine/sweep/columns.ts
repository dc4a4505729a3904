/** The columns of a sweep's cells: what does not depend on a parameter that changes is computed once. */
import type { Column } from "../blocks/definition/definition.ts";
import { SOURCES } from "../blocks/definition/definition.ts";
import type { CandleSeries } from "../candles/candle_series.ts";
import { type BlockExtremes, blockExtremes } from "../kernels/blocks_of_bars.ts";
import { CrossSearch } from "../kernels/cross_search.ts";
import { newColumn, sourceColumn } from "../simulation/columns.ts";
import { ColumnReader, type SignalReader } from "../kernels/signal_reader.ts";
import { Turns } from "../kernels/turns.ts";
import type { StrategyPlan } from "../strategy/plan.ts";
import type { SweepAxis } from "./axes.ts";
import { hasKeys, keyOf, type SweepNode } from "./variants.ts";

/**
 * Bytes of columns that are kept for later cells. A node that depends on some of the axes comes back with the same values as
 * others change; beyond this much, its columns are computed again instead.
 */
const MOST_KEPT_BYTES = 96 * 1024 * 1024;

interface NodeState {
  readonly sweepNode: SweepNode;
  /** Its columns by key; only the last ones where nothing is gained by keeping more. */
  readonly kept: Map<number, readonly Column[]>;
  readonly keeps: boolean;
  /** Whether a cell has a key of its own; without one, its columns are computed each time. */
  readonly hasKeys: boolean;
  /** Whether its signal can be searched instead, because nothing but the simulation reads it. */
  readonly searchable: boolean;
  current: number;
}

/** Columns over one stretch of candles. */
export class SweepColumns {
  /** The value of every slot for the last cell. */
  readonly slots: (Column | undefined)[];
  readonly #states: readonly NodeState[];
  readonly #readers = new Map<number, SignalReader>();
  readonly #blocks = new Map<Float64Array, BlockExtremes>();
  readonly #turns: Turns;
  #keptBytes = 0;

  constructor(
    private readonly candles: CandleSeries,
    nodes: readonly SweepNode[],
    { slots, entrySlot, exitSlot }: StrategyPlan,
    private readonly axes: readonly SweepAxis[],
    private readonly mostKeptBytes = MOST_KEPT_BYTES,
  ) {
    this.slots = new Array(slots.length).fill(undefined);
    this.#turns = new Turns(candles.length);
    const read = new Set(nodes.flatMap(({ inputSlots }) => inputSlots));
    this.#states = nodes.map((sweepNode) => ({
      sweepNode,
      kept: new Map(),
      // What depends on every axis is another for every cell.
      keeps: sweepNode.axes.length < axes.length && hasKeys(sweepNode.axes, axes),
      hasKeys: hasKeys(sweepNode.axes, axes),
      searchable: sweepNode.node.definition.search !== undefined &&
        sweepNode.outputSlots.every((slot) =>
          (slot === entrySlot || slot === exitSlot) && !read.has(slot)
        ),
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

  /** The signal of a slot. */
  reader(slot: number): SignalReader {
    return this.#readers.get(slot) ?? new ColumnReader(this.slots[slot] as Uint8Array);
  }

  /** Brings every slot to a cell; `lookbacks` holds the first known bar of each slot. */
  moveTo(cell: readonly number[], lookbacks: readonly number[]): void {
    for (const state of this.#states) {
      const { axes, outputSlots } = state.sweepNode;
      const key = state.hasKeys ? keyOf(axes, this.axes, cell) : state.current + 1;
      if (key === state.current) continue;
      state.current = key;
      if (state.searchable && this.#search(state.sweepNode, cell)) continue;
      const columns = state.kept.get(key) ?? this.#compute(state, key, cell, lookbacks);
      for (let k = 0; k < columns.length; k++) this.slots[outputSlots[k]!] = columns[k];
    }
  }

  #search({ node, outputSlots, variantOf }: SweepNode, cell: readonly number[]): boolean {
    const inputs = this.#inputsOf(node);
    const reader = node.definition.search?.({
      params: variantOf(cell).params,
      inputs,
      crossing: (a, b) => this.#crossing(inputs[a] as Float64Array, inputs[b] as Float64Array),
    });
    if (!reader) return false;
    for (const slot of outputSlots) this.#readers.set(slot, reader);
    return true;
  }

  #crossing(a: Float64Array, b: Float64Array): SignalReader {
    return this.#turns.search(a, b) ??
      new CrossSearch(a, b, this.#blocksOf(a), this.#blocksOf(b));
  }

  #blocksOf(column: Float64Array): BlockExtremes {
    let blocks = this.#blocks.get(column);
    if (!blocks) this.#blocks.set(column, blocks = blockExtremes(column));
    return blocks;
  }

  #inputsOf({ definition, inputs }: SweepNode["node"]): Record<string, Column | null> {
    const given: Record<string, Column | null> = {};
    for (const { name } of definition.inputs) {
      const slot = inputs[name] ?? null;
      given[name] = slot === null ? null : this.read(slot);
    }
    return given;
  }

  #compute(
    state: NodeState,
    key: number,
    cell: readonly number[],
    lookbacks: readonly number[],
  ): readonly Column[] {
    const { node, inputSlots, variantOf } = state.sweepNode;
    const columns = this.#buffers(state, key);
    const outputs: Record<string, Column> = {};
    node.definition.outputs.forEach(({ name }, k) => outputs[name] = columns[k]!);
    let knownFrom = 0;
    for (const slot of inputSlots) knownFrom = Math.max(knownFrom, lookbacks[slot]!);
    node.definition.compute?.({
      candles: this.candles,
      params: variantOf(cell).params,
      inputs: this.#inputsOf(node),
      outputs,
      knownFrom,
    });
    return columns;
  }

  /** Columns to write to, as a block expects them: unknown, or false. */
  #buffers({ kept, keeps, sweepNode }: NodeState, key: number): readonly Column[] {
    const { length } = this.candles;
    const bytes = sweepNode.outputSlots.length * length * 8;
    const { outputs, writesEveryBar } = sweepNode.node.definition;
    const blank = writesEveryBar !== true;
    let columns: readonly Column[];
    if (kept.size > 0 && (!keeps || this.#keptBytes + bytes > this.mostKeptBytes)) {
      const [oldest, buffers] = kept.entries().next().value!;
      kept.delete(oldest);
      for (const column of buffers) {
        if (blank) column.fill(column instanceof Float64Array ? NaN : 0);
        if (!(column instanceof Float64Array)) continue;
        this.#blocks.delete(column);
        this.#turns.forget(column);
      }
      columns = buffers;
    } else {
      this.#keptBytes += bytes;
      columns = outputs.map(({ kind }) => newColumn(kind, length, blank));
    }
    kept.set(key, columns);
    return columns;
  }
}

/** Tries every combination of two numbers of the strategy. Knows no page; views read the signals. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Trial } from "../../contracts/trial_bounds.ts";
import type { CandleSeries, RunSettings, StrategyDocument } from "../../engine/mod.ts";
import { withNumbers } from "../../engine/robustness.ts";
import { contentHash } from "../../engine/trials.ts";
import { metricOf, STRIP_METRICS, type StripMetric } from "../live/strip_metric.ts";
import type { ExplorePool } from "./explore_pool.ts";
import type { GridTask } from "./explore_protocol.ts";
import { cellOf, emptyMap, type HeatMap, type MapAxis, valuesAt } from "./heat_map.ts";
import {
  type AxisRange,
  type NumberChoice,
  numberChoices,
  proposedRange,
  rangeValues,
} from "./ranges.ts";

/** What combinations are run on. */
export interface ExploreMaterial {
  /** History and range. */
  readonly candles: CandleSeries;
  readonly settings: RunSettings;
}

export interface ExploreOptions {
  readonly document: ReadonlySignal<StrategyDocument>;
  /** Another object whenever the candles or the settings are others; `null` while there are none. */
  readonly material: ReadonlySignal<ExploreMaterial | null>;
  readonly pool: ExplorePool;
  /** Counts what was tried. */
  readonly report: (trials: readonly Trial[]) => void;
}

export type AxisName = "x" | "y";

/** The keys of the numbers that are varied; `z` is the one of the slider. */
export interface ChosenNumbers {
  readonly x: string | null;
  readonly y: string | null;
  readonly z: string | null;
}

/** What would be tried, or why nothing can be. */
export type Plan =
  | {
    readonly x: MapAxis;
    readonly y: MapAxis;
    readonly z: HeatMap["z"];
    readonly cells: number;
  }
  | { readonly problem: string };

export type Work =
  | { readonly kind: "idle" | "done" | "stopped" }
  | { readonly kind: "running"; readonly done: number; readonly total: number }
  | { readonly kind: "failed"; readonly message: string };

interface Shown {
  readonly map: HeatMap;
  /** Of the strategy but for the varied numbers. */
  readonly rest: string | null;
  readonly material: ExploreMaterial;
}

const METRICS = [...new Set([...STRIP_METRICS.map(({ key }) => key), "sharpe"] as const)];
/** Parts that a grid is tried in, for each thread, so that the first ones are seen early. */
const PARTS_A_THREAD = 4;
/** Grids below so many cells are not cut up any further than there are threads. */
const SMALL = 200;

export class ExploreSession {
  readonly numbers: ReadonlySignal<readonly NumberChoice[]>;
  readonly chosen: Signal<ChosenNumbers> = signal({ x: null, y: null, z: null });
  /** What was typed of a number's range, by its key. */
  readonly ranges: Signal<Readonly<Record<string, AxisRange>>> = signal({});
  /** Where the slider of the third number stands; where the strategy has it when `null`. */
  readonly third: Signal<number | null> = signal(null);
  readonly metric: Signal<StripMetric> = signal(metricOf("sharpe"));
  readonly material: ReadonlySignal<ExploreMaterial | null>;
  readonly plan: ReadonlySignal<Plan>;
  readonly work: Signal<Work> = signal({ kind: "idle" });
  readonly map: ReadonlySignal<HeatMap | null>;
  /** The map is of another strategy, other candles or other settings than those of now. */
  readonly stale: ReadonlySignal<boolean>;
  /** The cell of the present values. */
  readonly present: ReadonlySignal<number | null>;
  /** Combinations that were tried since the editor was opened. */
  readonly tried: Signal<number> = signal(0);

  readonly #shown: Signal<Shown | null> = signal(null);
  #runs = 0;

  constructor(private readonly options: ExploreOptions) {
    const { document, material } = options;
    this.material = material;
    this.numbers = computed(() => numberChoices(document.value));
    this.plan = computed(() => this.#planOf());
    this.map = computed(() => this.#shown.value?.map ?? null);
    this.stale = computed(() => {
      const shown = this.#shown.value;
      if (!shown) return false;
      return shown.material !== material.value ||
        shown.rest !== restOf(document.value, shown.map);
    });
    this.present = computed(() => {
      const map = this.map.value;
      const numbers = this.numbers.value;
      return map && cellOf(map, (key) => numbers.find((known) => known.key === key)?.value);
    });
  }

  /** The number of an axis: the one that was chosen, else the first that is free. */
  numberOf(axis: keyof ChosenNumbers): NumberChoice | null {
    const numbers = this.numbers.value;
    const { x, y, z } = this.chosen.value;
    const named = (key: string | null) => numbers.find((known) => known.key === key) ?? null;
    if (axis === "z") {
      const third = named(z);
      return third && third !== this.numberOf("x") && third !== this.numberOf("y") ? third : null;
    }
    const first = named(x) ?? numbers.find(({ key }) => key !== y) ?? null;
    if (axis === "x") return first;
    const second = named(y);
    return (second !== first ? second : null) ?? numbers.find((known) => known !== first) ?? null;
  }

  /** Another number for an axis; two that are the same change places. */
  choose(axis: keyof ChosenNumbers, key: string | null): void {
    const now = {
      x: this.numberOf("x")?.key ?? null,
      y: this.numberOf("y")?.key ?? null,
      z: this.numberOf("z")?.key ?? null,
    };
    const other = (["x", "y", "z"] as const).find((name) =>
      name !== axis && key !== null && now[name] === key
    );
    batch(() => {
      this.chosen.value = { ...now, ...(other ? { [other]: now[axis] } : {}), [axis]: key };
      if (axis === "z" || other === "z") this.third.value = null;
    });
  }

  rangeOf(number: NumberChoice): AxisRange {
    return this.ranges.value[number.key] ?? proposedRange(number);
  }

  setRange(number: NumberChoice, part: Partial<AxisRange>): void {
    const range = { ...this.rangeOf(number), ...part };
    this.ranges.value = { ...this.ranges.peek(), [number.key]: range };
  }

  /** Moves the slider of the third number, and tries again what is on screen. */
  setThird(value: number): void {
    this.third.value = value;
    if (this.map.peek()) void this.run();
  }

  /** Opens the threads and hands them the candles, so that they are there when somebody asks. */
  prepare(): void {
    const material = this.options.material.peek();
    if (material) this.options.pool.prepare(material.candles);
  }

  /** Tries every combination; resolves when it is done, stopped or impossible. */
  async run(): Promise<void> {
    const plan = this.plan.peek();
    const material = this.options.material.peek();
    if ("problem" in plan || !material) return;
    const run = ++this.#runs;
    this.options.pool.stop();
    const { x, y, z, cells } = plan;
    const map = emptyMap(x, y, z, METRICS);
    // What is proposed moves with the values of the strategy; what has been tried stays.
    for (const { number } of [x, y]) this.setRange(number, {});
    const document = this.#base(z);
    const rest = restOf(document, map);
    const parts = partsOf(y.values.length, cells, this.options.pool.threads);
    let done = 0;
    const before = this.#shown.peek();
    this.work.value = { kind: "running", done, total: cells };
    const isOver = () => run !== this.#runs;
    const outcomes = parts.map(async ({ first, end }) => {
      const task = gridTask(document, material.settings, x, y, first, end);
      const outcome = await this.options.pool.run(task, material.candles);
      if (isOver()) return outcome.kind;
      if (outcome.kind === "failed") {
        this.work.value = outcome;
        return outcome.kind;
      }
      if (outcome.kind === "stopped") return outcome.kind;
      const at = first * x.values.length;
      for (const name of METRICS) map.metrics[name]!.set(outcome.out.metrics[name]!, at);
      map.sound.set(outcome.out.sound, at);
      map.tried.fill(1, at, end * x.values.length);
      done += outcome.out.sound.length;
      batch(() => {
        this.tried.value += outcome.out.sound.length;
        // Another object, so that it is drawn again.
        this.#shown.value = { map: { ...map }, rest, material };
        if (done < cells) this.work.value = { kind: "running", done, total: cells };
      });
      void this.#count(task, map.metrics.sharpe!.slice(at, end * x.values.length));
      return outcome.kind;
    });
    const kinds = await Promise.all(outcomes);
    if (isOver() || kinds.includes("failed")) return;
    if (done === 0 && before) this.#shown.value = before;
    this.work.value = { kind: done < cells ? "stopped" : "done" };
  }

  /** Ends the run; what has been tried stays. */
  stop(): void {
    this.options.pool.stop();
  }

  /** The strategy with the values of a cell. */
  loaded(cell: number): StrategyDocument | null {
    const map = this.map.peek();
    if (!map || map.sound[cell] !== 1) return null;
    return withValues(this.options.document.peek(), valuesAt(map, cell));
  }

  /** Beside what is tried next, so that nobody waits for it. */
  async #count({ document, axes }: GridTask, sharpe: Float64Array): Promise<void> {
    const outcome = await this.options.pool.run({ kind: "tries", document, axes, sharpe });
    if (outcome.kind === "done") this.options.report(outcome.out);
  }

  #base(z: HeatMap["z"]): StrategyDocument {
    const document = this.options.document.peek();
    return z ? withValues(document, new Map([[z.number, z.value]])) : document;
  }

  #planOf(): Plan {
    const [first, second, third] = [this.numberOf("x"), this.numberOf("y"), this.numberOf("z")];
    if (!first || !second) {
      return { problem: "The strategy needs at least two numbers that can change its result." };
    }
    if (!this.options.material.value) return { problem: "There are no candles yet." };
    const axisOf = (number: NumberChoice) => {
      const read = rangeValues(this.rangeOf(number), number);
      return "problem" in read ? read : { number, values: read.values };
    };
    const [x, y] = [axisOf(first), axisOf(second)];
    if ("problem" in x) return x;
    if ("problem" in y) return y;
    const z = third && { number: third, value: this.third.value ?? third.value };
    return { x, y, z, cells: x.values.length * y.values.length };
  }
}

function gridTask(
  document: StrategyDocument,
  settings: RunSettings,
  x: MapAxis,
  y: MapAxis,
  first: number,
  end: number,
): GridTask {
  const axis = ({ number }: MapAxis, values: readonly number[]) => ({
    block: number.blockId,
    param: number.param,
    values,
  });
  const axes = [axis(y, y.values.slice(first, end)), axis(x, x.values)];
  return { kind: "grid", document, settings, axes, metrics: METRICS };
}

/** Rows that are tried together. */
function partsOf(
  rows: number,
  cells: number,
  threads: number,
): readonly { readonly first: number; readonly end: number }[] {
  const count = Math.min(rows, cells < SMALL ? threads : threads * PARTS_A_THREAD);
  return Array.from({ length: count }, (_, k) => ({
    first: Math.floor(k * rows / count),
    end: Math.floor((k + 1) * rows / count),
  }));
}

/** What a strategy is but for the numbers that a map varies; `null` for one that cannot be run. */
function restOf(document: StrategyDocument, map: HeatMap): string | null {
  try {
    return contentHash(withValues(document, valuesAt(map, 0)));
  } catch {
    return null;
  }
}

function withValues(
  document: StrategyDocument,
  values: ReadonlyMap<NumberChoice, number>,
): StrategyDocument {
  const changes = new Map<string, Record<string, number>>();
  for (const [{ blockId, param }, value] of values) {
    changes.set(blockId, { ...changes.get(blockId), [param]: value });
  }
  return withNumbers(document, changes);
}

/** What the tests of a run's robustness work with. */
import { PreparedRun } from "../backtest/prepared_run.ts";
import { type BacktestResult, runBacktest } from "../backtest/run.ts";
import type { CandleSeries } from "../candles/candle_series.ts";
import { type Draw, mulberry32 } from "../maths/mulberry32.ts";
import { Sha256 } from "../maths/sha256.ts";
import { placesOf } from "../simulation/range.ts";
import type { RunSettings } from "../simulation/settings.ts";
import { compileStrategy } from "../strategy/compile.ts";
import type { StrategyDocument } from "../strategy/document.ts";
import type { StrategyPlan } from "../strategy/plan.ts";
import type { SweepAxis } from "../sweep/axes.ts";
import { type FanRow, PathFan } from "./path_fan.ts";

/** Candles of another market on which the same rules are tried. */
export interface OtherMarket {
  readonly asset: string;
  readonly timeframe: string;
  readonly candles: CandleSeries;
}

/** How many variations of a strategy were looked at, and the variance of their daily Sharpe ratios (sample, n − 1). */
export interface Trials {
  readonly count: number;
  readonly variance: number;
}

export interface LabInput {
  /** History and range; the range is in the settings. */
  readonly candles: CandleSeries;
  readonly document: StrategyDocument;
  readonly settings: RunSettings;
  /** Draws of chance; the run's hash when it is left out. */
  readonly seed?: number | undefined;
  /** What `walk_forward` chooses from; found from the most fragile parameters when left out. */
  readonly axes?: readonly SweepAxis[] | undefined;
  readonly others?: readonly OtherMarket[] | undefined;
  readonly trials?: Trials | undefined;
}

export class Lab {
  readonly plan: StrategyPlan;
  /** The run that is doubted. */
  readonly actual: BacktestResult;
  readonly prepared: PreparedRun;
  readonly candles: CandleSeries;
  readonly document: StrategyDocument;
  readonly settings: RunSettings;
  /** What the seeds of chance are made of. */
  readonly base: string;
  readonly axes: readonly SweepAxis[] | null;
  /** May be handed in after the lab was made, before `markets` is done. */
  others: readonly OtherMarket[];
  readonly trials: Trials;
  /** Growth of each closed trade: 1 + pnl / cash just before its entry. */
  readonly growths: Float64Array;
  /** What tests drew by chance, each sorted, by the test's name: total returns; of `order`, drawdowns. For pictures of them. */
  readonly drawn = new Map<string, Float64Array>();
  /** How the paths of trades spread on their way, by the test's name; stays empty unless `drawsFans`. */
  readonly fans = new Map<string, readonly FanRow[]>();
  /** Whether tests that go through paths of trades keep what a picture of them needs. */
  drawsFans = false;

  /** @throws {RangeError} for a document with faults, settings out of bounds or an empty range */
  constructor({ candles, document, settings, seed, axes, others, trials }: LabInput) {
    const compiled = compileStrategy(document);
    if (!compiled.ok) throw new RangeError(compiled.faults.map(({ message }) => message).join(" "));
    this.candles = candles;
    this.document = document;
    this.settings = settings;
    this.plan = compiled.plan;
    this.actual = runBacktest(candles, this.plan, settings);
    this.prepared = new PreparedRun(candles, this.plan, settings);
    this.base = seed === undefined ? this.actual.runHash : String(seed);
    this.axes = axes ?? null;
    this.others = others ?? [];
    this.trials = trials ?? { count: 1, variance: 0 };
    this.growths = growthsOf(this.actual);
  }

  /** Bars of the range. */
  get bars(): number {
    return this.actual.candles.length;
  }

  get actualReturn(): number | null {
    return this.actual.metrics.total_return ?? null;
  }

  /** A generator of a test's own. */
  drawFor(test: string): Draw {
    return mulberry32(seedOf(this.base, test));
  }

  /** Takes the paths of a test; `null` when nobody draws them. */
  fanOf(paths: number): PathFan | null {
    return this.drawsFans ? new PathFan(this.growths, paths) : null;
  }

  /** Places of the range in the candles. */
  get places(): { readonly start: number; readonly end: number } {
    return placesOf(this.candles, this.settings);
  }
}

/** The first 8 hex digits of sha256(base + "/" + test), as a number. */
export function seedOf(base: string, test: string): number {
  const text = `${base}/${test}`;
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return Number.parseInt(new Sha256().update(bytes).hex().slice(0, 8), 16);
}

function growthsOf({ trades, settings }: BacktestResult): Float64Array {
  const growths: number[] = [];
  let cash = settings.initialCapital;
  for (const { pnl, exit_reason } of trades) {
    if (exit_reason === "open") break;
    growths.push(1 + pnl / cash);
    cash += pnl;
  }
  return Float64Array.from(growths);
}

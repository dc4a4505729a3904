/** The same rules on every market: filled in one market after the other, begun anew whenever the strategy changes. */
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Market } from "../../contracts/markets.ts";
import type { MarketRow } from "../../engine/robustness.ts";
import { runSettings } from "../live/live_settings.ts";
import type { LiveAnswer, LiveBasis } from "../live/live_session.ts";
import type { ExplorePool } from "./explore_pool.ts";
import { isSameSeries, type MarketSeries } from "../../contracts/market_names.ts";
import { otherMarkets } from "../../contracts/other_markets.ts";
import type { SeriesCache } from "./series_cache.ts";

/** What is known of one market. */
export interface MarketCell extends MarketSeries {
  /** `short`: it has too few of the dates. */
  readonly state: "waiting" | "done" | "short" | "failed";
  /** Of the strategy of now, or of the one before while that is being tried. */
  readonly row: MarketRow | null;
}

export interface MarketsOptions {
  readonly markets: readonly Market[];
  readonly own: ReadonlySignal<MarketSeries>;
  readonly answer: ReadonlySignal<LiveAnswer | null>;
  /** The answer is of an earlier strategy. */
  readonly stale: ReadonlySignal<boolean>;
  readonly basis: ReadonlySignal<LiveBasis | null>;
  readonly pool: ExplorePool;
  readonly cache: SeriesCache;
}

export class MarketsSession {
  readonly cells: Signal<readonly MarketCell[]> = signal([]);
  /** How many markets have their answer, and of how many there is one to come. */
  readonly progress: ReadonlySignal<{ readonly done: number; readonly total: number }>;
  #turn = 0;

  constructor(private readonly options: MarketsOptions) {
    this.progress = computed(() => ({
      done: this.cells.value.filter(({ state }) => state !== "waiting").length,
      total: this.cells.value.length,
    }));
  }

  /** Follows the live result until the function that it returns is called. */
  start(): () => void {
    const { answer, stale } = this.options;
    const stop = effect(() => {
      const now = answer.value;
      const isOld = stale.value;
      // Whatever goes on is of an earlier strategy.
      const turn = ++this.#turn;
      if (now && !isOld) void this.#fill(now, turn);
    });
    return () => {
      this.#turn++;
      stop();
    };
  }

  async #fill(answer: LiveAnswer, turn: number): Promise<void> {
    const { markets, own, basis } = this.options;
    const made = basis.peek();
    if (!made || answer.candles.length === 0) return;
    const { time, length, timeframeMs } = answer.candles;
    const dates = { fromMs: time[0]!, toMs: time[length - 1]! + timeframeMs };
    const others = otherMarkets(markets, own.peek(), dates);
    const before = this.cells.peek();
    this.cells.value = others.map(({ asset, timeframe }) => ({
      asset,
      timeframe,
      state: "waiting",
      row: before.find((known) => isSameSeries(known, { asset, timeframe }))?.row ?? null,
    }));
    const { loaded: { range, market }, settings } = made;
    const task = {
      kind: "market" as const,
      document: answer.document,
      settings: runSettings(settings, range, market),
      ...dates,
    };
    for (const other of others) {
      if (turn !== this.#turn) return;
      const cell = await this.#tried(other, task, answer.historyWanted);
      if (turn !== this.#turn) return;
      batch(() => {
        this.cells.value = this.cells.peek().map((known) =>
          isSameSeries(known, other) ? { ...known, ...cell } : known
        );
      });
    }
  }

  async #tried(
    { asset, timeframe }: MarketSeries,
    task: Omit<Parameters<ExplorePool["run"]>[0] & { kind: "market" }, keyof MarketSeries>,
    historyBars: number,
  ): Promise<Pick<MarketCell, "state" | "row">> {
    const { cache, pool } = this.options;
    const { fromMs, toMs } = task;
    try {
      const candles = await cache.series({ asset, timeframe }, { fromMs, toMs, historyBars });
      const outcome = await pool.run({ ...task, asset, timeframe }, candles);
      if (outcome.kind !== "done") return { state: "failed", row: null };
      return outcome.out ? { state: "done", row: outcome.out } : { state: "short", row: null };
    } catch {
      return { state: "failed", row: null };
    }
  }
}

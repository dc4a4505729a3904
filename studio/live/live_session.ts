/**
 * The answer beside the canvas, without a framework: every change of the strategy is run at once on candles that were fetched
 * once. Views read the signals.
 */
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import {
  type CandleSeries,
  firstAtOrAfter,
  sliceCandles,
  type StrategyDocument,
} from "../../engine/mod.ts";
import { type CandleSpan, type DayRange, periodRange, toApiRange } from "../run/run_range.ts";
import { type LiveSettings, readCandles, runSettings } from "./live_settings.ts";
import type { CandleQuery } from "../../contracts/client/api_client.ts";
import type {
  Explanation,
  LiveChart,
  LiveReply,
  LiveRequest,
  LiveResult,
  NearMiss,
  Outlined,
  Swept,
} from "./live_protocol.ts";

export type { LiveSettings } from "./live_settings.ts";

/** Where the candles are. `failed` carries a sentence. */
export type CandleState =
  | { readonly kind: "waiting" | "loading" | "ready" }
  | { readonly kind: "failed"; readonly message: string };

/** A result with the candles it was made from, range alone. */
export interface LiveAnswer extends LiveResult {
  readonly candles: CandleSeries;
  /** The document that was run. */
  readonly document: StrategyDocument;
  readonly settings: LiveSettings;
}

export interface LiveSources {
  /** Fetches `encodeCandles` bytes. Rejects with an error whose message is for people. */
  readonly fetchCandles: (query: CandleQuery) => Promise<ArrayBuffer>;
  /** Opens the engine: what is sent to it is answered one by one, until `onFailure` says that it has stopped. */
  readonly openEngine: (
    onReply: (reply: LiveReply) => void,
    onFailure: () => void,
  ) => Promise<EngineLink>;
  readonly nowMs: () => number;
}

export interface EngineLink {
  /** It works in the page itself, which then waits for it, and not on a thread of its own. */
  readonly inPage: boolean;
  send(request: LiveRequest): void;
  close(): void;
}

/** What other values of a parameter would have given. */
export type SweptValues = Pick<Swept, "results" | "trades">;

/** What another document makes on the same candles, or why it makes nothing. */
export type Outline =
  | Pick<Outlined, "kind" | "metrics" | "curve">
  | { readonly kind: "refused"; readonly message: string };

/** What the session looks at. */
export interface LiveSubject {
  readonly document: ReadonlySignal<StrategyDocument>;
  readonly ready: ReadonlySignal<boolean>;
  readonly timeframe: ReadonlySignal<string>;
  readonly market: ReadonlySignal<LiveMarket>;
}

/** Prices of one asset in the strategy's timeframe. */
export interface LiveMarket {
  readonly asset: string;
  /** The import of one's own that they are. */
  readonly import?: string | null | undefined;
  /** Made-up candles, which must say so. */
  readonly synthetic: boolean;
  readonly span: CandleSpan | null;
}

/** Candles of a range of days, with the history before it. */
export interface Loaded {
  readonly series: CandleSeries;
  readonly market: LiveMarket;
  readonly range: DayRange;
}

/** Candles and settings that answers are made of. */
export interface LiveBasis {
  readonly loaded: Loaded;
  readonly settings: LiveSettings;
}

/** A run that has not been answered, with the candles it is made on. */
interface Running {
  readonly id: number;
  readonly document: StrategyDocument;
  readonly settings: LiveSettings;
  readonly series: CandleSeries;
}

const STOPPED =
  "The calculation has stopped. Reload the page to see results; your strategy is kept.";

/** Candles before the range that are fetched without being asked for: enough for most strategies. */
const USUAL_HISTORY = 3000;
const MOST_HISTORY = 100_000;

export class LiveSession {
  readonly settings: Signal<LiveSettings>;
  readonly candles: Signal<CandleState> = signal({ kind: "waiting" });
  readonly answer: Signal<LiveAnswer | null> = signal(null);
  /** Why the newest strategy could not be run; the last answer stays. */
  readonly refusal: Signal<string | null> = signal(null);
  /** Why there will be no more answers on this page, `null` while there are. */
  readonly broken: Signal<string | null> = signal(null);
  /** There is no thread beside the page: every answer makes it wait. */
  readonly inPage: Signal<boolean> = signal(false);
  /** The bar that is looked at, and what the blocks showed there. */
  readonly pointed: Signal<number | null> = signal(null);
  /** It stays, wherever the pointer goes, until it is let go. */
  readonly pinned: Signal<boolean> = signal(false);
  readonly explanation: Signal<Explanation | null> = signal(null);
  readonly misses: Signal<readonly NearMiss[] | null> = signal(null);
  /** What the chart draws of the answer, as long as it is wanted; that of an earlier answer until the new one has come. */
  readonly chart: Signal<LiveChart | null> = signal(null);
  /** The answer is of an earlier strategy than the one on the canvas. */
  readonly stale: ReadonlySignal<boolean>;
  /** Whose candles are run on. */
  readonly market: ReadonlySignal<LiveMarket>;
  /** Days of the range. */
  readonly range: ReadonlySignal<DayRange>;

  #link: EngineLink | null = null;
  #ids = 0;
  readonly #loaded: Signal<Loaded | null> = signal(null);
  #history = USUAL_HISTORY;
  #running: Running | null = null;
  #waiting = false;
  #fetching = 0;
  #restarted = false;
  #stopped = false;
  #asked = { explain: 0, misses: 0 };
  #wantsChart = false;
  readonly #sweeps = new Map<number, (swept: SweptValues | null) => void>();
  readonly #outlines = new Map<number, (outline: Outline | null) => void>();
  readonly #stops: (() => void)[] = [];

  constructor(
    readonly subject: LiveSubject,
    private readonly sources: LiveSources,
    settings: LiveSettings,
  ) {
    this.settings = signal(settings);
    const period = computed(() => this.settings.value.period);
    this.market = subject.market;
    // Of period and market alone: other costs are no other days. An object of its own for each, so that days which two
    // markets share are still fetched for both.
    this.range = computed(() => ({
      ...periodRange(period.value, this.market.value.span, sources.nowMs()),
    }));
    this.stale = computed(() =>
      this.answer.value !== null &&
      (this.answer.value.document !== subject.document.value ||
        this.answer.value.settings !== this.settings.value)
    );
  }

  /** Opens the engine, fetches the candles and answers from then on. */
  async start(): Promise<void> {
    if (!await this.#open()) return;
    this.#stops.push(
      effect(() => {
        void this.#load(this.range.value);
      }),
      effect(() => {
        void this.subject.document.value;
        void this.settings.value;
        // While more history of the same days is fetched, what is there is run on.
        const isThere = this.#loaded.value !== null &&
          this.#loaded.value.range === this.range.value;
        if (isThere && this.subject.ready.value) this.#run();
      }),
    );
  }

  stop(): void {
    this.#stopped = true;
    for (const stop of this.#stops) stop();
    this.#link?.close();
    this.#link = null;
  }

  /** Fetches again what could not be fetched. */
  retry(): void {
    const range = this.range.peek();
    if (this.candles.peek().kind === "failed") void this.#load(range);
  }

  /** Looks at a bar of the answer; `null` looks away. A bar that is pinned stays. */
  point(bar: number | null): void {
    if (!this.pinned.peek()) this.#look(bar);
  }

  /** Looks at a bar until it is let go. */
  pin(bar: number): void {
    if (!this.#isBar(bar)) return;
    batch(() => {
      this.pinned.value = true;
      this.#look(bar);
    });
  }

  /** Lets a pinned bar go, and looks away. */
  release(): void {
    batch(() => {
      this.pinned.value = false;
      this.#look(null);
    });
  }

  /** Pins the bar whose signal led to the next trade, or to the one before; false when there is none. */
  pinTrade(step: 1 | -1): boolean {
    const answer = this.answer.peek();
    if (!answer) return false;
    const at = this.pointed.peek() ?? (step > 0 ? -1 : answer.bars);
    const signals = Array.from(answer.trades.entryBar, (bar) => bar - 1);
    const bar = step > 0
      ? signals.find((other) => other > at)
      : signals.findLast((other) => other < at);
    if (bar !== undefined) this.pin(bar);
    return bar !== undefined;
  }

  /** Asks for the bars on which an entry was nearest. */
  findMisses(): void {
    if (!this.answer.peek()) return;
    this.#asked.misses = this.#send({ kind: "misses", id: ++this.#ids });
  }

  /** Whether somebody looks at the chart: from then on each answer comes with what it draws. */
  wantChart(wanted: boolean): void {
    this.#wantsChart = wanted;
    if (wanted) this.#askChart();
  }

  /** One metric, and the number of trades, for other values of a parameter; `null` when that cannot be told now. */
  sweep(
    block: string,
    param: string,
    values: readonly number[],
    metric: string,
  ): Promise<SweptValues | null> {
    if (!this.answer.peek() || !this.#link) return Promise.resolve(null);
    return new Promise((resolve) => {
      const id = this.#send({ kind: "sweep", id: ++this.#ids, block, param, values, metric });
      this.#sweeps.set(id, resolve);
    });
  }

  /**
   * What outlines are made of: candles and settings. Another object whenever one of them is another; `null` while the candles
   * are on their way.
   */
  readonly basis: ReadonlySignal<LiveBasis | null> = computed(() => {
    const loaded = this.#loaded.value;
    const settings = this.settings.value;
    return loaded && loaded.range === this.range.value ? { loaded, settings } : null;
  });

  /** What another document makes on the candles and with the settings of now; `null` when that cannot be told now. */
  outline(document: StrategyDocument): Promise<Outline | null> {
    const loaded = this.#loaded.peek();
    if (!loaded || loaded.range !== this.range.peek() || !this.#link) return Promise.resolve(null);
    const settings = runSettings(this.settings.peek(), loaded.range, loaded.market.span);
    return new Promise((resolve) => {
      const id = this.#send({ kind: "outline", id: ++this.#ids, document, settings });
      this.#outlines.set(id, resolve);
    });
  }

  /** False when there is no engine to be had. */
  async #open(): Promise<boolean> {
    try {
      const link = await this.sources.openEngine(
        (reply) => this.#take(reply),
        () => void this.#restart(link),
      );
      if (this.#stopped) link.close();
      else this.#link = link;
      this.inPage.value = link.inPage;
      return !this.#stopped;
    } catch {
      this.broken.value = STOPPED;
      return false;
    }
  }

  /** Another engine in place of one that has stopped, once: what stops a second one would stop a third. */
  async #restart(stopped: EngineLink): Promise<void> {
    if (this.#stopped || stopped !== this.#link) return;
    stopped.close();
    this.#link = null;
    this.#running = null;
    this.#waiting = false;
    for (const id of [...this.#sweeps.keys()]) this.#settle(id, null);
    for (const resolve of this.#outlines.values()) resolve(null);
    this.#outlines.clear();
    if (this.#restarted) {
      this.broken.value = STOPPED;
      return;
    }
    this.#restarted = true;
    if (!await this.#open()) return;
    const loaded = this.#loaded.peek();
    if (!loaded) return;
    this.#give(loaded.series);
    if (loaded.range === this.range.peek() && this.subject.ready.peek()) this.#run();
  }

  async #load(range: DayRange): Promise<void> {
    const market = this.market.peek();
    const { asset, import: own, span } = market;
    const timeframe = this.subject.timeframe.peek();
    const call = ++this.#fetching;
    this.candles.value = { kind: "loading" };
    try {
      const { date_from, date_to } = toApiRange(range, span);
      const bytes = await this.sources.fetchCandles({
        asset,
        timeframe,
        ...(own ? { import: own } : {}),
        from: date_from,
        to: date_to,
        historyBars: this.#history,
      });
      if (call !== this.#fetching || this.#stopped) return;
      const series = readCandles(bytes);
      if (series.length === 0) {
        this.candles.value = {
          kind: "failed",
          message: `There are no candles of ${asset} ${timeframe} for these days.`,
        };
        return;
      }
      this.#give(series);
      batch(() => {
        this.candles.value = { kind: "ready" };
        this.#loaded.value = { series, range, market };
      });
    } catch (error) {
      if (call !== this.#fetching) return;
      this.candles.value = {
        kind: "failed",
        message: error instanceof Error ? error.message : "The candles could not be loaded.",
      };
    }
  }

  #give(candles: CandleSeries): void {
    this.#send({ kind: "load", id: ++this.#ids, candles });
  }

  /** One run at a time; of those that wait only the newest is left. */
  #run(): void {
    if (this.#running) {
      this.#waiting = true;
      return;
    }
    const loaded = this.#loaded.peek();
    // Days that are still being fetched: their candles start the run when they come.
    if (!loaded || loaded.range !== this.range.peek() || !this.#link) return;
    const { series, range, market } = loaded;
    const document = this.subject.document.peek();
    const settings = this.settings.peek();
    const id = ++this.#ids;
    this.#running = { id, document, settings, series };
    this.#send({
      kind: "run",
      id,
      document,
      settings: runSettings(settings, range, market.span),
    });
  }

  #take(reply: LiveReply): void {
    if (reply.kind === "swept") return this.#settle(reply.id, reply);
    const outlined = this.#outlines.get(reply.id);
    if (outlined && (reply.kind === "outlined" || reply.kind === "refused")) {
      this.#outlines.delete(reply.id);
      return outlined(
        reply.kind === "outlined"
          ? reply
          : { kind: "refused", message: reply.messages[0] ?? "It could not be run." },
      );
    }
    if (reply.kind === "explanation") {
      if (reply.id === this.#asked.explain) this.explanation.value = reply;
      return;
    }
    if (reply.kind === "misses") {
      if (reply.id === this.#asked.misses) this.misses.value = reply.misses;
      return;
    }
    if (reply.kind === "chart") {
      // The chart of a run whose answer has been replaced since: another one is asked for.
      if (reply.run === this.answer.peek()?.id) this.chart.value = reply;
      return;
    }
    if (reply.kind === "refused" && this.#sweeps.has(reply.id)) return this.#settle(reply.id, null);
    if (reply.kind === "loaded" || reply.kind === "outlined") return;
    if (reply.id !== this.#running?.id) return;
    const run = this.#running;
    this.#running = null;
    if (reply.kind === "refused") this.refusal.value = reply.messages[0] ?? "It could not be run.";
    else this.#show(reply, run);
    if (this.#waiting) {
      this.#waiting = false;
      if (this.subject.ready.peek()) this.#run();
    }
  }

  #show(result: LiveResult, { document, settings, series }: Running): void {
    const candles = sliceCandles(series, result.start, result.start + result.bars);
    const before = this.answer.peek()?.candles ?? candles;
    batch(() => {
      this.refusal.value = null;
      this.misses.value = null;
      this.answer.value = { ...result, candles, document, settings };
    });
    this.#lookAgain(before);
    if (this.#wantsChart) this.#askChart();
    const { historyWanted, historyUsed } = result;
    // A longer memory than was fetched: fetch as much as there is, once.
    if (historyWanted > historyUsed && historyWanted > this.#history) {
      this.#history = Math.min(MOST_HISTORY, 2 * historyWanted);
      void this.#load(this.range.peek());
    }
  }

  #askChart(): void {
    if (this.answer.peek()) this.#send({ kind: "chart", id: ++this.#ids });
  }

  #isBar(bar: number): boolean {
    return bar >= 0 && bar < (this.answer.peek()?.bars ?? 0);
  }

  #look(bar: number | null): void {
    if (bar !== null && !this.#isBar(bar)) return;
    if (bar === this.pointed.peek()) return;
    batch(() => {
      this.pointed.value = bar;
      if (bar === null) this.explanation.value = null;
    });
    if (bar !== null) this.#explain(bar);
    // What is still on its way would light the blocks up for a candle that nobody looks at.
    else this.#asked.explain = 0;
  }

  /** What a new answer shows at the candle that was looked at, which may have another place now, or none. */
  #lookAgain(before: CandleSeries): void {
    const bar = this.pointed.peek();
    const answer = this.answer.peek();
    if (bar === null || !answer) return;
    const time = before.time[bar]!;
    const now = firstAtOrAfter(answer.candles, time);
    if (answer.candles.time[now] !== time) this.release();
    else if (now !== bar) this.#look(now);
    else this.#explain(now);
  }

  #explain(bar: number): void {
    this.#asked.explain = this.#send({ kind: "explain", id: ++this.#ids, bar });
  }

  #settle(id: number, swept: SweptValues | null): void {
    this.#sweeps.get(id)?.(swept);
    this.#sweeps.delete(id);
  }

  #send(request: LiveRequest): number {
    this.#link?.send(request);
    return request.id;
  }
}

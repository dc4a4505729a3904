/**
 * The answer beside the canvas, without a framework: every change of the strategy is run at once on candles that were fetched
 * once. Views read the signals.
 */
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import {
  type CandleSeries,
  decodeCandles,
  type IntrabarMode,
  type RunSettings,
  sliceCandles,
  type StrategyDocument,
} from "../../../engine/mod.ts";
import {
  type CandleSpan,
  type DayRange,
  type Preset,
  presetRange,
  toApiRange,
} from "../../run/run_range.ts";
import type { Explanation, LiveReply, LiveRequest, LiveResult, NearMiss } from "./live_protocol.ts";

/** What the answer assumes, as the person set it. */
export interface LiveSettings {
  readonly preset: Preset;
  readonly capital: number;
  readonly feePercent: number;
  readonly slippagePercent: number;
  readonly intrabar: IntrabarMode;
}

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

export interface CandleQuery {
  readonly asset: string;
  readonly timeframe: string;
  readonly from: string;
  readonly to: string;
  readonly historyBars: number;
}

export interface LiveSources {
  /** Fetches `encodeCandles` bytes. Rejects with an error whose message is for people. */
  readonly fetchCandles: (query: CandleQuery) => Promise<ArrayBuffer>;
  /** Opens the engine: what is sent to it is answered one by one. */
  readonly openEngine: (onReply: (reply: LiveReply) => void) => Promise<EngineLink>;
  readonly nowMs: () => number;
}

export interface EngineLink {
  send(request: LiveRequest, transfer?: Transferable[]): void;
  close(): void;
}

/** What the session looks at. */
export interface LiveSubject {
  readonly document: ReadonlySignal<StrategyDocument>;
  readonly ready: ReadonlySignal<boolean>;
  readonly asset: string;
  readonly timeframe: string;
  /** Made-up candles, which must say so. */
  readonly synthetic: boolean;
  readonly span: CandleSpan | null;
}

/** Candles before the range that are fetched without being asked for: enough for most strategies. */
const USUAL_HISTORY = 3000;
const MOST_HISTORY = 100_000;

export class LiveSession {
  readonly settings: Signal<LiveSettings>;
  readonly candles: Signal<CandleState> = signal({ kind: "waiting" });
  readonly answer: Signal<LiveAnswer | null> = signal(null);
  /** Why the newest strategy could not be run; the last answer stays. */
  readonly refusal: Signal<string | null> = signal(null);
  /** The bar that is looked at, and what the blocks showed there. */
  readonly pointed: Signal<number | null> = signal(null);
  readonly explanation: Signal<Explanation | null> = signal(null);
  readonly misses: Signal<readonly NearMiss[] | null> = signal(null);
  /** The answer is of an earlier strategy than the one on the canvas. */
  readonly stale: ReadonlySignal<boolean>;
  /** Days of the range, `null` when nothing is known of the market. */
  readonly range: ReadonlySignal<DayRange | null>;

  #link: EngineLink | null = null;
  #ids = 0;
  #series: CandleSeries | null = null;
  #history = USUAL_HISTORY;
  #running: { id: number; document: StrategyDocument; settings: LiveSettings } | null = null;
  #waiting = false;
  #fetching = 0;
  #asked = { explain: 0, misses: 0 };
  readonly #sweeps = new Map<number, (results: Float64Array | null) => void>();
  readonly #stops: (() => void)[] = [];

  constructor(
    readonly subject: LiveSubject,
    private readonly sources: LiveSources,
    settings: LiveSettings,
  ) {
    this.settings = signal(settings);
    const preset = computed(() => this.settings.value.preset);
    // Of the preset alone: other costs are no other days.
    this.range = computed(() => presetRange(preset.value, subject.span, sources.nowMs()));
    this.stale = computed(() =>
      this.answer.value !== null &&
      (this.answer.value.document !== subject.document.value ||
        this.answer.value.settings !== this.settings.value)
    );
  }

  /** Opens the engine, fetches the candles and answers from then on. */
  async start(): Promise<void> {
    this.#link = await this.sources.openEngine((reply) => this.#take(reply));
    this.#stops.push(
      effect(() => {
        const range = this.range.value;
        if (range) void this.#load(range);
      }),
      effect(() => {
        void this.subject.document.value;
        void this.settings.value;
        if (this.candles.value.kind === "ready" && this.subject.ready.value) this.#run();
      }),
    );
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#link?.close();
    this.#link = null;
  }

  /** Looks at a bar of the answer; `null` looks away. */
  point(bar: number | null): void {
    const answer = this.answer.peek();
    if (bar !== null && (!answer || bar < 0 || bar >= answer.bars)) return;
    if (bar === this.pointed.peek()) return;
    batch(() => {
      this.pointed.value = bar;
      if (bar === null) this.explanation.value = null;
    });
    if (bar !== null) this.#explain(bar);
  }

  /** Asks for the bars on which an entry was nearest. */
  findMisses(): void {
    if (!this.answer.peek()) return;
    this.#asked.misses = this.#send({ kind: "misses", id: ++this.#ids });
  }

  /** One metric for other values of a parameter; `null` when that cannot be told now. */
  sweep(
    block: string,
    param: string,
    values: readonly number[],
    metric: string,
  ): Promise<Float64Array | null> {
    if (!this.answer.peek() || !this.#link) return Promise.resolve(null);
    return new Promise((resolve) => {
      const id = this.#send({ kind: "sweep", id: ++this.#ids, block, param, values, metric });
      this.#sweeps.set(id, resolve);
    });
  }

  async #load(range: DayRange): Promise<void> {
    const { asset, timeframe, span } = this.subject;
    const call = ++this.#fetching;
    this.candles.value = { kind: "loading" };
    try {
      const { date_from, date_to } = toApiRange(range, span);
      const bytes = await this.sources.fetchCandles({
        asset,
        timeframe,
        from: date_from,
        to: date_to,
        historyBars: this.#history,
      });
      if (call !== this.#fetching || !this.#link) return;
      this.#series = decodeCandles(new Uint8Array(bytes));
      if (this.#series.length === 0) {
        this.candles.value = {
          kind: "failed",
          message: `There are no candles of ${asset} ${timeframe} for these days yet.`,
        };
        return;
      }
      this.#send({ kind: "load", id: ++this.#ids, bytes }, [bytes]);
      this.candles.value = { kind: "ready" };
    } catch (error) {
      if (call !== this.#fetching) return;
      this.candles.value = {
        kind: "failed",
        message: error instanceof Error ? error.message : "The candles could not be loaded.",
      };
    }
  }

  /** One run at a time; of those that wait only the newest is left. */
  #run(): void {
    if (this.#running) {
      this.#waiting = true;
      return;
    }
    const range = this.range.peek();
    if (!range) return;
    const document = this.subject.document.peek();
    const settings = this.settings.peek();
    const id = this.#send({
      kind: "run",
      id: ++this.#ids,
      document,
      settings: runSettings(settings, range, this.subject.span),
    });
    this.#running = { id, document, settings };
  }

  #take(reply: LiveReply): void {
    if (reply.kind === "swept") return this.#settle(reply.id, reply.results);
    if (reply.kind === "explanation") {
      if (reply.id === this.#asked.explain) this.explanation.value = reply;
      return;
    }
    if (reply.kind === "misses") {
      if (reply.id === this.#asked.misses) this.misses.value = reply.misses;
      return;
    }
    if (reply.kind === "refused" && this.#sweeps.has(reply.id)) return this.#settle(reply.id, null);
    if (reply.kind === "loaded" || reply.id !== this.#running?.id) return;
    const { document, settings } = this.#running;
    this.#running = null;
    if (reply.kind === "refused") this.refusal.value = reply.messages[0] ?? "It could not be run.";
    else this.#show(reply, document, settings);
    if (this.#waiting) {
      this.#waiting = false;
      if (this.subject.ready.peek()) this.#run();
    }
  }

  #show(result: LiveResult, document: StrategyDocument, settings: LiveSettings): void {
    const series = this.#series;
    if (!series) return;
    const candles = sliceCandles(series, result.start, result.start + result.bars);
    batch(() => {
      this.refusal.value = null;
      this.misses.value = null;
      this.answer.value = { ...result, candles, document, settings };
    });
    const { historyWanted, historyUsed } = result;
    // A longer memory than was fetched: fetch as much as there is, once.
    if (historyWanted > historyUsed && historyWanted > this.#history) {
      this.#history = Math.min(MOST_HISTORY, 2 * historyWanted);
      const range = this.range.peek();
      if (range) void this.#load(range);
    }
    const bar = this.pointed.peek();
    if (bar === null) return;
    if (bar >= result.bars) this.point(null);
    else this.#explain(bar);
  }

  #explain(bar: number): void {
    this.#asked.explain = this.#send({ kind: "explain", id: ++this.#ids, bar });
  }

  #settle(id: number, results: Float64Array | null): void {
    this.#sweeps.get(id)?.(results);
    this.#sweeps.delete(id);
  }

  #send(request: LiveRequest, transfer: Transferable[] = []): number {
    this.#link?.send(request, transfer);
    return request.id;
  }
}

/** The settings of a run over a range of days, as the server makes them. */
export function runSettings(
  { capital, feePercent, slippagePercent, intrabar }: LiveSettings,
  range: DayRange,
  span: CandleSpan | null,
): RunSettings {
  const { date_from, date_to } = toApiRange(range, span);
  return {
    initialCapital: capital,
    feeRate: feePercent / 100,
    slippageRate: slippagePercent / 100,
    intrabar,
    fromMs: Date.parse(date_from),
    toMs: Date.parse(date_to),
  };
}

/** A live session on an engine in the same thread, with candles from memory. */
import { computed, signal } from "@preact/signals";
import {
  encodeCandles,
  firstAtOrAfter,
  sliceCandles,
  type StrategyDocument,
  TEMPLATES,
} from "../../../engine/mod.ts";
import { randomWalk } from "../../../engine/testing/random_walk.ts";
import type { CandleQuery } from "../../../contracts/client/api_client.ts";
import { checkDocument } from "../../document/check.ts";
import { LiveEngine } from "../live_engine.ts";
import type { LiveReply, LiveRequest } from "../live_protocol.ts";
import { type LiveMarket, LiveSession } from "../live_session.ts";

export const candles = randomWalk({ bars: 24 * 500, seed: 4, timeframeMs: 3_600_000 });
export const firstMs = candles.time[0]!;
export const toMs = candles.time[candles.length - 1]! + 3_600_000;
export const template = (id: string) => TEMPLATES.find((known) => known.id === id)!.document;

export interface Troubles {
  /** Rejects fetching with this message, while it is set. */
  fail?: string | undefined;
  /** What is fetched is cut short. */
  damaged?: boolean;
  /** Runs are answered when they are let go. */
  hold?: boolean;
  /** Fetches beyond the first are answered when they are let go. */
  slow?: boolean;
}

/** A market with all of the candles. */
export function marketOf(asset: string): LiveMarket {
  return { asset, synthetic: asset === "DEMO/USDT", span: { firstMs, toMs } };
}

export function setUp(options: Troubles = {}) {
  const document = signal<StrategyDocument>(template("rsi_rebound"));
  const timeframe = signal("1h");
  const market = signal<LiveMarket>(marketOf("DEMO/USDT"));
  const queries: CandleQuery[] = [];
  const runs: LiveRequest[] = [];
  const held: (() => void)[] = [];
  const fetches: (() => void)[] = [];
  const breaks: (() => void)[] = [];
  const session = new LiveSession(
    {
      document,
      ready: computed(() => checkDocument(document.value).ready),
      timeframe,
      market,
    },
    {
      nowMs: () => toMs,
      fetchCandles: (query) => {
        queries.push(query);
        if (options.fail) return Promise.reject(new Error(options.fail));
        const wanted = sliceCandles(
          candles,
          Math.max(0, firstAtOrAfter(candles, Date.parse(query.from)) - query.historyBars),
          candles.length,
        );
        const whole = encodeCandles(wanted).buffer;
        const bytes = options.damaged ? whole.slice(0, 1000) : whole;
        if (!options.slow || queries.length === 1) return Promise.resolve(bytes);
        return new Promise((resolve) => fetches.push(() => resolve(bytes)));
      },
      openEngine: (onReply: (reply: LiveReply) => void, onFailure: () => void) => {
        breaks.push(onFailure);
        const engine = new LiveEngine();
        return Promise.resolve({
          inPage: true,
          close: () => {},
          send: (request: LiveRequest) => {
            if (request.kind === "run") runs.push(request);
            // Worked on in the order of asking, as a worker does.
            const answered = engine.answer(request);
            const go = () => void answered.then(onReply);
            if (options.hold && request.kind === "run") held.push(go);
            else go();
          },
        });
      },
    },
    {
      period: "1y",
      capital: 10_000,
      feePercent: 0.1,
      slippagePercent: 0.05,
      intrabar: "stop_first",
    },
  );
  return { session, document, market, timeframe, queries, runs, held, fetches, breaks };
}

export const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

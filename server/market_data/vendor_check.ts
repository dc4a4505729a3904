/** Whether a vendor can be used now: it is asked for its newest closed candles, which are compared with what is stored. */
import { MARKET_TIMEFRAMES } from "./catalog.ts";
import { staleness } from "./checks.ts";
import { MarketDataError } from "./errors.ts";
import { newestClose } from "./newest_close.ts";
import { openWithin } from "./sessions.ts";
import type { CandleStore } from "./store.ts";
import type { Vendor } from "./vendor.ts";

/** Candles that it is asked for. */
const CANDLES = 24;
const TIMEFRAME = "1h";

export interface VendorCheck {
  readonly vendor: string;
  /** What it was asked for. */
  readonly asset: string;
  readonly timeframe: string;
  readonly usable: boolean;
  /** Why it is not, in a sentence; `null` when it is. */
  readonly problem: string | null;
  /** How long it took to answer, ms. */
  readonly latencyMs: number;
  /** Close of its newest candle, Unix ms; `null` when it gave none. */
  readonly newestCloseMs: number | null;
  /** Requests that it may be sent within a time. */
  readonly budget: { readonly requests: number; readonly perMs: number };
  /** Of the candles that it gave and that are stored: how many have the same values. `null` without a database. */
  readonly agreement: { readonly same: number; readonly stored: number } | null;
}

/** Never throws for the vendor; throws when the database is away. */
export async function checkVendor(
  vendor: Vendor,
  { store, nowMs, signal }: {
    readonly store: Pick<CandleStore, "compare"> | null;
    readonly nowMs: number;
    readonly signal?: AbortSignal;
  },
): Promise<VendorCheck> {
  const { budget, markets } = vendor.definition;
  const asset = markets[0]?.asset ?? "BTC/USDT";
  const timeframeMs = MARKET_TIMEFRAMES[TIMEFRAME];
  const toMs = newestClose(nowMs, timeframeMs);
  const hours = vendor.market(asset)?.hours;
  // A market with hours may have been closed for days.
  const span = hours ? 7 * 24 : CANDLES;
  const started = performance.now();
  const answer = { vendor: vendor.name, asset, timeframe: TIMEFRAME, budget };
  let newestCloseMs: number | null = null;
  let agreement: { same: number; stored: number } | null = store ? { same: 0, stored: 0 } : null;
  try {
    const pages = vendor.fetchCandles({
      asset,
      timeframe: TIMEFRAME,
      fromMs: toMs - span * timeframeMs,
      toMs,
      ...(signal ? { signal } : {}),
    });
    let latencyMs: number | null = null;
    for await (const { candles } of pages) {
      latencyMs ??= performance.now() - started;
      const last = candles.time[candles.length - 1];
      if (last !== undefined) newestCloseMs = last + timeframeMs;
      if (store && agreement) {
        const key = { asset, timeframe: TIMEFRAME, venue: vendor.name, ownerId: null } as const;
        const { known, differing } = await store.compare(key, candles);
        agreement = {
          stored: agreement.stored + known,
          same: agreement.same + known - differing,
        };
      }
    }
    const stale = newestCloseMs === null ? null : staleness({
      lastMs: newestCloseMs - timeframeMs,
      closedBeforeMs: toMs,
      timeframeMs,
      ...(hours ? { openWithin: openWithin(hours) } : {}),
    });
    const problem = newestCloseMs === null
      ? "It gave no candle."
      : stale
      ? `Its newest candles are missing (${stale.candles}).`
      : null;
    return {
      ...answer,
      usable: problem === null,
      problem,
      latencyMs: latencyMs ?? performance.now() - started,
      newestCloseMs,
      agreement,
    };
  } catch (error) {
    if (!(error instanceof MarketDataError)) throw error;
    const latencyMs = performance.now() - started;
    return { ...answer, usable: false, problem: error.what, latencyMs, newestCloseMs, agreement };
  }
}

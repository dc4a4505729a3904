/** The closes of the candle that is open now that would order something, for a follow as it stands. */
import type { Kysely } from "kysely";
import type { FlipPrices } from "../../contracts/desk.ts";
import { flipPrices } from "../../engine/desk.ts";
import { firstAtOrAfter, sliceCandles, type StrategyPlan } from "../../engine/mod.ts";
import type { Database } from "../db/schema.ts";
import { type FollowState, seenBy, settingsOf } from "./advance.ts";
import { blockedCandles, type FollowedRow } from "./queries.ts";
import { readSeen } from "./series_copy.ts";

const RANGE_PERCENT = 20;
/** Answers that are kept, of the follows that were asked for last. */
const KEPT = 500;

export class Flips {
  readonly #known = new Map<string, { readonly at: number; readonly flips: FlipPrices | null }>();

  constructor(private readonly db: Kysely<Database>) {}

  /**
   * `null` while there is nothing to say: before the first candle, and while something is ordered already. Nothing is known of
   * the open candle but that it began: it opens at the last close, with the volume of the candle before.
   */
  async of(follow: FollowedRow, plan: StrategyPlan): Promise<FlipPrices | null> {
    const at = follow.last_candle_at?.getTime();
    if (at === undefined || follow.pending !== null || follow.stopped_at !== null) return null;
    const known = this.#known.get(follow.id);
    if (known?.at === at) return known.flips;
    const flips = await this.#find(follow, plan, at);
    this.#known.delete(follow.id);
    this.#known.set(follow.id, { at, flips });
    const [oldest] = this.#known.keys();
    if (this.#known.size > KEPT && oldest !== undefined) this.#known.delete(oldest);
    return flips;
  }

  async #find(follow: FollowedRow, plan: StrategyPlan, at: number): Promise<FlipPrices | null> {
    const stored = await readSeen(this.db, follow.series_id, follow.history_from);
    const seen = await seenBy(this.db, follow, stored, plan);
    const candles = sliceCandles(seen, 0, firstAtOrAfter(seen, at + 1));
    const last = candles.length - 1;
    const close = candles.close[last];
    if (close === undefined) return null;
    const blocked = await blockedCandles(this.db, follow.id);
    const stretches = flipPrices(candles, plan, settingsOf(follow), {
      openCandle: {
        openTimeMs: at + candles.timeframeMs,
        open: close,
        high: close,
        low: close,
        volume: candles.hasVolume ? candles.volume[last]! : 0,
      },
      tick: follow.tick,
      rangePercent: RANGE_PERCENT,
    }, (time) => blocked.has(time));
    const position = (follow.state_json as FollowState | null)?.position ?? null;
    return {
      stretches,
      reference: close,
      range_percent: RANGE_PERCENT,
      in_position: position !== null,
    };
  }
}

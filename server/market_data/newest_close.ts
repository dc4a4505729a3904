import { candleOpen } from "../../engine/mod.ts";

/** A candle counts as closed this long after its end, ms: our clock and the exchange's may differ a little. */
export const CLOSE_MARGIN_MS = 10_000;

/** End of the newest candle that is closed at a moment, Unix ms; nothing at or after it has closed. */
export function newestClose(nowMs: number, timeframeMs: number): number {
  return candleOpen(nowMs - CLOSE_MARGIN_MS, timeframeMs);
}

/** The receipt of a run: a hash of strategy, candles, settings and engine version. */
import type { CandleSeries } from "../candles/candle_series.ts";
import { Sha256 } from "../maths/sha256.ts";
import type { RunSettings } from "../simulation/settings.ts";
import type { StrategyDocument } from "../strategy/document.ts";
import { ENGINE_VERSION } from "./version.ts";

/**
 * SHA-256, hex, of all that a run depends on. `candles` are history and range as they were used. What never changes a result
 * (positions, labels, notes, what is folded) is not part of it.
 */
export function runHash(
  document: StrategyDocument,
  candles: CandleSeries,
  settings: RunSettings,
): string {
  const { initialCapital, feeRate, slippageRate, intrabar, fromMs, toMs } = settings;
  const definition = {
    version: document.version,
    blocks: document.blocks.map((
      { id, type, params },
    ) => [id, type, Object.entries(params).sort(byName)]),
    connections: document.connections.map((
      { from, to },
    ) => [from.block, from.port, to.block, to.port]),
  };
  const hash = new Sha256().updateText(JSON.stringify([
    ENGINE_VERSION,
    definition,
    [initialCapital, feeRate, slippageRate, intrabar, fromMs ?? null, toMs ?? null],
    candles.timeframeMs,
    candles.length,
  ]));
  return hash.updateText(candlesHash(candles)).hex();
}

/** SHA-256, hex, of the columns, little-endian float64. Volumes that there are not count as a word: NaN has many bit patterns. */
export function candlesHash(candles: CandleSeries): string {
  const hash = new Sha256();
  const { time, open, high, low, close, volume, hasVolume, length } = candles;
  const bytes = new Uint8Array(8 * length);
  const view = new DataView(bytes.buffer);
  for (
    const column of hasVolume
      ? [time, open, high, low, close, volume]
      : [time, open, high, low, close]
  ) {
    for (let i = 0; i < length; i++) view.setFloat64(8 * i, column[i]!, true);
    hash.update(bytes);
  }
  if (!hasVolume) hash.updateText("no volume");
  return hash.hex();
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

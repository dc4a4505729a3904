/** The receipt of a run: a hash of strategy, candles, settings and engine version. */
import type { CandleSeries } from "../candles/candle_series.ts";
import { type Hasher, Sha256, textBytes } from "../maths/sha256.ts";
import type { RunSettings } from "../simulation/settings.ts";
import type { StrategyDocument } from "../strategy/document.ts";
import { ENGINE_VERSION } from "./version.ts";

/**
 * SHA-256, hex, of all that a run depends on. `candles` are history and range as they were used. What never changes a result
 * (positions, labels, notes, what is folded) is not part of it.
 *
 * @param sha256 begins a hash; a processor's own instructions are several times as fast as the engine's
 */
export function runHash(
  document: StrategyDocument,
  candles: CandleSeries,
  settings: RunSettings,
  sha256: () => Hasher = () => new Sha256(),
): string {
  const { initialCapital, feeRate, slippageRate, intrabar, fromMs, toMs, venue } = settings;
  const definition = {
    version: document.version,
    blocks: document.blocks.map((
      { id, type, params },
    ) => [id, type, Object.entries(params).sort(byName)]),
    connections: document.connections.map((
      { from, to },
    ) => [from.block, from.port, to.block, to.port]),
  };
  const hash = sha256();
  hash.update(textBytes(JSON.stringify([
    ENGINE_VERSION,
    definition,
    [initialCapital, feeRate, slippageRate, intrabar, fromMs ?? null, toMs ?? null],
    candles.timeframeMs,
    candles.length,
    // Runs of before have none, and keep their hashes.
    ...(venue === undefined ? [] : [venue]),
  ])));
  hash.update(textBytes(candlesHash(candles, sha256)));
  return hash.hex();
}

/** SHA-256, hex, of the columns, little-endian float64. Volumes that there are not count as a word: NaN has many bit patterns. */
function candlesHash(candles: CandleSeries, sha256: () => Hasher): string {
  const hash = sha256();
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
  if (!hasVolume) hash.update(textBytes("no volume"));
  return hash.hex();
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** What a run is told besides the strategy and the candles. */

export const INTRABAR_MODES = ["stop_first", "ohlc_path", "target_first"] as const;
export type IntrabarMode = (typeof INTRABAR_MODES)[number];

export interface RunSettings {
  /** Quote currency, 1 … 1e9. */
  readonly initialCapital: number;
  /** Fraction of the notional of each leg, 0 … 0.05. */
  readonly feeRate: number;
  /** Fraction of the price, always adverse, 0 … 0.05. */
  readonly slippageRate: number;
  /** What happened first when stop and target lie within one candle. */
  readonly intrabar: IntrabarMode;
  /** First open time of the range, inclusive, Unix milliseconds; the first candle when left out. */
  readonly fromMs?: number | undefined;
  /** End of the range by open time, exclusive; all candles when left out. */
  readonly toMs?: number | undefined;
  /** Where the candles come from, as the run's hash says it; it changes nothing else. */
  readonly venue?: string | undefined;
}

export const DEFAULT_SETTINGS: RunSettings = {
  initialCapital: 10_000,
  feeRate: 0.001,
  slippageRate: 0.0005,
  intrabar: "stop_first",
};

/** @throws {RangeError} for a setting out of bounds. */
export function checkSettings(settings: RunSettings): void {
  const { initialCapital, feeRate, slippageRate, intrabar } = settings;
  if (!isWithin(initialCapital, 1, 1e9)) {
    throw new RangeError("The starting capital must be from 1 to 1,000,000,000.");
  }
  if (!isWithin(feeRate, 0, 0.05)) throw new RangeError("The fee must be from 0 to 5 %.");
  if (!isWithin(slippageRate, 0, 0.05)) throw new RangeError("The slippage must be from 0 to 5 %.");
  if (!INTRABAR_MODES.includes(intrabar)) {
    throw new RangeError(`intrabar must be one of ${INTRABAR_MODES.join(", ")}.`);
  }
  const { venue } = settings;
  if (venue !== undefined && !(typeof venue === "string" && venue.length <= 64)) {
    throw new RangeError("The venue must be a name of 64 characters at the most.");
  }
  for (const time of [settings.fromMs, settings.toMs]) {
    if (time !== undefined && !isWithin(time, -8.64e15, 8.64e15)) {
      throw new RangeError("The range of dates is not one.");
    }
  }
}

/** Callers without types may hand over anything; "1000" is not 1000 here. */
function isWithin(value: unknown, min: number, max: number): boolean {
  return typeof value === "number" && value >= min && value <= max;
}

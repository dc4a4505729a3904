/** From the numbers that a person sets, in percent, to the fractions that the engine computes with. Without zod, for pages. */
import type { RunSettings } from "../engine/mod.ts";

/** What a run is set to, as the API and the forms have it. */
export interface RunChoices {
  /** Quote currency. */
  readonly initial_capital: number;
  /** Of one trade side, percent. */
  readonly fee_percent: number;
  /** Of one fill, percent. */
  readonly slippage_percent: number;
  readonly intrabar: RunSettings["intrabar"];
}

/** A percentage as a fraction. The one division, so that a run has the same bits wherever it is computed. */
export function rateOf(percent: number): number {
  return percent / 100;
}

/** The engine's settings for a range of open times, from `fromMs` until before `toMs`, Unix milliseconds. */
export function engineSettings<Range extends Pick<RunSettings, "fromMs" | "toMs">>(
  { initial_capital, fee_percent, slippage_percent, intrabar }: RunChoices,
  range: Range,
): RunSettings & Range {
  return {
    initialCapital: initial_capital,
    feeRate: rateOf(fee_percent),
    slippageRate: rateOf(slippage_percent),
    intrabar,
    ...range,
  };
}

/** The venue of a run as its hash has it: synthetic candles and those of one's own are of none. */
export function hashedVenue(
  venue: string | null,
  ownImport: string | null,
): Pick<RunSettings, "venue"> {
  return venue === null || venue === "synthetic" || ownImport !== null ? {} : { venue };
}

/** What a run may have been hashed with: its venue, or without it as it was before. */
export function hashedSettings<S extends RunSettings>(settings: S): readonly S[] {
  return settings.venue === undefined ? [settings] : [settings, { ...settings, venue: undefined }];
}

/** Failures in sentences that end with what the trader can do. */
import { assetsInWords, SYNTHETIC_VENUE, timeframesInWords } from "./catalog.ts";
import type { OfferedAssets } from "./offered_assets.ts";
import { MarketDataError } from "./errors.ts";
import type { SeriesKey } from "./series.ts";
import { SYNTHETIC_EPOCH_MS } from "./synthetic.ts";
import { dayInWords } from "./words.ts";

export interface WhatToDo {
  /** The whole sentence. */
  readonly message: string;
  /** Without the advice. */
  readonly what: string;
}

/**
 * The failure, followed by what can be done: take dates that are stored, or try later.
 *
 * @param span the longest stretch of the series that is stored, Unix ms; `null` = none
 */
export function whatToDo(
  key: SeriesKey,
  error: MarketDataError,
  span: { readonly firstMs: number; readonly lastMs: number } | null,
): WhatToDo {
  if (key.venue === SYNTHETIC_VENUE) {
    const what = error.message;
    return { what, message: `${what} Choose dates from ${dayInWords(SYNTHETIC_EPOCH_MS)} on.` };
  }
  if (!span && key.ownerId !== null) {
    const what = `Your import “${key.venue}” has no ${key.timeframe} candles of ${key.asset}.`;
    return { what, message: `${what} Import them, or choose another market.` };
  }
  const choices: string[] = [];
  if (span) {
    choices.push(`choose dates between ${dayInWords(span.firstMs)} and ${dayInWords(span.lastMs)}`);
  }
  if (error.retryable) choices.push("try again later");
  if (choices.length === 0) choices.push("choose other dates");
  const advice = choices.join(" or ");
  const stored = span ? "" : ` No ${key.timeframe} candles of ${key.asset} are stored here yet.`;
  const what = `${error.message}${stored}`;
  return { what, message: `${what} ${advice.charAt(0).toUpperCase()}${advice.slice(1)}.` };
}

/** A series that is not on offer. */
export function unknownSeries(
  asset: string,
  timeframe: string,
  assets: OfferedAssets,
): MarketDataError {
  if (!assets.find(asset)) {
    return new MarketDataError(
      "unknown_asset",
      `"${asset.slice(0, 40)}" is not on offer. There are ${assetsInWords(assets.all)}.`,
    );
  }
  return new MarketDataError(
    "unknown_timeframe",
    `The timeframe "${timeframe.slice(0, 40)}" is not on offer. There are ${timeframesInWords()}.`,
  );
}

/**
 * Which venue a series is read from: the first vendor that lists the asset and can give the whole stretch, stored or fetched.
 * Fewer rows than asked are gaps, and stay; a failure lets the next vendor be asked for the whole stretch.
 */
import type { MarketTimeframe } from "./catalog.ts";
import { MarketDataError, type MarketDataErrorCode } from "./errors.ts";
import { type Interval, missingIntervals } from "./intervals.ts";
import type { Vendor } from "./vendor.ts";

/** A venue that could be read. */
export interface Candidate {
  readonly name: string;
  /** Where its candles are fetched; `null` = only what is stored. */
  readonly vendor: Vendor | null;
}

/** A venue that was not read although it comes before, and why. */
export interface PassedOver {
  readonly venue: string;
  readonly code: MarketDataErrorCode;
  readonly what: string;
}

/** Where candles were read. */
export interface ChosenVenue {
  readonly venue: string;
  /** The venues before it that failed, in their order. */
  readonly passedOver: readonly PassedOver[];
}

/**
 * How much of a stretch a venue can neither have stored nor fetch, ms.
 *
 * @param firstMs what the vendor can have begins here
 */
export function lackMs(
  stretch: Interval,
  stored: readonly Interval[],
  firstMs: number,
): number {
  return missingIntervals(stretch, [...stored])
    .reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, firstMs) - from), 0);
}

/** The candidates as they are asked: those that can have the whole stretch first, then those that lack the least of it. */
export async function inTurn(
  candidates: readonly Candidate[],
  stretch: Interval,
  { asset, timeframe, coverageOf }: {
    readonly asset: string;
    readonly timeframe: MarketTimeframe;
    readonly coverageOf: (venue: string) => Promise<readonly Interval[]>;
  },
): Promise<readonly Candidate[]> {
  if (candidates.length < 2) return candidates;
  const lacking = [];
  for (const candidate of candidates) {
    const firstMs = candidate.vendor?.firstTimeMs(asset, timeframe) ?? Infinity;
    const lack = lackMs(stretch, await coverageOf(candidate.name), firstMs);
    lacking.push({ candidate, lack });
  }
  // The sort is stable: the order of the settings holds among equals.
  return lacking.sort((a, b) => a.lack - b.lack).map(({ candidate }) => candidate);
}

/**
 * The first candidate that `attempt` succeeds with.
 *
 * @throws MarketDataError the failure that may pass, so that it is waited for; else the first one
 */
export async function firstThatCan(
  candidates: readonly Candidate[],
  attempt: (candidate: Candidate) => Promise<void>,
): Promise<ChosenVenue> {
  const passedOver: PassedOver[] = [];
  const failures: MarketDataError[] = [];
  for (const candidate of candidates) {
    try {
      await attempt(candidate);
      return { venue: candidate.name, passedOver };
    } catch (error) {
      if (!(error instanceof MarketDataError) || error.code === "aborted") throw error;
      failures.push(error);
      // Candles that a vendor does not have are no failure of it.
      if (error.code === "no_candles") continue;
      passedOver.push({ venue: candidate.name, code: error.code, what: error.what });
    }
  }
  throw failures.find(({ retryable }) => retryable) ?? failures[0] ??
    new MarketDataError("no_candles", "There is no exchange to ask.");
}

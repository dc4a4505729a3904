/** Market data on a database of a test's own, with an exchange on loopback and a clock that the test moves. */
import assert from "node:assert/strict";
import type { DatabaseHandle } from "../../db/connect.ts";
import { createBinance } from "../vendors/binance.ts";
import { MarketDataError } from "../errors.ts";
import type { SeriesKey } from "../series.ts";
import { MarketData } from "../service.ts";
import { HOUR } from "./synthetic.ts";
import { type Answer, type RecordedBinance, startRecordedBinance } from "./recorded_binance.ts";

export const START = Date.UTC(2021, 0, 1);
/** What the clock says at first. */
export const NOW = Date.UTC(2021, 5, 1, 12, 30);
export const BTC: SeriesKey = {
  asset: "BTC/USDT",
  timeframe: "1h",
  venue: "binance",
  ownerId: null,
};
export const RANGE = {
  asset: "BTC/USDT",
  timeframe: "1h",
  fromMs: START,
  toMs: START + 48 * HOUR,
};

export interface FetchHarness {
  readonly market: MarketData;
  readonly server: RecordedBinance;
  /** Another process on the same database, with its own memory. */
  another(): MarketData;
  /** Lets time pass. */
  wait(ms: number): void;
}

/** Runs with an exchange that gives `answers`, one a request. */
export async function withFetchHarness(
  { db }: DatabaseHandle,
  answers: readonly Answer[],
  run: (harness: FetchHarness) => Promise<void>,
): Promise<void> {
  const server = startRecordedBinance(...answers);
  let now = NOW;
  const make = () =>
    new MarketData({
      db,
      venue: "binance",
      now: () => now,
      vendor: createBinance({
        baseUrl: server.baseUrl,
        timeoutMs: 5_000,
        retryDelaysMs: [],
      }),
    });
  try {
    await run({ market: make(), server, another: make, wait: (ms) => now += ms });
  } finally {
    await server.close();
  }
}

/** The failure that `promise` ends in. */
export async function failure(promise: Promise<unknown>): Promise<MarketDataError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof MarketDataError, String(error));
    return error;
  }
  throw new Error("It did not fail.");
}

import assert from "node:assert/strict";
import type { TrackRecord, TrackRecordBand } from "../../contracts/schedules.ts";
import { sinceWords } from "../../text/schedule_words.ts";
import {
  beforeSeal,
  methodWords,
  rangeNow,
  rangeWords,
  trackRecordExtras,
} from "./track_record_view.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);

const band: TrackRecordBand = {
  past_days: 364,
  block_days: 7,
  paths: 2_000,
  seed: 1,
  p5: [-0.01, -0.02],
  p50: [0.001, 0.002],
  p95: [0.01, 0.02],
};

function record(more: Partial<TrackRecord> = {}): TrackRecord {
  return {
    id: "r",
    version_number: 3,
    sealed_at: "2026-01-01T01:30:00.000Z",
    starts_at: "2026-01-01T02:00:00.000Z",
    ended_at: null,
    since: { until: "2026-01-03T03:00:00.000Z", days: 2.04, return: 0.012, trades: 2 },
    asset: "BTC/USDT",
    timeframe: "1h",
    horizon: "1y",
    date_from: "2025-01-01T00:00:00.000Z",
    fee_percent: 0.1,
    slippage_percent: 0.05,
    initial_capital: 10_000,
    past_days: 364,
    band,
    ...more,
  };
}

function result(value: readonly number[], entries: readonly number[] = []) {
  return {
    equity: { time: value.map((_, bar) => START + bar * HOUR), value: [...value] },
    trades: entries.map((entry_time) => ({ entry_time })),
    settings: { initial_capital: 10_000 },
  } as unknown as Parameters<typeof beforeSeal>[1];
}

Deno.test("forward: what came before the seal ends with the last candle that was known", () => {
  const run = result([10_000, 11_000, 99_000], [START, START + 2 * HOUR]);
  assert.deepEqual(beforeSeal(record(), run, HOUR), {
    return: 11_000 / 10_000 - 1,
    trades: 1,
    days: 2 / 24,
  });
  assert.equal(beforeSeal(record({ starts_at: "2025-12-01T00:00:00Z" }), run, HOUR), null);
});

Deno.test("forward: the range of as many whole days as have passed", () => {
  assert.deepEqual(rangeNow(record()), {
    days: 2,
    low: -0.02,
    median: 0.002,
    high: 0.02,
    place: "inside",
  });
  const with_ = (days: number, change: number) =>
    rangeNow(record({ since: { until: "", days, return: change, trades: 0 } }));
  assert.equal(with_(1.9, 0.012)?.place, "above");
  assert.equal(with_(1, -0.011)?.place, "below");
  assert.equal(with_(0.9, 0), null);
  assert.equal(with_(3, 0), null);
});

Deno.test("forward: the range, or why there is none, in words", () => {
  const since = (days: number) => ({ until: "", days, return: 0.5, trades: 0 });
  const words = (more: Partial<TrackRecord>) => rangeWords(record(more)).replaceAll("\u00a0", " ");
  assert.equal(
    words({}),
    "Judging by its past, −2.0 % to +2.0 % was likely in 2 days. It is inside that range.",
  );
  assert.match(words({ since: since(1) }), /It is above that range, as one in twenty/);
  assert.match(
    words({ band: null, past_days: 12 }),
    /^Only 12 days of results .* which needs 30\.$/,
  );
  assert.match(words({ band: null, past_days: null }), /with the first daily run/);
  assert.match(words({ since: since(9) }), /covered 2 days and has ended/);
  assert.match(
    words({ since: null }),
    /Judging by its past, −2.0 % to \+2.0 % is likely in 2 days\./,
  );
  assert.match(methodWords(record()) ?? "", /364 daily returns .* a week into 2,000 simulated/);
  assert.equal(methodWords(record({ band: null })), null);
});

Deno.test("forward: the line and the range begin where the record does", () => {
  const run = result([10_000, 11_000, 12_000]);
  const extras = trackRecordExtras(record(), run, { timeframeMs: HOUR, zone: "UTC" });
  const at = START + HOUR;
  assert.deepEqual(extras.marks, [{ time: at, label: "Locked 1\u00a0Jan\u00a02026" }]);
  // Two days and a bit: the range goes on to the end of the curve as far as it was drawn.
  assert.deepEqual(Array.from(extras.band?.time ?? []), [at, at + 24 * HOUR, at + 48 * HOUR]);
  assert.deepEqual(Array.from(extras.band?.low ?? []), [11_000, 11_000 * 0.99, 11_000 * 0.98]);
  assert.deepEqual(Array.from(extras.band?.high ?? []), [11_000, 11_000 * 1.01, 11_000 * 1.02]);
  const none = trackRecordExtras(record({ since: null }), run, { timeframeMs: HOUR, zone: "UTC" });
  assert.deepEqual(none, { marks: [] });
});

Deno.test("forward: what it has done since, in words", () => {
  const words = (days: number, trades: number) =>
    sinceWords({ until: "", days, return: 0.012, trades }).replaceAll("\u00a0", " ");
  assert.equal(words(14.3, 2), "+1.2 % in 14 days, 2 trades");
  assert.equal(words(1, 1), "+1.2 % in 1 day, 1 trade");
  assert.equal(words(0.5, 0), "+1.2 % in less than a day, no trades");
});

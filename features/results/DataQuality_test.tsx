/** What the page says of the candles: whose they are, what is missing, and a market that closes. */
import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import type { Run } from "../../contracts/backtests.ts";
import type { ResultSummary } from "../../components/result_words/result.ts";
import { DataQuality } from "./DataQuality.tsx";

const DAY = 86_400_000;
const FIRST = Date.UTC(2024, 0, 1);

function drawn(run: Partial<Run>, data: Partial<ResultSummary["data"]> = {}): string {
  const whole = {
    asset: "ACME/USD",
    date_from: "2024-01-01T00:00:00Z",
    date_to: "2024-01-31T00:00:00Z",
    ...run,
  } as Run;
  const summary = {
    data: {
      bars: 21,
      first_time: FIRST,
      last_time: FIRST + 29 * DAY,
      first_tradable_bar: 1,
      gaps: [],
      ...data,
    },
    marks: { ambiguous: 0, afterGap: 0, open: false },
    pending: null,
    warnings: [],
    not_recorded: [],
  } as unknown as ResultSummary;
  return renderToString(<DataQuality run={whole} summary={summary} timeframeMs={DAY} />)
    .replace(/<[^>]*>/g, "").replaceAll("&nbsp;", " ");
}

Deno.test("data quality: names the source of the candles, with its licence", () => {
  const attribution = {
    text: "Candles: Somebody",
    url: "https://a.example",
    licence: "CC BY-NC 4.0",
  };
  assert.match(drawn({ attribution }), /Candles: Somebody \(CC BY-NC 4\.0\)/);
  assert.doesNotMatch(drawn({}), /Candles: /);
});

Deno.test("data quality: of a market that closes, closing hours are no gaps, and the page says so", () => {
  const run = { trading_days_per_year: 252 };
  assert.match(
    drawn(run, { closed_sessions: 0 }),
    /Closing hours of the market are not counted as gaps\./,
  );
  assert.match(
    drawn(run, { closed_sessions: 1 }),
    /not counted as gaps, and neither is the 1 trading day without a single candle\. Holidays of the exchange are not known here/,
  );
  assert.match(
    drawn(run, { closed_sessions: 9 }),
    /not counted as gaps, and neither are the 9 trading days without a single candle/,
  );
  assert.match(drawn(run), /made yearly with 252 trading days, not 365\./);
  assert.doesNotMatch(drawn({}), /Closing hours|trading days/);
});

Deno.test("data quality: of a venue that gives its newest candles alone, what is missing is said to be lost", () => {
  const gap = { gaps: [{ after_time: FIRST + 3 * DAY, missing: 5 }] };
  const late = { first_time: FIRST + 5 * DAY };
  const lost = /Kraken gives its newest 720 candles alone: older ones/;
  assert.match(drawn({ venue: "kraken" }, gap), lost);
  assert.match(drawn({ venue: "kraken" }, late), lost);
  assert.doesNotMatch(drawn({ venue: "kraken" }), lost);
  assert.doesNotMatch(drawn({ venue: "binance" }, gap), /alone/);
});

Deno.test("data quality: a longer candle that lacks some of its hours is no gap, and is not called whole", () => {
  const made =
    /Candles of 1d are made of hours\. One that lacks some of its hours is made of the others, and is no gap\./;
  const run = { timeframe: "1d", venue: "binance", import: null };
  assert.match(drawn(run), made);
  for (
    const other of [{ venue: "synthetic" }, { import: "mine" }, { trading_days_per_year: 252 }]
  ) {
    assert.doesNotMatch(drawn({ ...run, ...other }), /made of hours/);
  }
});

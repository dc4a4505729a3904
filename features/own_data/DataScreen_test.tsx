/** What the page says of a series: where its candles end, what is missing, and what is made of fewer hours. */
import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { DataScreen, type ListedSeries } from "./DataScreen.tsx";

const HOUR = 3_600_000;
const FIRST = Date.UTC(2020, 0, 1);
const END = Date.UTC(2022, 11, 31, 14);

function said(more: Partial<ListedSeries>, nowMs = END + 5 * HOUR): string {
  const series: ListedSeries = {
    asset: "BTC/USDT",
    timeframe: "4h",
    source: "Binance",
    synthetic: false,
    candles: 6_575,
    missing: 0,
    isOwn: false,
    firstMs: FIRST,
    toMs: END,
    timeframeMs: 4 * HOUR,
    months: null,
    ...more,
  };
  return renderToString(
    <DataScreen
      own={[]}
      shared={[series]}
      sources={[]}
      usage={{
        imports: { used: 0, limit: 1 },
        import_candles: { used: 0, limit: 1 },
      }}
      axis={{ fromMs: FIRST, toMs: nowMs }}
      zone="UTC"
      nowMs={nowMs}
      done={null}
    />,
  ).replace(/<[^>]*>/g, " ").replaceAll(/&nbsp;|\u00a0/g, " ").replaceAll(/\s+/g, " ");
}

Deno.test("data page: candles end at a moment, with their age", () => {
  assert.match(said({}), /candles end 31 Dec 2022, 14:00, 5 hours ago/);
  assert.match(said({}, END + HOUR), /candles end 31 Dec 2022, 14:00, up to date/);
  assert.match(said({ isOwn: true }, END + HOUR), /candles end 31 Dec 2022, 14:00, 1 hour ago/);
  assert.match(
    said({ newestMs: END, hasHours: true }, END + 30 * HOUR),
    /candles end 31 Dec 2022, 14:00, up to date, the market is closed/,
  );
});

Deno.test("data page: a candle made of fewer hours is neither missing nor whole", () => {
  assert.match(said({}), /6,575 candles, no gaps/);
  assert.match(said({ missing: 1 }), /6,575 candles, 1 candle missing/);
  assert.match(
    said({ missing: 5, partial: 25 }),
    /5 candles missing, 25 made of fewer hours because some are missing/,
  );
  assert.match(
    said({ partial: 19 }),
    /no candle missing, 19 made of fewer hours because some are missing/,
  );
  assert.match(said({ missing: 900, hasHours: true }), /closing hours are no gaps/);
});

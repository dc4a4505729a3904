/** Whatever the candles and the form in which they are written: what is read is what was written. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { type CandleSeries, candlesFromColumns, TIMEFRAMES } from "../../mod.ts";
import { nextCandleOpen } from "../timeframe.ts";
import { parseCandleCsv } from "../../candle_files.ts";

const NOW = Date.UTC(2026, 5, 1);
const two = (value: number) => String(value).padStart(2, "0");

/** Every way to write a time that leaves no doubt. */
const TIMES: Record<string, (ms: number) => string> = {
  seconds: (ms) => String(ms / 1000),
  "seconds with a decimal": (ms) => `${ms / 1000}.0`,
  milliseconds: String,
  microseconds: (ms) => `${ms}000`,
  nanoseconds: (ms) => `${ms}000000`,
  exponent: (ms) => ms.toExponential(),
  "exponent in upper case": (ms) => ms.toExponential(12).replace("e", "E"),
  compact: (ms) => digits(ms).slice(0, 12),
  "compact with seconds": (ms) => digits(ms).slice(0, 14),
  "compact with milliseconds": digits,
  iso: (ms) => new Date(ms).toISOString(),
  "iso without a zone": (ms) => new Date(ms).toISOString().slice(0, 19),
  "with a blank": (ms) => new Date(ms).toISOString().slice(0, 16).replace("T", " "),
  slashes: (ms) => new Date(ms).toISOString().slice(0, 16).replace("T", " ").replaceAll("-", "/"),
  "offset +08:00": (ms) => `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`,
  "offset -0530": (ms) => `${new Date(ms - 5.5 * 3_600_000).toISOString().slice(0, 19)}-0530`,
  "AM and PM": (ms) => {
    const date = new Date(ms);
    const hour = date.getUTCHours();
    return `${date.toISOString().slice(0, 10)} ${hour % 12 || 12}:${two(date.getUTCMinutes())} ${
      hour < 12 ? "AM" : "PM"
    }`;
  },
  "month by name": (ms) => new Date(ms).toUTCString(),
};

function digits(ms: number): string {
  return new Date(ms).toISOString().replaceAll(/\D/g, "");
}

const NUMBERS: Record<string, (value: number) => string> = {
  point: String,
  comma: (value) => String(value).replace(".", ","),
  "comma and groups": (value) => {
    const [whole = "", fraction = "0"] = String(value).split(".");
    return `${whole.replace(/\B(?=(\d{3})+$)/g, ".")},${fraction}`;
  },
};

interface Form {
  readonly time: string;
  readonly number: string;
  readonly separator: string;
  readonly quoted: boolean;
  readonly header: boolean;
  readonly end: string;
  readonly backwards: boolean;
  readonly volume: boolean;
}

const form: fc.Arbitrary<Form> = fc.record({
  time: fc.constantFrom(...Object.keys(TIMES)),
  number: fc.constantFrom(...Object.keys(NUMBERS)),
  separator: fc.constantFrom(",", ";", "\t", "|"),
  quoted: fc.boolean(),
  header: fc.boolean(),
  end: fc.constantFrom("\n", "\r\n", "\r"),
  backwards: fc.boolean(),
  volume: fc.boolean(),
}).filter(({ number, separator, quoted, time }) =>
  quoted || separator !== "," || (number === "point" && time !== "month by name")
);

/** Prices of which none can be read with another decimal mark: four decimals, the last one not 0. */
const price = fc.integer({ min: 1_000, max: 99_999_999 }).map((n) => (n * 10 + 1) / 10_000);

const series: fc.Arbitrary<CandleSeries> = fc.record({
  timeframe: fc.constantFrom(...Object.values(TIMEFRAMES)),
  start: fc.integer({ min: 0, max: 8_000 }),
  gaps: fc.array(fc.constantFrom(1, 1, 1, 2, 5), { minLength: 3, maxLength: 30 }),
  prices: fc.array(fc.tuple(price, price, price, price, price), { minLength: 31, maxLength: 31 }),
}).map(({ timeframe, start, gaps, prices }) => {
  let at = nextCandleOpen(Date.UTC(2001, 0, 1) + start * 86_400_000, timeframe);
  // Two neighbours at the least, so that the smallest spacing is the timeframe.
  const time = [at, at += timeframe, ...gaps.map((gap) => at += gap * timeframe)];
  const rows = time.map((_, i) => prices[i % prices.length]!);
  return candlesFromColumns({
    time,
    open: rows.map(([open]) => open),
    high: rows.map((row) => Math.max(...row.slice(0, 4))),
    low: rows.map((row) => Math.min(...row.slice(0, 4))),
    close: rows.map(([, close]) => close),
    volume: rows.map((row) => row[4]),
  }, { timeframeMs: timeframe });
}).filter(({ time }) => time.at(-1)! < NOW);

function write(candles: CandleSeries, form: Form): string {
  const quote = (cell: string) => form.quoted ? `"${cell}"` : cell;
  const number = NUMBERS[form.number]!;
  const columns = [candles.open, candles.high, candles.low, candles.close];
  if (form.volume) columns.push(candles.volume);
  const lines = Array.from(
    candles.time,
    (time, i) =>
      [TIMES[form.time]!(time), ...columns.map((column) => number(column[i]!))].map(quote)
        .join(form.separator),
  );
  if (form.backwards) lines.reverse();
  const names = ["Date", "Open", "High", "Low", "Close", ...(form.volume ? ["Volume"] : [])];
  if (form.header) lines.unshift(names.map(quote).join(form.separator));
  return lines.join(form.end) + form.end;
}

Deno.test("candle files: any series in any known form is read back equal", () => {
  fc.assert(
    fc.property(series, form, (candles, form) => {
      const { timeframeMs } = candles;
      const result = parseCandleCsv(write(candles, form), { nowMs: NOW, timeframeMs });
      assert.ok(result.ok, result.ok ? "" : JSON.stringify(result.problems[0]));
      const expected = form.volume
        ? candles
        : candlesFromColumns({ ...candles, volume: null }, { timeframeMs });
      assert.deepEqual(result.candles, expected);
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("candle files: no text makes the reader throw, or read a time beyond the plausible", () => {
  const cell = fc.oneof(
    fc.string(),
    fc.double().map(String),
    fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }).map(String),
    fc.constantFrom("1e400", "NaN", '"', "2021-01-01", "31/12/2021", "12-AM", "1,5", "20210101"),
  );
  const text = fc.tuple(
    fc.constantFrom("timestamp,open,high,low,close,volume\n", "time;open;high;low;close\n", ""),
    fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 6 }),
    fc.constantFrom(",", ";", "\t"),
  ).map(([header, rows, separator]) => header + rows.map((row) => row.join(separator)).join("\n"));
  fc.assert(
    fc.property(text, (text) => {
      const result = parseCandleCsv(text, { nowMs: NOW });
      if (!result.ok) return assert.ok(result.problems.length > 0);
      for (const time of result.candles.time) {
        assert.ok(time >= Date.UTC(1900, 0, 1) && time <= NOW + 366 * 86_400_000);
      }
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("candle files: one digit more or less never gives another year", () => {
  const row = (time: string) => `timestamp,open,high,low,close,volume\n${time},1,2,1,2,3\n`;
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 20n }),
      (value) => {
        const result = parseCandleCsv(row(String(value)), { nowMs: NOW });
        if (!result.ok) return;
        const year = new Date(result.candles.time[0]!).getUTCFullYear();
        assert.ok(year >= 1990 && year <= 2027, `${value} is read as of ${year}`);
      },
    ),
    { numRuns: 5_000 },
  );
});

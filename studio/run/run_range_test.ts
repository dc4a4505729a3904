import assert from "node:assert/strict";
import {
  daysOf,
  latestMs,
  presetRange,
  rangeInQuery,
  reachesAhead,
  reachesBack,
  shorterRange,
  storedRange,
  toApiRange,
} from "./run_range.ts";

const at = (iso: string) => Date.parse(iso);
const NOW = at("2025-03-02T10:20:00Z");
const span = { firstMs: at("2020-01-01T00:00:00Z"), toMs: at("2022-01-01T00:00:00Z") };

Deno.test("run range: a year ends on the last stored day, also when the store ends at midnight", () => {
  assert.deepEqual(presetRange("1y", span, NOW), { from: "2021-01-01", to: "2021-12-31" });
  const midday = { ...span, toMs: at("2022-05-03T17:00:00Z") };
  assert.deepEqual(presetRange("2y", midday, NOW), { from: "2020-05-03", to: "2022-05-03" });
});

Deno.test("run range: all is all that is stored; of nothing stored there is no all", () => {
  assert.deepEqual(presetRange("all", span, NOW), { from: "2020-01-01", to: "2021-12-31" });
  assert.equal(presetRange("all", null, NOW), null);
});

Deno.test("run range: with nothing stored, yesterday is the last day that is over", () => {
  assert.equal(latestMs(null, NOW), at("2025-03-02T00:00:00Z"));
  assert.deepEqual(presetRange("1y", null, NOW), { from: "2024-03-02", to: "2025-03-01" });
});

Deno.test("run range: months go back as the calendar does, to the next first where a month is shorter", () => {
  assert.deepEqual(presetRange("3m", span, NOW), { from: "2021-10-01", to: "2021-12-31" });
  assert.deepEqual(presetRange("6m", span, NOW), { from: "2021-07-01", to: "2021-12-31" });
  const may = { ...span, toMs: at("2022-05-31T17:00:00Z") };
  assert.deepEqual(presetRange("3m", may, NOW), { from: "2022-03-01", to: "2022-05-31" });
  assert.deepEqual(presetRange("6m", null, NOW), { from: "2024-09-02", to: "2025-03-01" });
});

Deno.test("run range: the 29th of February has a year before it", () => {
  const leap = { ...span, toMs: at("2024-03-01T00:00:00Z") };
  assert.deepEqual(presetRange("1y", leap, NOW), { from: "2023-03-01", to: "2024-02-29" });
});

Deno.test("run range: the API gets an exclusive end, no later than the newest stored candle of that day", () => {
  assert.deepEqual(toApiRange({ from: "2021-01-01", to: "2021-06-30" }, span), {
    date_from: "2021-01-01",
    date_to: "2021-07-01T00:00:00.000Z",
  });
  const midday = { ...span, toMs: at("2022-05-03T17:00:00Z") };
  assert.equal(
    toApiRange({ from: "2021-01-01", to: "2022-05-03" }, midday).date_to,
    "2022-05-03T17:00:00.000Z",
  );
  // Beyond the store the person asks for what has to be fetched.
  assert.equal(
    toApiRange({ from: "2021-01-01", to: "2022-05-04" }, midday).date_to,
    "2022-05-05T00:00:00.000Z",
  );
});

Deno.test("run range: it is known when candles have to be fetched", () => {
  assert.equal(reachesBack({ from: "2019-06-01", to: "2021-01-01" }, span), true);
  assert.equal(reachesBack({ from: "2020-01-01", to: "2021-01-01" }, span), false);
  assert.equal(reachesAhead({ from: "2020-01-01", to: "2021-12-31" }, span), false);
  assert.equal(reachesAhead({ from: "2020-01-01", to: "2022-01-01" }, span), true);
});

Deno.test("run range: instead of what is not there, what is there is offered", () => {
  assert.deepEqual(storedRange({ from: "2018-01-01", to: "2020-06-30" }, span), {
    from: "2020-01-01",
    to: "2020-06-30",
  });
  assert.deepEqual(storedRange({ from: "2021-06-01", to: "2024-01-01" }, span), {
    from: "2021-06-01",
    to: "2021-12-31",
  });
  const newest = { from: "2021-01-01", to: "2021-12-31" };
  assert.deepEqual(storedRange({ from: "2015-01-01", to: "2016-01-01" }, span), newest);
  assert.deepEqual(storedRange({ from: "2024-01-01", to: "2024-06-01" }, span), newest);
  assert.equal(storedRange({ from: "2020-02-01", to: "2020-03-01" }, span), null, "it is stored");
  assert.equal(storedRange({ from: "2015-01-01", to: "2016-01-01" }, null), null);
});

Deno.test("run range: what was too long is offered by half", () => {
  assert.deepEqual(shorterRange({ from: "2021-01-01", to: "2021-01-20" }), {
    from: "2021-01-11",
    to: "2021-01-20",
  });
  assert.equal(shorterRange({ from: "2021-01-01", to: "2021-01-05" }), null);
});

Deno.test("run range: a run's days include its last one, also when it ends within a day", () => {
  const date_from = "2021-01-01T00:00:00.000Z";
  assert.deepEqual(daysOf({ date_from, date_to: "2021-02-01T00:00:00.000Z" }), {
    from: "2021-01-01",
    to: "2021-01-31",
  });
  assert.equal(daysOf({ date_from, date_to: "2021-02-01T07:00:00.000Z" }).to, "2021-02-01");
});

Deno.test("run range: an address brings days, or nothing", () => {
  const days = { from: "2021-01-01", to: "2021-12-31" };
  assert.deepEqual(rangeInQuery(days), days);
  for (
    const wrong of [
      {},
      { from: "2021-01-01" },
      { from: "2021-02-30", to: "2021-12-31" },
      { from: "2022-01-01", to: "2021-12-31" },
      { from: '"><script>', to: "2021-12-31" },
    ]
  ) assert.equal(rangeInQuery(wrong), null, JSON.stringify(wrong));
});

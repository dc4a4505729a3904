import assert from "node:assert/strict";
import { daysOf, STATUS_DAYS } from "./vendor_reports.ts";
import { noteState, statesSince, type VendorStateChange } from "./vendor_states.ts";
import { testOnBoth } from "./testing/databases.ts";

const NOW = Date.UTC(2026, 2, 31, 12);
const at = (day: number, hour = 0, minute = 0) => new Date(Date.UTC(2026, 2, day, hour, minute));
const change = (
  state: VendorStateChange["state"],
  since: Date,
  vendor = "binance",
): VendorStateChange => ({
  vendor,
  state,
  reason: state === "away" ? "vendor_refused" : null,
  since,
});

Deno.test("vendor history: a day has the minutes that were away on it, and unknown ones say so", () => {
  const days = daysOf([
    change("working", at(28, 6)),
    change("away", at(29, 23, 30)),
    change("working", at(30, 0, 10)),
    change("away", at(31, 11)),
  ], NOW);
  assert.equal(days.length, STATUS_DAYS);
  assert.deepEqual(days.slice(-5), [
    { day: "2026-03-27", away_minutes: null },
    { day: "2026-03-28", away_minutes: 0 },
    { day: "2026-03-29", away_minutes: 30 },
    { day: "2026-03-30", away_minutes: 10 },
    // It is away still.
    { day: "2026-03-31", away_minutes: 60 },
  ]);
});

Deno.test("vendor history: one that has been away since before it begins was away on every day", () => {
  const days = daysOf([change("away", at(-200))], NOW);
  assert.deepEqual(days[0], { day: "2026-01-01", away_minutes: 1_440 });
  assert.deepEqual(days.at(-1), { day: "2026-03-31", away_minutes: 720 });
  assert.ok(daysOf([], NOW).every(({ away_minutes }) => away_minutes === null));
});

testOnBoth(
  "vendor states are written when they change, once, and read back by time",
  async ({ db }) => {
    const changes = [
      change("working", at(1)),
      change("away", at(2)),
      // Another process saw the same.
      change("away", at(2, 0, 1)),
      change("working", at(20)),
      change("working", at(5), "kraken"),
    ];
    for (const one of changes) await noteState(db, one);
    await Promise.all([1, 2, 3].map(() => noteState(db, change("away", at(25)))));
    const read = async (since: Date) =>
      (await statesSince(db, since)).map(({ vendor, state, since }) => [vendor, state, since]);
    assert.deepEqual(await read(at(10)), [
      // What held when the time began.
      ["binance", "away", at(2)],
      ["binance", "working", at(20)],
      ["kraken", "working", at(5)],
      ["binance", "away", at(25)],
    ]);
  },
);

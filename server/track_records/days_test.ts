import assert from "node:assert/strict";
import { dueDay, horizonStart, nextClose, utcDay } from "./days.ts";

const at = (iso: string) => Date.parse(`${iso}Z`);
const day = (ms: number) => new Date(ms).toISOString();

Deno.test("days: a day is due from its hour on, until it ends", () => {
  assert.equal(dueDay(at("2026-03-29T00:09:59.999"), 10), null);
  assert.equal(dueDay(at("2026-03-29T00:10"), 10), "2026-03-29");
  assert.equal(dueDay(at("2026-03-29T23:59:59.999"), 10), "2026-03-29");
  assert.equal(dueDay(at("2026-03-30T00:00"), 10), null);
  assert.equal(dueDay(at("2024-02-29T12:00"), 23 * 60), null);
  assert.equal(dueDay(at("2024-02-29T23:00"), 23 * 60), "2024-02-29");
  assert.equal(utcDay(at("2024-02-29T00:00")), "2024-02-29");
});

Deno.test("days: a horizon goes back by calendar months, on short months to their last day", () => {
  const from = (iso: string, horizon: Parameters<typeof horizonStart>[1]) =>
    day(horizonStart(at(iso), horizon, null)).slice(0, 10);
  assert.equal(from("2026-03-31T15:00", "1y"), "2025-03-31");
  assert.equal(from("2024-02-29T15:00", "1y"), "2023-02-28");
  assert.equal(from("2024-02-29T15:00", "2y"), "2022-02-28");
  assert.equal(from("2026-05-31T00:00", "3m"), "2026-02-28");
  assert.equal(from("2026-01-15T00:00", "3m"), "2025-10-15");
  assert.equal(from("2026-08-31T23:59", "6m"), "2026-02-28");
  assert.equal(from("2026-08-31T23:59", "3y"), "2023-08-31");
});

Deno.test("days: everything begins at the first candle, and always before the day", () => {
  const first = at("2017-08-17T04:00");
  assert.equal(horizonStart(at("2026-01-15T12:00"), "all", first), first);
  assert.equal(day(horizonStart(at("2026-01-15T12:00"), "all", null)).slice(0, 10), "2023-01-15");
  const today = at("2026-01-15T08:00");
  assert.equal(day(horizonStart(today, "all", today)).slice(0, 10), "2026-01-13");
});

Deno.test("days: a record counts from the first candle that closes at or after the seal", () => {
  assert.equal(day(nextClose(at("2026-01-15T12:20"), 3_600_000)), "2026-01-15T13:00:00.000Z");
  assert.equal(day(nextClose(at("2026-01-15T12:00"), 3_600_000)), "2026-01-15T12:00:00.000Z");
  assert.equal(day(nextClose(at("2026-01-15T12:20"), 86_400_000)), "2026-01-16T00:00:00.000Z");
  // Weeks end on Sunday at midnight.
  assert.equal(day(nextClose(at("2026-01-15T12:20"), 604_800_000)), "2026-01-19T00:00:00.000Z");
  assert.equal(day(nextClose(at("2026-01-19T00:00"), 604_800_000)), "2026-01-19T00:00:00.000Z");
});

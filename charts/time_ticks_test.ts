import assert from "node:assert/strict";
import { timeTicks } from "./time_ticks.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (iso: string) => Date.parse(`${iso}Z`) / 1000;
const measure = (text: string) => text.length * 6.6;

function ticksOf(from: number, to: number, width: number, zone = "UTC") {
  return timeTicks({ from, to, width, zone, left: 56, right: 14, measure });
}
const labels = (...args: Parameters<typeof ticksOf>) => ticksOf(...args).map(({ label }) => label);

Deno.test("time ticks: at any width, span and zone no two labels are equal, overlap or leave the axis", () => {
  const spans = [10 * MINUTE, 5 * HOUR, 30 * HOUR, 4 * DAY, 40 * DAY, 400 * DAY, 1500 * DAY];
  const starts = ["2020-12-30T07:13", "2021-03-27T19:00", "2021-10-30T22:00", "2022-01-01T00:00"];
  const zones = ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "Pacific/Kiritimati"];
  for (const zone of zones) {
    for (const start of starts) {
      for (const span of spans) {
        for (const width of [80, 150, 240, 320, 500, 900, 1400, 2600]) {
          const [from, to] = [at(start), at(start) + span];
          const ticks = ticksOf(from, to, width, zone);
          const about = `${zone} ${start} + ${span / HOUR} h at ${width} px: ${
            ticks.map(({ label }) => label).join(" | ")
          }`;
          assert.ok(ticks.length >= (width >= 240 ? 2 : 1), about);
          assert.equal(new Set(ticks.map(({ label }) => label)).size, ticks.length, about);
          let end = -56;
          for (const { time, label } of ticks) {
            const x = (time - from) / span * width;
            const half = measure(label) / 2;
            assert.ok(x - half >= end, about);
            end = x + half + 7;
          }
          assert.ok(end <= width + 14 + 7, about);
        }
      }
    }
  }
});

Deno.test("time ticks: are on the hours, days and months of the zone, and say as much as tells them apart", () => {
  assert.deepEqual(labels(at("2021-01-01T00:00"), at("2021-12-31T23:00"), 700), [
    "Jan 2021",
    "Apr 2021",
    "Jul 2021",
    "Oct 2021",
  ]);
  assert.deepEqual(labels(at("2021-06-03T00:30"), at("2021-06-03T12:30"), 500), [
    "3 Jun, 02:00",
    "04:00",
    "06:00",
    "08:00",
    "10:00",
    "12:00",
  ]);
  assert.deepEqual(labels(at("2020-12-20T00:00"), at("2021-01-20T00:00"), 500), [
    "21 Dec 2020",
    "28 Dec",
    "4 Jan 2021",
    "11 Jan",
    "18 Jan",
  ]);
  assert.deepEqual(labels(at("2021-06-03T00:00"), at("2021-06-05T23:00"), 700), [
    "3 Jun",
    "3 Jun, 12:00",
    "4 Jun",
    "4 Jun, 12:00",
    "5 Jun",
    "5 Jun, 12:00",
  ]);
  const [tokyo] = ticksOf(at("2021-05-31T00:00"), at("2021-09-20T00:00"), 400, "Asia/Tokyo");
  assert.deepEqual(tokyo, { time: at("2021-05-31T15:00"), label: "Jun 2021" });
});

Deno.test("time ticks: an hour that comes twice has one tick, one that is skipped has none of its own", () => {
  const back = labels(at("2021-10-30T23:00"), at("2021-10-31T03:00"), 900, "Europe/Berlin");
  assert.equal(new Set(back).size, back.length);
  const ahead = ticksOf(at("2021-03-28T00:00"), at("2021-03-28T04:00"), 300, "Europe/Berlin");
  assert.ok(ahead.every(({ label }) => !label.endsWith("02:00")), JSON.stringify(ahead));
});

Deno.test("time ticks: there are none of nothing", () => {
  assert.deepEqual(ticksOf(5, 5, 300), []);
  assert.deepEqual(ticksOf(NaN, 5, 300), []);
  assert.deepEqual(ticksOf(0, DAY, 0), []);
});

/** When the clocks of zones were changed. */
import assert from "node:assert/strict";
import { isZone, zoneOf } from "./time_zones.ts";

const HOUR = 3_600_000;
const NOW = Date.UTC(2023, 0, 1);

Deno.test("time zones: the shifts of a zone to the minute, and none of UTC", () => {
  const berlin = zoneOf("Europe/Berlin", NOW);
  const of2022 = berlin.filter(({ fromMs }) =>
    fromMs >= Date.UTC(2022, 0) && fromMs < Date.UTC(2023, 0)
  );
  assert.deepEqual(of2022, [
    { fromMs: Date.UTC(2022, 2, 27, 1), aheadMs: 2 * HOUR },
    { fromMs: Date.UTC(2022, 9, 30, 1), aheadMs: HOUR },
  ]);
  assert.deepEqual(zoneOf("UTC", NOW), [{ fromMs: -Infinity, aheadMs: 0 }]);
  assert.deepEqual(zoneOf("Asia/Kolkata", NOW), [{ fromMs: -Infinity, aheadMs: 5.5 * HOUR }]);
});

Deno.test("time zones: a name that there is not is told from one that there is", () => {
  assert.deepEqual(["UTC", "Europe/Berlin", "Mars/Olympus", ""].map(isZone), [
    true,
    true,
    false,
    false,
  ]);
});

import assert from "node:assert/strict";
import { AppError } from "../../contracts/errors.ts";
import { incidentUpdateSchema, newIncidentSchema } from "../../contracts/incidents.ts";
import { AT_THE_MACHINE } from "../accounts/administration.ts";
import { AuditLog } from "../audit/audit_log.ts";
import { createLogger } from "../logging/log.ts";
import { testOnBoth } from "../market_data/testing/databases.ts";
import { Incidents } from "./service.ts";

const START = Date.UTC(2026, 10, 29, 12);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const fresh = (typed: Record<string, unknown>) =>
  newIncidentSchema.parse({
    title: "Backtests wait",
    words: "Backtests take longer than usual.",
    state: "investigating",
    components: ["backtests"],
    since: "",
    until: "",
    ...typed,
  });
const more = (state: string, until = "") =>
  incidentUpdateSchema.parse({ words: `It is ${state}.`, state, until });

testOnBoth(
  "incidents: written, continued, ended, opened again, kept for 90 days",
  async ({ db }) => {
    let at = START;
    const log = createLogger({ logFormat: "json", logLevel: "error", write: () => {} });
    const auditLog = new AuditLog({ db, log });
    const incidents = new Incidents({ db, auditLog, now: () => at });
    const only = async () => {
      const [one, ...others] = await incidents.recent(90);
      assert.ok(one && others.length === 0);
      return one;
    };
    const refused = (work: Promise<unknown>, path: string) =>
      assert.rejects(
        work,
        (error: unknown) => error instanceof AppError && error.issues[0]?.path === path,
      );

    await incidents.open(AT_THE_MACHINE, fresh({ since: "2026-11-29 11:30" }));
    const { id, sinceMs, untilMs, components, updates } = await only();
    assert.deepEqual([sinceMs, untilMs], [START - HOUR / 2, null]);
    assert.deepEqual(components, ["backtests"]);
    assert.deepEqual(updates.map(({ state }) => state), ["investigating"]);

    at += HOUR;
    await incidents.update(AT_THE_MACHINE, id, more("identified"));
    await refused(
      incidents.update(AT_THE_MACHINE, id, more("monitoring", "2026-11-29 12:30")),
      "until",
    );
    await refused(
      incidents.update(AT_THE_MACHINE, id, more("resolved", "2026-11-29 11:00")),
      "until",
    );
    await refused(
      incidents.update(AT_THE_MACHINE, id, more("resolved", "2026-11-29 14:00")),
      "until",
    );
    await incidents.update(AT_THE_MACHINE, id, more("resolved"));
    assert.equal((await only()).untilMs, START + HOUR);

    at += HOUR;
    await incidents.update(AT_THE_MACHINE, id, more("resolved"));
    assert.equal((await only()).untilMs, START + HOUR, "a remark later does not move its end");
    await incidents.update(AT_THE_MACHINE, id, more("identified"));
    assert.equal((await only()).untilMs, null, "it is back");
    await incidents.update(AT_THE_MACHINE, id, more("resolved", "2026-11-29 13:45"));
    const done = await only();
    assert.equal(done.untilMs, START + 1.75 * HOUR);
    assert.equal(done.updates.length, 6);
    assert.equal(done.updates[0]?.state, "resolved", "the newest first");

    at = done.untilMs! + 90 * DAY;
    assert.equal((await incidents.recent(90)).length, 1);
    at += 1;
    assert.deepEqual(await incidents.recent(90), []);

    await refused(incidents.open(AT_THE_MACHINE, fresh({ since: "2027-12-01 00:00" })), "since");
    await incidents.remove(AT_THE_MACHINE, id);
    const gone = (error: unknown) => error instanceof AppError && error.code === "not_found";
    await assert.rejects(incidents.remove(AT_THE_MACHINE, id), gone);
    await assert.rejects(incidents.update(AT_THE_MACHINE, "none", more("resolved")), gone);
    const events = (await auditLog.list({ limit: 20 })).map(({ event }) => event);
    assert.deepEqual([events[0], events.at(-1), events.length], [
      "incident_removed",
      "incident_opened",
      7,
    ]);
  },
);

Deno.test("incidents: times are written as UTC, and days that are none are refused", () => {
  const since = (text: string) => newIncidentSchema.shape.since.safeParse(text);
  assert.equal(since("2026-02-28 09:30").data?.toISOString(), "2026-02-28T09:30:00.000Z");
  assert.equal(since("2026-02-28T09:30:15Z").data?.toISOString(), "2026-02-28T09:30:15.000Z");
  assert.equal(since(" ").data, null);
  for (const wrong of ["2026-02-30 09:30", "2026-13-01 09:30", "2026-02-28 25:00", "now", "0"]) {
    assert.equal(since(wrong).success, false, wrong);
  }
});

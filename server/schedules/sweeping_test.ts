/** When a process sweeps, what it reports and logs, and the record that a run tells of. */
import assert from "node:assert/strict";
import type { Run } from "../../contracts/backtests.ts";
import { AppError } from "../../contracts/errors.ts";
import { freshPglite } from "../../tests/support/database.ts";
import { createLogger } from "../logging/log.ts";
import type { Schedules, SchedulesOptions } from "./service.ts";
import { AWAY, ScheduleHarness, STEADY } from "./testing/schedule_harness.ts";

const START = "2026-01-15T12:20:00Z";
const on = { auto_update_enabled: true } as const;
const FAULTY = { code: "invalid_strategy", message: "It has a fault." };

interface Fixture {
  readonly harness: ScheduleHarness;
  readonly user: string;
  readonly id: string;
  /** `level message` of each line since it was last asked. */
  readonly lines: () => string[];
  readonly process: (parts?: Parameters<ScheduleHarness["process"]>[0]) => Schedules;
}

function testSweeping(name: string, test: (fixture: Fixture) => Promise<void>): void {
  Deno.test(`sweeping: ${name}`, async () => {
    const database = await freshPglite();
    try {
      const harness = new ScheduleHarness(database, START);
      const user = await harness.person();
      const lines: string[] = [];
      const log = createLogger({
        logLevel: "info",
        logFormat: "json",
        write: (line) => {
          const { level, message, queued, retried, switched_off } = JSON.parse(line);
          const counts = [queued, retried, switched_off].filter((count) => count !== undefined);
          lines.push([level, message, ...counts].join(" "));
        },
      });
      await test({
        harness,
        user,
        id: await harness.strategy(user),
        lines: () => lines.splice(0),
        process: (parts = {}) => harness.process({ log, ...parts }),
      });
    } finally {
      await database.close();
    }
  });
}

testSweeping("it sweeps at once and every minute, until it is stopped", async (fixture) => {
  const { harness, user, id, process } = fixture;
  const { setInterval, clearInterval } = globalThis;
  const intervals = new Map<number, { run: () => void; ms: number }>();
  try {
    globalThis.setInterval = ((run: () => void, ms: number) => {
      intervals.set(7, { run, ms });
      return 7;
    }) as typeof setInterval;
    globalThis.clearInterval = ((id: number) => void intervals.delete(id)) as typeof clearInterval;
    const schedules = process();
    await schedules.update(user, id, on);
    harness.at("2026-01-16T12:20:00Z");
    schedules.start();
    await schedules.sweep();
    assert.deepEqual(await harness.days(id), ["2026-01-15", "2026-01-16"]);
    assert.deepEqual([...intervals.values()].map(({ ms }) => ms), [60_000]);
    harness.at("2026-01-17T12:20:00Z");
    intervals.get(7)?.run();
    await schedules.sweep();
    assert.equal((await harness.days(id)).length, 3);
    await schedules.stop();
    assert.equal(intervals.size, 0);
    harness.at("2026-01-18T12:20:00Z");
    await schedules.sweep();
    assert.equal((await harness.days(id)).length, 3, "it begins nothing new");
  } finally {
    Object.assign(globalThis, { setInterval, clearInterval });
  }
  await assert.doesNotReject(process().stop(), "one that was never started");
});

testSweeping("two sweeps at once in one process are one", async ({ process }) => {
  const schedules = process();
  const [first, second] = [schedules.sweep(), schedules.sweep()];
  assert.equal(first, second);
  await first;
  const third = schedules.sweep();
  assert.notEqual(first, third);
  await third;
});

testSweeping(
  "it reports what it began, tried again and switched off, and nothing else",
  async (fixture) => {
    const { harness, user, id, process, lines } = fixture;
    const schedules = process();
    await schedules.update(user, id, on);
    assert.deepEqual(await schedules.sweep(), { queued: 0, retried: 0, switchedOff: 0 });
    assert.deepEqual(lines(), []);
    await harness.run(AWAY);
    assert.deepEqual(await schedules.sweep(), { queued: 0, retried: 0, switchedOff: 0 });
    harness.at("2026-01-15T12:30:00Z");
    assert.deepEqual(await schedules.sweep(), { queued: 0, retried: 1, switchedOff: 0 });
    assert.deepEqual(lines(), ["info auto-updates 0 1 0"]);
    assert.equal(harness.queued.length, 2);
    await harness.run(FAULTY);
    const reports: number[][] = [];
    for (let n = 1; n <= 5; n++) {
      harness.at(`2026-01-${15 + n}T12:20:00Z`);
      const { queued, retried, switchedOff } = await schedules.sweep();
      reports.push([queued, retried, switchedOff]);
      await harness.run(FAULTY);
    }
    assert.deepEqual(reports, [[1, 0, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0], [0, 0, 1]]);
    assert.deepEqual(lines(), [
      ...Array(4).fill("info auto-updates 1 0 0"),
      "info auto-updates 0 0 1",
    ]);
  },
);

testSweeping(
  "one strategy that cannot be looked after does not keep the others",
  async (fixture) => {
    const { harness, user, id, process, lines } = fixture;
    const other = await harness.strategy(user);
    const calm = process();
    for (const one of [id, other]) await calm.update(user, one, on);
    harness.at("2026-01-16T12:20:00Z");
    await harness.db.updateTable("forward_records").set({ timeframe: "never" })
      .where("strategy_id", "=", id).execute();
    assert.equal((await calm.sweep()).queued, 1);
    assert.deepEqual(await harness.days(other), ["2026-01-15", "2026-01-16"]);
    assert.deepEqual(lines(), [
      "error an auto-update could not be looked after",
      "info auto-updates 1 0 0",
    ]);
  },
);

testSweeping("a queue that is away leaves the run for the runner", async (fixture) => {
  const { harness, user, id, process, lines } = fixture;
  const schedules = process({ queueRun: () => Promise.reject(new Error("away")) });
  await schedules.update(user, id, on);
  assert.equal((await harness.autoRuns(id)).length, 1);
  assert.deepEqual(lines(), ["warn an automatic run could not be queued yet"]);
});

testSweeping("candles at hand are asked for where the horizon is all of them", async (fixture) => {
  const { harness, user, id, process } = fixture;
  harness.firstMs = Date.parse("2019-03-01T00:00:00Z");
  const schedules = process();
  await schedules.update(user, id, { name: "Other" });
  await schedules.update(user, id, on);
  await schedules.restartTrackRecord(user, id);
  await schedules.update(user, id, { auto_update_enabled: false });
  assert.equal(harness.marketsAsked, 0);
  await schedules.update(user, id, { ...on, auto_update_horizon: "all" });
  assert.equal(harness.marketsAsked, 1);
  const fromOf = async () =>
    (await harness.db.selectFrom("forward_records").select("date_from")
      .where("ended_at", "is", null).executeTakeFirstOrThrow()).date_from.toISOString();
  assert.equal(await fromOf(), "2019-03-01T00:00:00.000Z");
  // No candles of this timeframe are at hand: three years are asked for.
  await schedules.update(user, id, { auto_update_enabled: false });
  await schedules.update(user, id, { ...on, timeframe: "4h" });
  assert.equal(await fromOf(), "2023-01-15T00:00:00.000Z");
});

testSweeping(
  "what is switched on or off begins anew, and remembers since when it is on",
  async (fixture) => {
    const { harness, user, id, process } = fixture;
    const schedules = process();
    const failed = {
      auto_update_failing_days: 3,
      auto_update_failure: "It failed.",
      auto_update_off_reason: "It failed.",
    };
    const rowOf = async () => {
      const row = await harness.row(id);
      return [
        row.auto_update_since?.toISOString() ?? null,
        row.auto_update_failing_days,
        row.auto_update_failure,
        row.auto_update_off_reason,
      ];
    };
    const fresh = (since: string | null) => [since, 0, null, null];
    const fail = () => harness.db.updateTable("strategies").set(failed).execute();
    await fail();
    await schedules.update(user, id, on);
    assert.deepEqual(await rowOf(), fresh("2026-01-15T12:20:00.000Z"));
    harness.at("2026-01-15T13:20:00Z");
    await fail();
    await schedules.update(user, id, on);
    assert.deepEqual(await rowOf(), ["2026-01-15T12:20:00.000Z", 3, "It failed.", "It failed."]);
    await schedules.restartTrackRecord(user, id);
    assert.deepEqual(await rowOf(), fresh("2026-01-15T13:20:00.000Z"));
    await fail();
    await schedules.update(user, id, { auto_update_enabled: false });
    assert.deepEqual(await rowOf(), fresh(null));
  },
);

testSweeping(
  "a version with faults is named when it is to be sealed, nothing saved has none",
  async (fixture) => {
    const { harness, user, id, process } = fixture;
    const schedules = process();
    await schedules.update(user, id, on);
    const issuesOf = async () => {
      const error = await schedules.restartTrackRecord(user, id).then(
        () => null,
        (thrown) => thrown,
      );
      assert.ok(error instanceof AppError && error.code === "invalid_strategy", String(error));
      return error.options.issues;
    };
    await harness.save(user, id, 1, { version: 1, blocks: [], connections: [] });
    assert.notEqual((await issuesOf())?.length ?? 0, 0);
    await harness.db.deleteFrom("backtest_runs").execute();
    await harness.db.deleteFrom("forward_records").execute();
    await harness.db.deleteFrom("strategy_versions").execute();
    assert.deepEqual(await issuesOf(), []);
  },
);

/** The runs as `status` and `triggered_by` say, with the stored results of the harness. */
function backtestsOf(
  harness: ScheduleHarness,
  facts: Partial<Pick<Run, "status" | "triggered_by">>,
  failure?: Error,
): SchedulesOptions["backtests"] {
  return {
    get: (_user, run_id) =>
      Promise.resolve({ run_id, status: "completed", triggered_by: "schedule", ...facts } as Run),
    results: (_user, runId) =>
      failure ? Promise.reject(failure) : Promise.resolve({
        result: JSON.parse(new TextDecoder().decode(harness.blobs.get(runId))),
      } as Awaited<ReturnType<SchedulesOptions["backtests"]["results"]>>),
  };
}

testSweeping("a run tells of its record as far as it goes itself", async (fixture) => {
  const { harness, user, id, process } = fixture;
  await process().update(user, id, on);
  const [first = ""] = harness.queued;
  const recordOf = async (
    runId: string,
    ...[facts, failure]: [
      facts?: Parameters<typeof backtestsOf>[1],
      failure?: Error,
    ]
  ) => {
    const schedules = process({ backtests: backtestsOf(harness, facts ?? {}, failure) });
    return (await schedules.recordOfRun(user, runId)).forward_record;
  };
  assert.equal(await recordOf(first, { triggered_by: "manual" }), null);
  assert.equal(await recordOf(crypto.randomUUID(), { status: "pending" }), null);
  const pending = await recordOf(first, { status: "pending" });
  assert.deepEqual([pending?.version_number, pending?.since], [1, null]);

  await harness.run(STEADY);
  assert.equal((await recordOf(first))?.since, null, "nothing has come after the seal yet");
  harness.at("2026-01-17T12:20:00Z");
  await process().sweep();
  const second = harness.queued.at(-1) ?? "";
  await harness.run(STEADY);
  // Asked before the sweep: the day is finalized first.
  assert.equal((await recordOf(second))?.since?.until, "2026-01-17T12:00:00.000Z");
  const { outcome } = await harness.db.selectFrom("scheduled_runs").select("outcome")
    .where("run_id", "=", second).executeTakeFirstOrThrow();
  assert.equal(outcome, "completed");
  assert.equal((await recordOf(first))?.since, null, "the first run goes no further");
  assert.equal((await recordOf(second, { status: "failed" }))?.since, null);

  for (const code of ["result_unreadable", "result_gone", "not_found"] as const) {
    const lost = await recordOf(second, {}, new AppError(code, "It is gone."));
    assert.deepEqual([lost?.version_number, lost?.since], [1, null], code);
  }
  for (const error of [new AppError("unavailable", "Away."), new Error("broken")]) {
    await assert.rejects(recordOf(second, {}, error), error);
  }
});

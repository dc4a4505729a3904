/** What becomes of one automatic run that has ended, to the millisecond and the day. */
import assert from "node:assert/strict";
import { freshPglite } from "../../tests/support/database.ts";
import { finalizeDay, type FinalizedDay } from "./finalize_day.ts";
import { AWAY, HOUR, type RunEnd, ScheduleHarness, STEADY } from "./testing/schedule_harness.ts";

const FAULTY: RunEnd = { code: "invalid_strategy", message: "It has a fault." };

interface Fixture {
  readonly harness: ScheduleHarness;
  readonly user: string;
  readonly id: string;
  readonly finalize: () => Promise<FinalizedDay>;
  readonly day: () => Promise<{ outcome: string; tries: number; nextTry: string | null }>;
}

/** A strategy whose run of the day has begun at `start`. */
function testDay(name: string, start: string, test: (fixture: Fixture) => Promise<void>): void {
  Deno.test(`finalize day: ${name}`, async () => {
    const database = await freshPglite();
    try {
      const harness = new ScheduleHarness(database, start);
      const user = await harness.person();
      const id = await harness.strategy(user);
      await harness.process().update(user, id, { auto_update_enabled: true });
      const day = () =>
        harness.db.selectFrom("scheduled_runs").selectAll().orderBy("utc_day", "desc")
          .executeTakeFirstOrThrow();
      await test({
        harness,
        user,
        id,
        finalize: async () =>
          await finalizeDay({
            db: harness.db,
            storage: harness.storage(),
            closedBefore: () => Math.floor(harness.nowMs / HOUR) * HOUR,
            now: () => harness.nowMs,
          }, (await day()).id),
        day: async () => {
          const { outcome, tries, next_try_at } = await day();
          return { outcome, tries, nextTry: next_try_at?.toISOString() ?? null };
        },
      });
    } finally {
      await database.close();
    }
  });
}

testDay(
  "a run that goes on, or is finalized, leaves nothing to do",
  "2026-01-15T12:00:00Z",
  async (fixture) => {
    const { harness, finalize, day } = fixture;
    for (const status of ["pending", "running"] as const) {
      await harness.db.updateTable("backtest_runs").set({ status }).execute();
      assert.deepEqual(await finalize(), { kind: "nothing" });
      assert.equal((await day()).outcome, "open");
    }
    await harness.db.updateTable("backtest_runs").set({ status: "pending" }).execute();
    await harness.run(STEADY);
    assert.deepEqual(await finalize(), { kind: "completed" });
    assert.deepEqual(await finalize(), { kind: "nothing" });
    assert.deepEqual(await day(), { outcome: "completed", tries: 1, nextTry: null });
  },
);

testDay(
  "a completed run without a stored result waits for it",
  "2026-01-15T12:00:00Z",
  async (fixture) => {
    const { harness, finalize, day } = fixture;
    await harness.db.updateTable("backtest_runs").set({ status: "completed" }).execute();
    assert.deepEqual(await finalize(), { kind: "nothing" });
    assert.equal((await day()).outcome, "open");
  },
);

testDay(
  "a result that is gone ends its day and tells nothing",
  "2026-01-15T12:00:00Z",
  async (fixture) => {
    const { harness, user, id, finalize } = fixture;
    await harness.run(STEADY);
    harness.blobs.clear();
    assert.deepEqual(await finalize(), { kind: "completed" });
    const [record] = await harness.process().records(user, id);
    assert.deepEqual([record?.past_days, record?.since], [null, null]);
  },
);

testDay(
  "a deleted run ends its day, and nothing is held against anybody",
  "2026-01-15T12:00:00Z",
  async (fixture) => {
    const { harness, id, finalize, day } = fixture;
    await harness.db.deleteFrom("backtest_runs").execute();
    assert.deepEqual(await finalize(), { kind: "nothing" });
    assert.equal((await day()).outcome, "deleted");
    assert.equal((await harness.row(id)).auto_update_failing_days, 0);
  },
);

testDay(
  "a failure is tried again to the millisecond, on the newest candles",
  "2026-01-15T12:00:00Z",
  async (fixture) => {
    const { harness, id, finalize, day } = fixture;
    const tries: [waitMinutes: number, dateTo: string][] = [
      [10, "2026-01-15T12:00:00.000Z"],
      [30, "2026-01-15T12:00:00.000Z"],
      [120, "2026-01-15T14:00:00.000Z"],
      [360, "2026-01-15T20:00:00.000Z"],
    ];
    await harness.db.updateTable("backtest_runs").set({ date_to: new Date("2026-01-15T12:00:00Z") })
      .execute();
    for (const [n, [minutes, dateTo]] of tries.entries()) {
      await harness.run(AWAY);
      assert.deepEqual(await finalize(), { kind: "will_retry" });
      const next = harness.nowMs + minutes * 60_000;
      assert.deepEqual(await day(), {
        outcome: "open",
        tries: n + 1,
        nextTry: new Date(next).toISOString(),
      });
      harness.nowMs = next - 1;
      assert.deepEqual(await finalize(), { kind: "nothing" });
      harness.nowMs = next;
      const [run] = await harness.autoRuns(id);
      assert.deepEqual(await finalize(), { kind: "retried", runId: run?.id });
      const [again] = await harness.autoRuns(id);
      assert.deepEqual([again?.status, again?.date_to.toISOString()], ["pending", dateTo]);
      assert.equal((await harness.row(id)).auto_update_failing_days, 0);
    }
    await harness.run(AWAY);
    assert.deepEqual(await finalize(), { kind: "failed", switchedOff: false });
    assert.deepEqual(await day(), { outcome: "failed", tries: 5, nextTry: null });
    assert.equal((await harness.row(id)).auto_update_failing_days, 1);
  },
);

testDay(
  "a clock that goes back ends no day, and puts no try off for longer than one is put off",
  "2026-01-15T12:00:00Z",
  async (fixture) => {
    const { harness, finalize, day } = fixture;
    await harness.run(AWAY);
    // To the day before.
    harness.at("2026-01-14T12:00:00Z");
    assert.deepEqual(await finalize(), { kind: "will_retry" });
    assert.equal((await day()).outcome, "open");
    harness.at("2026-01-14T01:00:00Z");
    assert.equal((await finalize()).kind, "retried");
  },
);

testDay("a range is never shortened by another try", "2026-01-15T12:00:00Z", async (fixture) => {
  const { harness, id, finalize } = fixture;
  const dateTo = new Date("2026-01-15T22:00:00Z");
  await harness.db.updateTable("backtest_runs").set({ date_to: dateTo }).execute();
  await harness.run(AWAY);
  await finalize();
  harness.at("2026-01-15T12:10:00Z");
  assert.equal((await finalize()).kind, "retried");
  assert.deepEqual((await harness.autoRuns(id))[0]?.date_to, dateTo);
});

for (
  const [at, kind] of [
    ["2026-01-15T23:49:59.999Z", "will_retry"],
    ["2026-01-15T23:50:00.000Z", "failed"],
  ] as const
) {
  testDay(
    `a try that would come after the day is not made: ${at}`,
    "2026-01-15T12:00:00Z",
    async (fixture) => {
      fixture.harness.at(at);
      await fixture.harness.run(AWAY);
      assert.equal((await fixture.finalize()).kind, kind);
    },
  );
}

testDay(
  "a failure of yesterday has failed, whenever its next try was to be",
  "2026-01-15T12:00:00Z",
  async (fixture) => {
    const { harness, id, finalize } = fixture;
    await harness.run(AWAY);
    await finalize();
    harness.at("2026-01-16T00:00:00Z");
    assert.deepEqual(await finalize(), { kind: "failed", switchedOff: false });
    const row = await harness.row(id);
    assert.equal(row.auto_update_failing_days, 1);
    assert.equal(row.auto_update_failure, "The exchange cannot be reached.");
  },
);

testDay(
  "what would only fail again is not tried again",
  "2026-01-15T12:00:00Z",
  async (fixture) => {
    await fixture.harness.run(FAULTY);
    assert.deepEqual(await fixture.finalize(), { kind: "failed", switchedOff: false });
    assert.equal((await fixture.harness.row(fixture.id)).auto_update_failure, "It has a fault.");
  },
);

for (
  const [what, columns] of [
    ["switched off", { auto_update_enabled: false }],
    ["archived", { is_archived: true }],
  ] as const
) {
  testDay(
    `what is ${what} meanwhile is not tried again`,
    "2026-01-15T12:00:00Z",
    async (fixture) => {
      const { harness, id, finalize, day } = fixture;
      await harness.run(AWAY);
      assert.equal((await finalize()).kind, "will_retry");
      await harness.db.updateTable("strategies").set({ ...columns, auto_update_failure: null })
        .execute();
      harness.at("2026-01-15T12:10:00Z");
      assert.deepEqual(await finalize(), { kind: "failed", switchedOff: false });
      assert.equal((await day()).outcome, "failed");
      // The failure of an archived one is told when it is restored; that of one that is off is history.
      const counts = what === "archived";
      const row = await harness.row(id);
      assert.equal(row.auto_update_failing_days, counts ? 1 : 0);
      assert.equal(row.auto_update_failure, counts ? "The exchange cannot be reached." : null);
    },
  );
}

testDay(
  "a day from before it was switched on anew is not held against it",
  "2026-01-15T12:00:00Z",
  async (fixture) => {
    const { harness, id, finalize } = fixture;
    const since = (ms: number) =>
      harness.db.updateTable("strategies").set({ auto_update_since: new Date(harness.nowMs + ms) })
        .execute();
    await since(1);
    await harness.run(AWAY);
    assert.equal((await finalize()).kind, "will_retry");
    assert.equal((await harness.row(id)).auto_update_failure, null);
    await since(0);
    harness.at("2026-01-16T00:00:00Z");
    await finalize();
    assert.equal((await harness.row(id)).auto_update_failing_days, 1);
  },
);

testDay(
  "the fifth failed day in a row switches it off and ends the record",
  "2026-01-15T12:00:00Z",
  async (fixture) => {
    const { harness, user, id, finalize } = fixture;
    for (let n = 1; n <= 5; n++) {
      await harness.run(FAULTY);
      assert.deepEqual(await finalize(), { kind: "failed", switchedOff: n === 5 });
      const row = await harness.row(id);
      assert.deepEqual([row.auto_update_failing_days, row.auto_update_enabled], [n, n < 5]);
      const [record] = await harness.process().records(user, id);
      assert.equal(record?.ended_at === null, n < 5);
      harness.at(`2026-01-${15 + n}T12:00:00Z`);
      await harness.process().sweep();
    }
    assert.equal(
      (await harness.row(id)).auto_update_off_reason,
      "Auto-update was turned off after 5 failed days in a row. It has a fault.",
    );
  },
);

for (const [first, days] of [["2025-12-16", 29], ["2025-12-15", 30]] as const) {
  Deno.test(`finalize day: a past of ${days} days draws ${days < 30 ? "no" : "a"} range`, async () => {
    const database = await freshPglite();
    try {
      const harness = new ScheduleHarness(database, "2026-01-15T12:00:00Z");
      harness.firstMs = Date.parse(`${first}T00:00:00Z`);
      const user = await harness.person();
      const id = await harness.strategy(user);
      const process = harness.process();
      await process.update(user, id, { auto_update_enabled: true, auto_update_horizon: "all" });
      await harness.run(STEADY);
      await process.sweep();
      const [record] = await process.records(user, id);
      assert.deepEqual([record?.past_days, record?.band !== null], [days, days >= 30]);
    } finally {
      await database.close();
    }
  });
}

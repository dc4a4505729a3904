/** Daily updates on both databases: what begins when, what is tried again, and what ends them. */
import assert from "node:assert/strict";
import { AppError } from "../../contracts/errors.ts";
import { testOnBoth } from "../market_data/testing/databases.ts";
import { AWAY, DAY, ScheduleHarness, STEADY } from "./testing/schedule_harness.ts";

/** A harness with one person and one strategy that is updated daily from `start` on. */
function check(
  name: string,
  start: string,
  fn: (harness: ScheduleHarness, ids: { user: string; id: string }) => Promise<void>,
): void {
  testOnBoth(`auto-update: ${name}`, async (database) => {
    const harness = new ScheduleHarness(database, start);
    const user = await harness.person();
    await fn(harness, { user, id: await harness.strategy(user) });
  });
}

const on = { auto_update_enabled: true } as const;
const off = { auto_update_enabled: false } as const;

check(
  "switched on after the hour it runs at once, and once",
  "2026-01-15T12:20:00Z",
  async (harness, { user, id }) => {
    const process = harness.process();
    const detail = await process.update(user, id, on);
    assert.equal(detail.auto_update.enabled, true);
    assert.equal(detail.auto_update.last_auto_run_at, "2026-01-15T12:20:00.000Z");
    assert.equal(detail.forward_record?.version_number, 1);
    assert.equal(detail.forward_record?.starts_at, "2026-01-15T13:00:00.000Z");
    assert.deepEqual(await harness.days(id), ["2026-01-15"]);
    const [run] = await harness.autoRuns(id);
    assert.deepEqual(harness.queued, [run?.id]);
    assert.equal(run?.date_from.toISOString(), "2025-01-15T00:00:00.000Z");
    assert.equal(run?.date_to.toISOString(), "2026-01-15T12:00:00.000Z");
    await process.update(user, id, on);
    assert.equal((await process.sweep()).queued, 0);
    assert.deepEqual(await harness.days(id), ["2026-01-15"]);
    assert.equal((await process.records(user, id)).length, 1, "the seal stays as it was");
  },
);

check("before the hour it waits for it", "2026-01-15T00:09:00Z", async (harness, { user, id }) => {
  const process = harness.process();
  await process.update(user, id, on);
  assert.equal((await process.sweep()).queued, 0);
  harness.at("2026-01-15T00:10:00Z");
  assert.equal((await process.sweep()).queued, 1);
  harness.at("2026-01-16T00:09:59Z");
  assert.equal((await process.sweep()).queued, 0, "the next day has not begun");
});

check(
  "an hour without a running process is caught up; a day without one is not",
  "2026-01-15T12:00:00Z",
  async (harness, { user, id }) => {
    await harness.process().update(user, id, on);
    await harness.run(STEADY);
    harness.at("2026-01-16T23:59:00Z");
    assert.equal((await harness.process().sweep()).queued, 1);
    await harness.run(STEADY);
    harness.at("2026-01-19T05:00:00Z");
    assert.equal((await harness.process().sweep()).queued, 1);
    assert.deepEqual(await harness.days(id), ["2026-01-15", "2026-01-16", "2026-01-19"]);
  },
);

check(
  "many processes at once begin one run a strategy",
  "2026-01-15T00:00:00Z",
  async (harness, { user }) => {
    const others = await Promise.all(Array.from({ length: 11 }, () => harness.strategy(user)));
    for (const id of others) await harness.process().update(user, id, on);
    harness.at("2026-01-15T00:10:00Z");
    const reports = await Promise.all(Array.from({ length: 6 }, () => harness.process().sweep()));
    assert.equal(reports.reduce((sum, { queued }) => sum + queued, 0), others.length);
    for (const id of others) assert.equal((await harness.autoRuns(id)).length, 1);
    assert.equal(new Set(harness.queued).size, others.length);
    assert.equal(harness.queued.length, others.length);

    await harness.run(AWAY);
    await Promise.all(Array.from({ length: 6 }, () => harness.process().sweep()));
    harness.at("2026-01-15T00:25:00Z");
    const retried = await Promise.all(Array.from({ length: 6 }, () => harness.process().sweep()));
    assert.equal(retried.reduce((sum, report) => sum + report.retried, 0), others.length);
  },
);

check(
  "a failed run is retried the same day, a few times, and then reports why",
  "2026-01-15T00:30:00Z",
  async (harness, { user, id }) => {
    const process = harness.process();
    await process.update(user, id, on);
    const tries: string[] = [];
    for (let minute = 30; minute < 24 * 60; minute += 5) {
      harness.nowMs = Date.parse("2026-01-15T00:00:00Z") + minute * 60_000;
      if (await harness.run(AWAY) > 0) {
        tries.push(new Date(harness.nowMs).toISOString().slice(11, 16));
      }
      await process.sweep();
    }
    // After 10 minutes, 30 minutes, 2 and 6 hours; a sweep comes every five minutes here.
    assert.deepEqual(tries, ["00:30", "00:45", "01:20", "03:25", "09:30"]);
    const row = await harness.row(id);
    assert.equal(row.auto_update_failure, "The exchange cannot be reached.");
    assert.equal(row.auto_update_failing_days, 1);
    assert.equal((await harness.autoRuns(id)).length, 1, "the same run each time");
  },
);

check(
  "a try that succeeds takes the failure back, on the newest candles",
  "2026-01-15T00:30:00Z",
  async (harness, { user, id }) => {
    const process = harness.process();
    await process.update(user, id, on);
    await harness.run(AWAY);
    await process.sweep();
    assert.match((await harness.row(id)).auto_update_failure ?? "", /cannot be reached/);
    assert.equal((await harness.row(id)).auto_update_failing_days, 0, "the day is not over");
    harness.at("2026-01-15T02:05:00Z");
    await process.sweep();
    const [run] = await harness.autoRuns(id);
    assert.deepEqual([run?.status, run?.attempts, run?.error_message], ["pending", 0, null]);
    assert.equal(run?.date_to.toISOString(), "2026-01-15T02:00:00.000Z");
    assert.deepEqual(harness.queued, [run?.id, run?.id]);
    await harness.run(STEADY);
    await process.sweep();
    assert.equal((await harness.row(id)).auto_update_failure, null);
  },
);

check(
  "what is not retryable is not tried again before the next day",
  "2026-01-15T00:30:00Z",
  async (harness, { user, id }) => {
    const process = harness.process();
    await process.update(user, id, on);
    await harness.run({ code: "invalid_strategy", message: "It has a fault." });
    await process.sweep();
    harness.at("2026-01-15T20:00:00Z");
    await process.sweep();
    assert.equal(harness.queued.length, 1);
    assert.equal((await harness.row(id)).auto_update_failing_days, 1);
    harness.at("2026-01-16T00:10:00Z");
    assert.equal((await process.sweep()).queued, 1);
  },
);

check(
  "five days of failure in a row switch it off, with the reason",
  "2026-01-15T00:30:00Z",
  async (harness, { user, id }) => {
    const process = harness.process();
    await process.update(user, id, on);
    const failing: number[] = [];
    // Four days of failures, a success, then five failures.
    for (let day = 0; day < 10; day++) {
      harness.nowMs = Date.parse("2026-01-15T00:30:00Z") + day * DAY;
      await process.sweep();
      await harness.run(day === 4 ? STEADY : AWAY);
      await process.sweep();
      failing.push((await harness.row(id)).auto_update_failing_days);
    }
    assert.deepEqual(failing, [0, 1, 2, 3, 0, 0, 1, 2, 3, 4]);
    assert.equal((await harness.row(id)).auto_update_enabled, true);
    harness.at("2026-01-25T00:05:00Z");
    assert.equal((await process.sweep()).switchedOff, 1);
    const { auto_update, forward_record } = await harness.strategies.get(user, id);
    assert.equal(auto_update.enabled, false);
    assert.match(
      auto_update.switched_off_reason ?? "",
      /after 5 failed days in a row\. .*cannot be reached/,
    );
    assert.equal(forward_record, null);
    const [record] = await process.records(user, id);
    assert.equal(record?.ended_at, "2026-01-25T00:05:00.000Z");
    harness.at("2026-01-25T00:10:00Z");
    assert.equal((await process.sweep()).queued, 0);

    const again = await process.update(user, id, on);
    assert.deepEqual(
      [again.auto_update.failing_days, again.auto_update.switched_off_reason],
      [0, null],
    );
    assert.deepEqual((await harness.days(id)).at(-1), "2026-01-25");
    await harness.run(AWAY);
    harness.at("2026-01-26T00:00:00Z");
    await process.sweep();
    assert.equal((await harness.row(id)).auto_update_failing_days, 1, "it counts from one again");
  },
);

check(
  "the notice is dismissed by its reader",
  "2026-01-15T00:30:00Z",
  async (harness, { user, id }) => {
    await harness.db.updateTable("strategies").set({ auto_update_off_reason: "It failed." })
      .execute();
    const { auto_update } = await harness.process().update(user, id, off);
    assert.equal(auto_update.switched_off_reason, null);
  },
);

check(
  "an archived strategy is not updated until it is restored",
  "2026-01-15T12:00:00Z",
  async (harness, { user, id }) => {
    const process = harness.process();
    await process.update(user, id, on);
    await harness.run(STEADY);
    await process.update(user, id, { is_archived: true });
    harness.at("2026-01-16T12:00:00Z");
    assert.equal((await process.sweep()).queued, 0);
    await process.update(user, id, { is_archived: false });
    assert.equal((await process.sweep()).queued, 1);
  },
);

check(
  "an account that goes takes everything with it, and the others go on",
  "2026-01-15T12:00:00Z",
  async (harness, { user, id }) => {
    const process = harness.process();
    const other = await harness.person();
    const theirs = await harness.strategy(other);
    await process.update(user, id, on);
    await process.update(other, theirs, on);
    await harness.db.deleteFrom("users").where("id", "=", user).execute();
    await harness.run(STEADY);
    await process.finalizeRun(harness.queued[0] ?? "");
    harness.at("2026-01-16T12:00:00Z");
    assert.equal((await process.sweep()).queued, 1);
    for (const table of ["forward_records", "scheduled_runs"] as const) {
      const rows = await harness.db.selectFrom(table).select("strategy_id").execute();
      assert.ok(rows.length > 0 && rows.every(({ strategy_id }) => strategy_id === theirs), table);
    }
  },
);

check(
  "nothing to run yet: it waits for a version that can, and seals that",
  "2026-01-15T12:00:00Z",
  async (harness, { user }) => {
    const process = harness.process();
    const { id } = await harness.strategies.create(user, {
      name: "New",
      asset: "BTC/USDT",
      timeframe: "1h",
    });
    const detail = await process.update(user, id, on);
    assert.deepEqual([detail.auto_update.enabled, detail.forward_record], [true, null]);
    await harness.save(user, id, 0, { version: 1, blocks: [], connections: [] });
    assert.equal((await process.sweep()).queued, 0);
    await harness.save(user, id, 1);
    assert.equal((await process.sweep()).queued, 1);
    assert.equal((await harness.strategies.get(user, id)).forward_record?.version_number, 2);
  },
);

check(
  "later changes never rewrite a record: version, market, costs, horizon",
  "2026-01-15T12:20:00Z",
  async (harness, { user, id }) => {
    const process = harness.process();
    await process.update(user, id, { ...on, auto_update_horizon: "2y" });
    await harness.run(STEADY);
    await process.sweep();
    const [sealed] = await process.records(user, id);
    assert.equal(sealed?.horizon, "2y");
    assert.ok(sealed?.band);

    await harness.save(user, id, 1);
    await harness.db.updateTable("users").set({ default_fee_percent: 2 }).execute();
    await process.update(user, id, {
      asset: "ETH/USDT",
      timeframe: "4h",
      auto_update_horizon: "3m",
    });
    harness.at("2026-01-20T12:20:00Z");
    assert.equal((await process.sweep()).queued, 1);
    const run = (await harness.autoRuns(id)).at(-1);
    assert.deepEqual(
      [run?.asset, run?.timeframe, run?.fee_percent, run?.date_from.toISOString()],
      ["BTC/USDT", "1h", 0.1, "2024-01-15T00:00:00.000Z"],
    );
    await harness.run({ worthOfDay: (day) => 5_000 + (day % 7) * 100 });
    await process.sweep();
    const [after] = await process.records(user, id);
    assert.equal(after?.version_number, 1);
    assert.deepEqual(after?.band, sealed?.band, "another run draws no other range");

    const restarted = await process.restartTrackRecord(user, id);
    assert.deepEqual(
      [
        restarted.version_number,
        restarted.asset,
        restarted.timeframe,
        restarted.fee_percent,
        restarted.horizon,
      ],
      [2, "ETH/USDT", "4h", 2, "3m"],
    );
    assert.equal(restarted.starts_at, "2026-01-20T16:00:00.000Z");
    const [second, first] = await process.records(user, id);
    assert.deepEqual([second?.ended_at, first?.ended_at], [null, "2026-01-20T12:20:00.000Z"]);
    assert.equal(first?.since?.days, 4 + 23 / 24, "what it had done is kept");
  },
);

check(
  "a track record is restarted only with auto-update on, and only for a version that can run",
  "2026-01-15T12:20:00Z",
  async (harness, { user, id }) => {
    const process = harness.process();
    const refusal = (code: string) => (error: unknown) =>
      error instanceof AppError && error.code === code;
    await assert.rejects(process.restartTrackRecord(user, id), refusal("invalid_input"));
    await process.update(user, id, on);
    await harness.save(user, id, 1, { version: 1, blocks: [], connections: [] });
    await assert.rejects(process.restartTrackRecord(user, id), refusal("invalid_strategy"));
    const [record] = await process.records(user, id);
    assert.equal(record?.ended_at, null, "the record goes on");
    await assert.rejects(
      process.restartTrackRecord(await harness.person(), id),
      refusal("not_found"),
    );
  },
);

check(
  "what came after the lock is kept apart, up to the newest run",
  "2026-01-15T00:00:00Z",
  async (harness, { user, id }) => {
    const process = harness.process();
    const sealDay = Date.parse("2026-01-15T00:00:00Z") / DAY;
    // 1 % a day before, 2 % a day after.
    const end = {
      worthOfDay: (day: number) => 10_000 * (day < sealDay ? 1 : 1 + 0.02 * (day - sealDay + 1)),
    };
    await process.update(user, id, on);
    harness.at("2026-01-15T00:10:00Z");
    await process.sweep();
    await harness.run(end);
    await process.sweep();
    assert.equal((await harness.strategies.get(user, id)).forward_record?.since, null);
    for (const day of ["2026-01-16", "2026-01-17"]) {
      harness.at(`${day}T00:10:00Z`);
      await process.sweep();
      await harness.run(end);
      await process.sweep();
    }
    const { forward_record } = await harness.strategies.get(user, id);
    assert.deepEqual(forward_record?.since, {
      until: "2026-01-17T00:00:00.000Z",
      days: 2,
      return: 10_400 / 10_000 - 1,
      trades: 2,
    });
    const [listed] = await harness.strategies.list(user);
    assert.deepEqual(listed?.forward_record, forward_record);
  },
);

check(
  "a record stays with the venue that its first run has read",
  "2026-01-15T12:00:00Z",
  async (harness, { user, id }) => {
    const process = harness.process();
    const asked = async () =>
      (await harness.autoRuns(id)).map(({ venue, venue_asked }) => [venue, venue_asked]);
    await process.update(user, id, on);
    assert.deepEqual(await asked(), [[null, null]], "the first run decides");
    // What the job writes when it has decided.
    await harness.db.updateTable("backtest_runs").set({ venue: "kraken" }).execute();
    await harness.run(STEADY);
    await process.sweep();
    harness.at("2026-01-16T00:10:00Z");
    await process.sweep();
    assert.deepEqual((await asked())[1], ["kraken", "kraken"]);
    // A new record decides anew.
    await harness.run(STEADY);
    await process.sweep();
    await process.restartTrackRecord(user, id);
    harness.at("2026-01-17T00:10:00Z");
    await process.sweep();
    assert.deepEqual((await asked())[2], [null, null]);
  },
);

check(
  "too short a past draws no range, and says how long it was",
  "2026-01-15T12:00:00Z",
  async (harness, { user, id }) => {
    harness.firstMs = Date.parse("2025-12-20T00:00:00Z");
    const process = harness.process();
    await process.update(user, id, { ...on, auto_update_horizon: "all" });
    await harness.run(STEADY);
    await process.sweep();
    const [record] = await process.records(user, id);
    assert.deepEqual([record?.band, record?.past_days], [null, 25]);
  },
);

check(
  "a deleted run leaves its day as it is",
  "2026-01-15T12:00:00Z",
  async (harness, { user, id }) => {
    const process = harness.process();
    await process.update(user, id, on);
    await harness.run(AWAY);
    await process.sweep();
    await harness.db.deleteFrom("backtest_runs").execute();
    harness.at("2026-01-15T20:00:00Z");
    assert.deepEqual(await process.sweep(), { queued: 0, retried: 0, switchedOff: 0 });
    assert.deepEqual(await harness.days(id), ["2026-01-15"]);
    harness.at("2026-01-16T20:00:00Z");
    assert.equal((await process.sweep()).queued, 1);
  },
);

check(
  "switched off and on again the same day: a new record, and no second run",
  "2026-01-15T12:00:00Z",
  async (harness, { user, id }) => {
    const process = harness.process();
    await process.update(user, id, on);
    await process.update(user, id, off);
    assert.equal((await harness.strategies.get(user, id)).forward_record, null);
    harness.at("2026-01-15T13:00:00Z");
    await process.update(user, id, on);
    assert.equal((await process.records(user, id)).length, 2);
    assert.equal((await harness.autoRuns(id)).length, 1);
    // The run of the first record that fails now is not held against the second.
    await harness.run({ code: "invalid_strategy", message: "It has a fault." });
    await process.sweep();
    assert.equal((await harness.row(id)).auto_update_failing_days, 0);
  },
);

check(
  "an unreadable result fails its day, and the next one has the past again",
  "2026-01-15T12:20:00Z",
  async (harness, { user, id }) => {
    await harness.process().update(user, id, on);
    await harness.run(STEADY);
    for (const run of await harness.autoRuns(id)) {
      harness.blobs.set(run.id, new TextEncoder().encode('{"equity":{"time":[1,2'));
    }
    await harness.process().sweep();
    const outcomes = () =>
      harness.db.selectFrom("scheduled_runs").select(["utc_day", "outcome"])
        .where("strategy_id", "=", id).orderBy("utc_day").execute();
    assert.deepEqual(await outcomes(), [{ utc_day: "2026-01-15", outcome: "completed" }]);
    assert.equal((await harness.process().records(user, id))[0]?.past_days, null);
    assert.equal((await harness.row(id)).auto_update_failing_days, 0);

    harness.at("2026-01-16T12:20:00Z");
    await harness.process().sweep();
    await harness.run(STEADY);
    await harness.process().sweep();
    assert.deepEqual((await outcomes()).map(({ outcome }) => outcome), ["completed", "completed"]);
    const [record] = await harness.process().records(user, id);
    assert.equal(record?.past_days, 364);
    assert.equal(record?.since?.until, "2026-01-16T12:00:00.000Z");
  },
);

/** Daily updates that rest: of an account that is disabled, and of one whose plan allows fewer. */
import assert from "node:assert/strict";
import { AppError } from "../../contracts/errors.ts";
import { testOnBoth } from "../market_data/testing/databases.ts";
import { AWAY, ScheduleHarness } from "./testing/schedule_harness.ts";

const on = { auto_update_enabled: true } as const;
const off = { auto_update_enabled: false } as const;

async function setDisabled(harness: ScheduleHarness, user: string, disabled: boolean) {
  await harness.db.updateTable("users")
    .set({ disabled_at: disabled ? new Date(harness.nowMs) : null })
    .where("id", "=", user).execute();
}

testOnBoth("resting updates: a disabled account's, until it is enabled again", async (database) => {
  const harness = new ScheduleHarness(database, "2026-01-15T12:00:00Z");
  const [user, other] = [await harness.person(), await harness.person()];
  const [id, others] = [await harness.strategy(user), await harness.strategy(other)];
  const process = harness.process();
  await process.update(user, id, on);
  await process.update(other, others, on);

  await setDisabled(harness, user, true);
  harness.at("2026-01-16T12:00:00Z");
  assert.equal((await process.sweep()).queued, 1, "the other account's alone");
  assert.deepEqual(await harness.days(id), ["2026-01-15"]);
  assert.deepEqual(await harness.days(others), ["2026-01-15", "2026-01-16"]);

  await setDisabled(harness, user, false);
  assert.equal((await process.sweep()).queued, 1, "today's begins at once");
  assert.deepEqual(await harness.days(id), ["2026-01-15", "2026-01-16"]);
  const { auto_update } = await harness.strategies.get(user, id);
  assert.deepEqual([auto_update.enabled, auto_update.switched_off_reason], [true, null]);
});

testOnBoth(
  "resting updates: a run that failed is not tried again meanwhile, and counts for nothing",
  async (database) => {
    const harness = new ScheduleHarness(database, "2026-01-15T12:00:00Z");
    const user = await harness.person();
    const id = await harness.strategy(user);
    const process = harness.process();
    await process.update(user, id, on);
    await setDisabled(harness, user, true);
    await harness.run(AWAY);
    await process.sweep();
    harness.at("2026-01-15T12:30:00Z");
    assert.equal((await process.sweep()).retried, 0);
    harness.at("2026-01-16T12:00:00Z");
    await process.sweep();
    const { auto_update } = await harness.strategies.get(user, id);
    assert.deepEqual([auto_update.enabled, auto_update.failing_days], [true, 0]);
  },
);

testOnBoth(
  "resting updates: as many go on as the plan allows, the first ones",
  async (database) => {
    const harness = new ScheduleHarness(database, "2026-01-15T12:00:00Z");
    harness.limits = { ...harness.limits, dailyUpdates: 2 };
    const user = await harness.person();
    const ids: string[] = [];
    for (let n = 0; n < 4; n++) ids.push(await harness.strategy(user));
    const [first = "", second = "", third = "", fourth = ""] = ids;
    const process = harness.process();
    const refused = async (id: string) => {
      const error = await process.update(user, id, on).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      assert.ok(error instanceof AppError, String(error));
      assert.equal(error.code, "limit_reached");
      return error.message;
    };

    await harness.db.updateTable("users").set({ plan: "premium" }).where("id", "=", user).execute();
    for (const [n, id] of [second, first, third].entries()) {
      harness.at(`2026-01-15T12:0${n}:00Z`);
      await process.update(user, id, on);
    }
    assert.equal(harness.queued.length, 3);

    await harness.db.updateTable("users").set({ plan: null }).where("id", "=", user).execute();
    assert.equal(
      await refused(fourth),
      "You have daily updates on for 3 of 2 strategies, your limit. Turn one off to turn another on.",
    );
    await process.update(user, third, on);
    harness.at("2026-01-16T12:00:00Z");
    assert.equal((await process.sweep()).queued, 2);
    assert.deepEqual(await harness.days(third), ["2026-01-15"], "on, and it rests");
    assert.deepEqual(await harness.days(second), ["2026-01-15", "2026-01-16"]);
    assert.deepEqual(await harness.days(first), ["2026-01-15", "2026-01-16"]);

    await process.update(user, second, off);
    assert.equal((await process.sweep()).queued, 1, "there is room for it");
    assert.deepEqual(await harness.days(third), ["2026-01-15", "2026-01-16"]);
    await process.update(user, first, off);

    const both = await Promise.allSettled(
      [fourth, second].map((id) => process.update(user, id, on)),
    );
    assert.deepEqual(
      both.map(({ status }) => status).toSorted(),
      ["fulfilled", "rejected"],
      "of two at once with one place one is taken",
    );
  },
);

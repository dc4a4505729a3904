/** Which rows of an account tick which of its first steps. */
import assert from "node:assert/strict";
import type { Insertable, Kysely } from "kysely";
import { freshPglite } from "../../tests/support/database.ts";
import type { Database } from "../db/schema.ts";
import { Onboarding } from "./onboarding.ts";

const START = Date.UTC(2026, 10, 28, 12);

interface Fixture {
  readonly db: Kysely<Database>;
  readonly onboarding: Onboarding;
  readonly userId: string;
  readonly otherId: string;
  readonly strategy: (more?: Partial<Insertable<Database["strategies"]>>) => Promise<string>;
  readonly version: (strategyId: string, number: number, created_at?: Date) => Promise<string>;
  readonly run: (more?: Partial<Insertable<Database["backtest_runs"]>>) => Promise<string>;
  /** The steps that are done. */
  readonly done: (userId?: string) => Promise<string[]>;
  now: number;
}

function testOnboarding(name: string, test: (fixture: Fixture) => Promise<void>): void {
  Deno.test(`onboarding: ${name}`, async () => {
    const { db, close } = await freshPglite();
    try {
      const people = await db.insertInto("users").values([
        { email: "ada@example.com", password_hash: "x" },
        { email: "eve@example.com", password_hash: "x" },
      ]).returning("id").execute();
      const [userId, otherId] = [people[0]!.id, people[1]!.id];
      const onboarding = new Onboarding(db, () => fixture.now);
      const fixture: Fixture = {
        db,
        onboarding,
        userId,
        otherId,
        now: START,
        async strategy(more = {}) {
          const { id } = await db.insertInto("strategies").values({
            user_id: userId,
            name: "S",
            asset: "BTC/USDT",
            timeframe: "1h",
            created_at: new Date(START),
            ...more,
          }).returning("id").executeTakeFirstOrThrow();
          return id;
        },
        async version(strategy_id, version_number, created_at = new Date(START)) {
          const { id } = await db.insertInto("strategy_versions")
            .values({ strategy_id, version_number, definition_json: "{}", created_at })
            .returning("id").executeTakeFirstOrThrow();
          return id;
        },
        async run(more = {}) {
          const strategy_id = await fixture.strategy({ is_archived: true });
          const strategy_version_id = await fixture.version(strategy_id, 1);
          const { id } = await db.insertInto("backtest_runs").values({
            user_id: userId,
            strategy_id,
            strategy_version_id,
            asset: "BTC/USDT",
            timeframe: "1h",
            date_from: new Date(0),
            date_to: new Date(1),
            fee_percent: 0.1,
            slippage_percent: 0,
            initial_capital: 10_000,
            intrabar: "stop_first",
            ...more,
          }).returning("id").executeTakeFirstOrThrow();
          return id;
        },
        async done(id = userId) {
          const { steps } = await onboarding.state(id);
          return steps.filter(({ done }) => done).map(({ step }) => step);
        },
      };
      await test(fixture);
    } finally {
      await close();
    }
  });
}

testOnboarding("a new account has done nothing", async ({ onboarding, userId }) => {
  const { steps, ...rest } = await onboarding.state(userId);
  assert.deepEqual(rest, { dismissed: false, strategy_id: null, run_id: null });
  assert.deepEqual(
    steps,
    [
      "create_strategy",
      "change_block",
      "see_live_result",
      "run_backtest",
      "read_verdict",
      "compare",
      "auto_update",
    ].map((step) => ({ step, done: false })),
  );
});

testOnboarding(
  "a strategy's own first version is no change, whatever is saved later is",
  async (fixture) => {
    const { strategy, version, done, otherId } = fixture;
    const first = await strategy();
    assert.deepEqual(await done(), ["create_strategy"]);
    await version(first, 1);
    assert.deepEqual(await done(), ["create_strategy"], "made with the strategy");
    await version(first, 2);
    assert.deepEqual(await done(), ["create_strategy", "change_block"], "a second one");
    assert.deepEqual(await done(otherId), []);
  },
);

testOnboarding("the first version of a blank strategy is a change", async (fixture) => {
  const { strategy, version, done } = fixture;
  await version(await strategy(), 1, new Date(START + 1));
  assert.deepEqual(await done(), ["create_strategy", "change_block"]);
});

testOnboarding(
  "runs tick their steps, read ones both; the newest finished one is named",
  async (fixture) => {
    const { onboarding, userId, otherId, run, done } = fixture;
    const at = (ms: number) => new Date(START + ms);
    const { run_id: none } = await onboarding.state(userId);
    assert.equal(none, null);
    await run({ status: "failed", created_at: at(3) });
    assert.deepEqual(await done(), ["create_strategy", "run_backtest"]);
    assert.equal((await onboarding.state(userId)).run_id, null);
    const newest = await run({ status: "completed", created_at: at(2) });
    await run({ status: "completed", created_at: at(1), seen_at: at(5) });
    assert.equal((await onboarding.state(userId)).run_id, newest);
    assert.deepEqual(await done(), ["create_strategy", "run_backtest", "read_verdict"]);
    assert.deepEqual(await done(otherId), []);
  },
);

testOnboarding(
  "auto-update is done while it is on, and once there was a record",
  async (fixture) => {
    const { db, strategy, version, done } = fixture;
    const id = await strategy({ auto_update_enabled: true });
    assert.deepEqual(await done(), ["create_strategy", "auto_update"]);
    await db.updateTable("strategies").set({ auto_update_enabled: false }).execute();
    assert.deepEqual(await done(), ["create_strategy"]);
    await db.insertInto("forward_records").values({
      strategy_id: id,
      strategy_version_id: await version(id, 1),
      sealed_at: new Date(START),
      starts_at: new Date(START),
      ended_at: new Date(START + 1),
      asset: "BTC/USDT",
      timeframe: "1h",
      horizon: "1y",
      date_from: new Date(0),
      fee_percent: 0.1,
      slippage_percent: 0,
      initial_capital: 10_000,
      intrabar: "stop_first",
      seed: 1,
    }).execute();
    assert.deepEqual(await done(), ["create_strategy", "auto_update"]);
  },
);

testOnboarding("the strategy changed last is named, and no archived one", async (fixture) => {
  const { onboarding, userId, strategy } = fixture;
  const at = (ms: number) => ({ updated_at: new Date(START + ms) });
  await strategy(at(1));
  const last = await strategy(at(3));
  await strategy(at(2));
  await strategy({ ...at(4), is_archived: true });
  assert.equal((await onboarding.state(userId)).strategy_id, last);
});

testOnboarding("what only a page sees is noted once, of that account alone", async (fixture) => {
  const { db, onboarding, userId, otherId, done } = fixture;
  await onboarding.update(userId, { seen: "see_live_result" });
  assert.deepEqual(await done(), ["see_live_result"]);
  await onboarding.update(userId, { seen: "compare" });
  assert.deepEqual(await done(), ["see_live_result", "compare"]);
  assert.deepEqual(await done(otherId), []);
  fixture.now = START + 5;
  await onboarding.update(userId, { seen: "compare" });
  const row = await db.selectFrom("users").select("compared_at").where("id", "=", userId)
    .executeTakeFirstOrThrow();
  assert.equal(row.compared_at?.getTime(), START, "the first time stays");
});

testOnboarding(
  "the list is put away and taken out again, and otherwise left as it is",
  async (fixture) => {
    const { onboarding, userId, otherId } = fixture;
    const dismissed = async (id = userId) => (await onboarding.state(id)).dismissed;
    await onboarding.update(userId, { dismissed: true });
    assert.deepEqual([await dismissed(), await dismissed(otherId)], [true, false]);
    await onboarding.update(userId, { seen: "compare" });
    await onboarding.update(userId, {});
    assert.equal(await dismissed(), true);
    await onboarding.update(userId, { dismissed: false });
    assert.equal(await dismissed(), false);
  },
);

/** What a seal fixes: the version, the market, the costs and the seed of its day. */
import assert from "node:assert/strict";
import { freshPglite } from "../../tests/support/database.ts";
import { lockStrategy } from "../strategies/queries.ts";
import { sealLatest, type SealOptions } from "./seal.ts";
import { ScheduleHarness } from "./testing/schedule_harness.ts";

const NOW = "2026-01-15T12:20:00Z";

interface Fixture {
  readonly harness: ScheduleHarness;
  readonly user: string;
  readonly id: string;
  readonly seal: (options?: Partial<SealOptions>) => ReturnType<typeof sealLatest>;
}

function testSeal(name: string, test: (fixture: Fixture) => Promise<void>): void {
  Deno.test(`seal: ${name}`, async () => {
    const database = await freshPglite();
    try {
      const harness = new ScheduleHarness(database, NOW);
      const user = await harness.person();
      const id = await harness.strategy(user);
      await test({
        harness,
        user,
        id,
        seal: (options = {}) =>
          harness.db.transaction().execute(async (trx) => {
            await trx.updateTable("forward_records").set({ ended_at: new Date() }).execute();
            const strategy = await lockStrategy(trx, id);
            assert.ok(strategy);
            return await sealLatest(trx, strategy, {
              nowMs: harness.nowMs,
              firstMs: null,
              endMs: null,
              ...options,
            });
          }),
      });
    } finally {
      await database.close();
    }
  });
}

async function sealed(outcome: ReturnType<typeof sealLatest>) {
  const found = await outcome;
  assert.ok(found.kind === "sealed", found.kind);
  return found.record;
}

testSeal("nothing saved, and a version with faults, cannot be sealed", async (fixture) => {
  const { harness, user, id, seal } = fixture;
  await harness.save(user, id, 1, { version: 1, blocks: [], connections: [] });
  const faulty = await seal();
  assert.ok(faulty.kind === "faulty");
  assert.ok(faulty.errors.length > 0);
  await harness.db.deleteFrom("strategy_versions").execute();
  assert.deepEqual(await seal(), { kind: "no_version" });
  const rows = await harness.db.selectFrom("forward_records").select("id").execute();
  assert.deepEqual(rows, []);
});

testSeal("the record has the market, the range and the default costs", async (fixture) => {
  const { id, seal } = fixture;
  const record = await sealed(seal());
  const version = await fixture.harness.db.selectFrom("strategy_versions").select("id")
    .executeTakeFirstOrThrow();
  const { seed: _seed, id: _id, ...rest } = record;
  assert.deepEqual(
    [rest.strategy_id, rest.strategy_version_id, rest.asset, rest.timeframe, rest.horizon],
    [id, version.id, "BTC/USDT", "1h", "1y"],
  );
  assert.deepEqual(
    [rest.fee_percent, rest.slippage_percent, rest.initial_capital, rest.intrabar],
    [0.1, 0.05, 10_000, "stop_first"],
  );
  assert.deepEqual(
    [rest.sealed_at, rest.starts_at, rest.date_from].map((time) => time.toISOString()),
    ["2026-01-15T12:20:00.000Z", "2026-01-15T13:00:00.000Z", "2025-01-15T00:00:00.000Z"],
  );
  assert.deepEqual([rest.created_at, rest.updated_at, rest.ended_at], [
    new Date(NOW),
    new Date(NOW),
    null,
  ]);
});

testSeal(
  "what the strategy is tested with wins over both, each field by itself",
  async (fixture) => {
    const { harness, id, seal } = fixture;
    await harness.db.updateTable("users").set({
      default_fee_percent: 0.4,
      default_slippage_percent: 0.3,
    }).execute();
    const context = { fee_percent: 0, initial_capital: 2_500, intrabar: "target_first" };
    await harness.db.updateTable("strategies").set({ context: JSON.stringify(context) })
      .where("id", "=", id).execute();
    const record = await sealed(seal());
    assert.deepEqual(
      [record.fee_percent, record.slippage_percent, record.initial_capital, record.intrabar],
      [0, 0.3, 2_500, "target_first"],
    );
    await harness.db.updateTable("strategies").set({ context: JSON.stringify({ fee_percent: 7 }) })
      .where("id", "=", id).execute();
    assert.equal((await sealed(seal())).fee_percent, 0.4, "what cannot be read is not set");
  },
);

testSeal("the owner's costs win over the defaults, zero among them", async ({ harness, seal }) => {
  await harness.db.updateTable("users")
    .set({ default_fee_percent: 0, default_slippage_percent: 2 }).execute();
  const { fee_percent, slippage_percent } = await sealed(seal());
  assert.deepEqual([fee_percent, slippage_percent], [0, 2]);
});

testSeal("each has a seed of its own", async ({ seal }) => {
  const seeds = new Set<number>();
  for (let n = 0; n < 5; n++) seeds.add((await sealed(seal())).seed);
  assert.ok(seeds.size > 1, `always ${[...seeds]}`);
  for (const seed of seeds) assert.ok(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32);
});

testSeal(
  "the newest version is sealed, and a candle that closes now is its first",
  async (fixture) => {
    const { harness, user, id, seal } = fixture;
    await harness.save(user, id, 1);
    harness.at("2026-01-15T13:00:00Z");
    const { strategy_version_id, starts_at } = await sealed(seal());
    const newest = await harness.db.selectFrom("strategy_versions").select("id")
      .where("version_number", "=", 2).executeTakeFirstOrThrow();
    assert.equal(strategy_version_id, newest.id);
    assert.equal(starts_at.toISOString(), "2026-01-15T13:00:00.000Z");
  },
);

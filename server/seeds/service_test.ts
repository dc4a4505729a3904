/** Seeds make what files say, say what has changed since, and go back; on both databases. */
import assert from "node:assert/strict";
import { freshPglite, freshPostgres } from "../../tests/support/database.ts";
import { testWith } from "../../tests/support/env.ts";
import { TEMPLATES } from "../../engine/mod.ts";
import type { DatabaseHandle } from "../db/connect.ts";
import { insertUser } from "../accounts/queries.ts";
import { createLogger } from "../logging/log.ts";
import { digestOf, manifestSchema } from "./manifest.ts";
import { Seeds } from "./service.ts";

const SANITIZED = { sanitizeOps: false, sanitizeResources: false } as const;
const EMAIL = "demo@example.com";

const rebound = {
  key: "rebound",
  name: "RSI rebound",
  asset: "DEMO/USDT",
  timeframe: "1h",
  tags: ["demo"],
  template: "rsi_rebound",
};
const cross = { ...rebound, key: "cross", name: "Golden cross", template: "golden_cross" };
const documentOf = (id: string) => TEMPLATES.find((template) => template.id === id)!.document;

const manifest = (...strategies: object[]) =>
  manifestSchema.parse({ accounts: [{ email: EMAIL, limits: { strategies: 25 }, strategies }] });

function onBoth(name: string, fn: (seeds: Seeds, handle: DatabaseHandle) => Promise<void>): void {
  for (const kind of ["pglite", "postgres"] as const) {
    testWith(kind === "postgres" ? ["postgres"] : [], `seeds on ${kind}: ${name}`, async () => {
      const handle = await (kind === "postgres" ? freshPostgres() : freshPglite());
      try {
        const seeds = new Seeds({
          db: handle.db,
          log: createLogger({ logLevel: "error", logFormat: "text", write: () => {} }),
          now: Date.now,
          unknownPassword: () => Promise.resolve("$hash"),
        });
        await fn(seeds, handle);
      } finally {
        await handle.close();
      }
    }, SANITIZED);
  }
}

/** What the demo account has: its strategies that are not archived, with the versions of each. */
async function state({ db }: DatabaseHandle) {
  const user = await db.selectFrom("users").selectAll().where("email", "=", EMAIL)
    .executeTakeFirst();
  const strategies = await db.selectFrom("strategies").selectAll().orderBy("name").execute();
  const versions = await db.selectFrom("strategy_versions").selectAll()
    .orderBy("version_number").execute();
  return {
    limit: user?.max_strategies,
    disabled: user ? user.disabled_at !== null : null,
    strategies: strategies.filter(({ is_archived }) => !is_archived).map(({ id, name }) => [
      name,
      versions.filter(({ strategy_id }) => strategy_id === id).map((version) =>
        TEMPLATES.find(({ document }) => digestOf(document) === digestOf(version.definition_json))
          ?.id
      ),
    ]),
  };
}

onBoth(
  "an apply makes what is missing, changes what differs, and keeps what is not asked for",
  async (seeds, handle) => {
    const first = await seeds.apply(manifest(rebound, cross), { "a.yaml": "1" });
    assert.deepEqual(first, {
      run: 1,
      made: [`account/${EMAIL}`, `strategy/${EMAIL}/rebound`, `strategy/${EMAIL}/cross`],
      changed: [],
      removed: [],
      same: 0,
    });
    const both = {
      limit: 25,
      disabled: false,
      strategies: [["Golden cross", ["golden_cross"]], ["RSI rebound", ["rsi_rebound"]]],
    };
    assert.deepEqual(await state(handle), both);
    const again = await seeds.apply(manifest(rebound, cross), { "a.yaml": "1" });
    assert.deepEqual([again.run, again.same, again.made, again.changed], [2, 3, [], []]);
    assert.deepEqual(await state(handle), both);

    const other = {
      ...rebound,
      name: "Renamed",
      template: undefined,
      definition: documentOf("turtle"),
    };
    const changed = await seeds.apply(manifest(other), { "a.yaml": "2" });
    assert.deepEqual(changed.changed, [`strategy/${EMAIL}/rebound`]);
    assert.deepEqual(changed.removed, [`strategy/${EMAIL}/cross`]);
    assert.deepEqual(
      (await state(handle)).strategies,
      [["Renamed", ["rsi_rebound", "turtle"]]],
      "a version is never changed, and what is not asked for is archived",
    );
    assert.deepEqual(await seeds.verify(), { run: 3, differences: [] });

    const back = await seeds.rollback(3);
    assert.equal(back.run, 4);
    assert.deepEqual((await state(handle)).strategies, [
      ["Golden cross", ["golden_cross"]],
      ["RSI rebound", ["rsi_rebound", "turtle", "rsi_rebound"]],
    ]);
    assert.deepEqual(await seeds.verify(), { run: 4, differences: [] });
    const [newest, third] = await seeds.runs();
    assert.deepEqual([newest!.action, newest!.of_run], ["rollback", 3]);
    assert.deepEqual(newest!.digests, { "a.yaml": "1" });
    assert.equal(third!.action, "apply");

    await seeds.rollback(1);
    assert.deepEqual(await state(handle), { limit: 25, disabled: true, strategies: [] });
    assert.deepEqual((await seeds.verify()).differences, []);
    await assert.rejects(seeds.rollback(99), /There is no run 99 of seeds/);
  },
);

onBoth("verify names what people have changed, and an apply mends it", async (seeds, handle) => {
  const { db } = handle;
  assert.deepEqual(await seeds.verify(), { run: null, differences: [] });
  await seeds.apply(manifest(rebound, cross), {});
  await db.updateTable("users").set({ max_strategies: 3 }).execute();
  await db.updateTable("strategies").set({ name: "Mine", is_archived: false })
    .where("name", "=", "RSI rebound").execute();
  await db.deleteFrom("strategies").where("name", "=", "Golden cross").execute();
  const { differences } = await seeds.verify();
  assert.deepEqual(differences, [
    `account/${EMAIL}: limits changed since`,
    `strategy/${EMAIL}/cross: is gone`,
    `strategy/${EMAIL}/rebound: name changed since`,
  ]);
  const report = await seeds.apply(manifest(rebound, cross), {});
  assert.deepEqual(report.made, [`strategy/${EMAIL}/cross`]);
  assert.deepEqual(report.changed, [`account/${EMAIL}`, `strategy/${EMAIL}/rebound`]);
  assert.deepEqual((await seeds.verify()).differences, []);
});

onBoth(
  "an account of a person is not taken over, and nothing is half done",
  async (seeds, handle) => {
    const { db } = handle;
    await insertUser(db, { email: "taken@example.com", password_hash: "own" });
    const both = manifestSchema.parse({
      accounts: [{ email: EMAIL, strategies: [rebound] }, { email: "Taken@example.com" }],
    });
    await assert.rejects(
      seeds.apply(both, {}),
      /taken@example\.com is an account that seeds did not make/,
    );
    assert.deepEqual(await state(handle), { limit: undefined, disabled: null, strategies: [] });
    assert.deepEqual(await seeds.runs(), []);
  },
);

Deno.test("seeds: a manifest that does not fit is refused with every fault", () => {
  const faultsOf = (value: unknown) =>
    manifestSchema.safeParse(value).error?.issues.map(({ message }) => message) ?? [];
  const of = (...strategies: object[]) => faultsOf({ accounts: [{ email: EMAIL, strategies }] });
  assert.deepEqual(of(rebound), []);
  assert.match(of({ ...rebound, template: "none" }).join(), /there is no template "none"/);
  assert.match(of({ ...rebound, template: undefined }).join(), /needs a template or a definition/);
  assert.match(of({ ...rebound, definition: {} }).join(), /and not both/);
  assert.match(
    of({ ...rebound, template: undefined, definition: { version: 1 } }).join(),
    /its strategy has a fault/,
  );
  assert.match(of({ ...rebound, asset: "NO/PE" }).join(), /there are no candles of NO\/PE/);
  assert.match(of(rebound, rebound).join(), /two strategies with the key rebound/);
  assert.match(of({ ...rebound, key: "Two words" }).join(), /small letters/);
  assert.match(of({ ...rebound, colour: "red" }).join(), /colour/);
  assert.match(
    faultsOf({ accounts: [{ email: EMAIL }, { email: "DEMO@example.com" }] }).join(),
    /twice/,
  );
  assert.ok(faultsOf({ accounts: [{ email: "nobody" }] }).length > 0);
});

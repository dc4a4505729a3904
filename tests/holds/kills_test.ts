/**
 * Killed processes and services that are away: no run that was accepted is lost, doubled or stuck. Few of them here;
 * `deno task bench holds` takes 300.
 */
import assert from "node:assert/strict";
import { freshPostgresUrl } from "../support/database.ts";
import { testEnv, testWith } from "../support/env.ts";
import { startRedis } from "../support/servers.ts";
import { productionRunsUnderFaults, runsUnderKills, type Toll } from "./runs_under_faults.ts";

const SANITIZED = { sanitizeOps: false, sanitizeResources: false } as const;

function assertHolds({ accepted, lost, doubled, stuck, wrong }: Toll, runs: number): void {
  assert.ok(accepted >= runs);
  assert.deepEqual({ lost, doubled, stuck, wrong }, { lost: 0, doubled: 0, stuck: 0, wrong: 0 });
}

Deno.test({
  name: "kills: the embedded app loses, doubles and forgets no run",
  ...SANITIZED,
  async fn() {
    const toll = await runsUnderKills({ runs: 16, kills: 2, outages: 0, seed: 1 });
    assertHolds(toll, 16);
    assert.equal(toll.failed, 0);
  },
});

testWith(
  ["postgres", "redis", "s3"],
  "kills: with workers that are killed and services that are away, no run is lost, doubled or forgotten",
  async () => {
    const database = await freshPostgresUrl();
    const redis = await startRedis();
    assert.ok(redis);
    try {
      const servers = { database: database.url, redis: redis.url, s3: testEnv.s3Endpoint ?? "" };
      const faults = { runs: 24, kills: 2, outages: 2, seed: 1 };
      assertHolds(await productionRunsUnderFaults(servers, faults), 24);
    } finally {
      await redis.stop();
      await database.drop();
    }
  },
  SANITIZED,
);

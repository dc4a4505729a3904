/** Which accounts count for which week and step, on both databases. */
import assert from "node:assert/strict";
import { insertRun, insertVersion } from "../../tests/support/run_rows.ts";
import { ACTIVATION_STEPS } from "../../contracts/activation.ts";
import { freshPglite, freshPostgres } from "../../tests/support/database.ts";
import { testWith } from "../../tests/support/env.ts";
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import { readActivation } from "./activation.ts";

const at = (text: string) => new Date(`${text}Z`);

for (const kind of ["pglite", "postgres"] as const) {
  testWith(
    kind === "postgres" ? ["postgres"] : [],
    `activation on ${kind}: counts by week and step`,
    async () => {
      const { db, close } = await (kind === "postgres" ? freshPostgres() : freshPglite());
      try {
        await countedByWeek(db);
      } finally {
        await close();
      }
    },
  );
}

async function countedByWeek(db: Kysely<Database>): Promise<void> {
  const user = async (email: string, created_at: Date, compared_at: Date | null = null) =>
    (await db.insertInto("users").values({ email, password_hash: "x", created_at, compared_at })
      .returning("id").executeTakeFirstOrThrow()).id;
  const run = async (
    user_id: string,
    status: "completed" | "failed",
    triggered_by: "manual" | "schedule",
  ) => {
    await insertRun(db, await insertVersion(db, user_id), { status, triggered_by });
  };
  // The last moment of a week, and the first of the next.
  const sunday = await user("sunday@example.com", at("2026-11-22T23:59:59.999"));
  const monday = await user(
    "monday@example.com",
    at("2026-11-23T00:00:00"),
    at("2026-11-27T12:00"),
  );
  const failed = await user("failed@example.com", at("2026-11-24T08:00"));
  await user("long-ago@example.com", at("2025-01-01T00:00"));
  await run(sunday, "completed", "manual");
  await run(sunday, "completed", "manual");
  await run(monday, "completed", "manual");
  await run(monday, "completed", "schedule");
  await run(failed, "failed", "schedule");

  const { cohorts } = await readActivation(db, at("2026-11-29T09:00").getTime(), 3);
  const rows = cohorts.map((one) => [one.week, ...ACTIVATION_STEPS.map((step) => one[step])]);
  assert.deepEqual(rows, [
    ["2026-11-23", 2, 1, 1, 1],
    ["2026-11-16", 1, 1, 0, 0],
    ["2026-11-09", 0, 0, 0, 0],
  ]);
}

/** Follows of an account that is disabled: they rest, and go on where they were when it is enabled again. */
import assert from "node:assert/strict";
import type { Kysely } from "kysely";
import { AppError } from "../../contracts/errors.ts";
import type { Database } from "../db/schema.ts";
import { testApp } from "../../tests/support/app.ts";
import { freshPostgres } from "../../tests/support/database.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { AT_THE_MACHINE } from "../accounts/administration.ts";
import { DEFAULTS } from "./testing/desk_harness.ts";

const pausesOf = (db: Kysely<Database>, id: string) =>
  db.selectFrom("follow_pauses").select(["reason", "to_time"]).where("follow_id", "=", id)
    .orderBy("from_time").orderBy("created_at").execute();

for (const postgres of [false, true]) {
  let nowMs = Date.UTC(2026, 0, 15, 12, 20);
  testApp(
    `follows of a disabled account rest, and what was paused before stays so (${
      postgres ? "PostgreSQL" : "PGlite"
    })`,
    async (app) => {
      const { administration, desk } = app.services;
      const { db } = app.services.database;
      const ada = await app.person();
      const other = await app.person();
      const follow = async (person: typeof ada) => {
        const { json: made } = await person.post("/strategies", {
          name: "Dip",
          asset: "BTC/USDT",
          timeframe: "1h",
        });
        const version = { definition: RSI_WITH_STOPS, base_version: 0 };
        await person.post(`/strategies/${made.id}/versions`, version);
        const { json, text, status } = await person.post("/follows", {
          ...DEFAULTS,
          strategy_id: made.id,
        });
        assert.equal(status, 201, text);
        return json.id as string;
      };
      const { id: userId } = (await ada.get("/users/me")).json;
      const { id: otherId } = (await other.get("/users/me")).json;
      const [running, paused, stopped] = [await follow(ada), await follow(ada), await follow(ada)];
      const others = await follow(other);
      await desk.pause(userId, paused);
      await desk.stopFollow(userId, stopped);

      const statuses = async () => [
        (await desk.get(userId, running)).status,
        (await desk.get(userId, paused)).status,
        (await desk.get(userId, stopped)).status,
        (await desk.get(otherId, others)).status,
      ];
      nowMs += 60_000;
      await administration.disable(AT_THE_MACHINE, userId);
      await administration.disable(AT_THE_MACHINE, userId);
      assert.deepEqual(await statuses(), ["paused", "paused", "stopped", "active"]);
      const { strategy_id } = await desk.get(userId, running);
      await assert.rejects(
        desk.follow(userId, { ...DEFAULTS, strategy_id }),
        (error) => error instanceof AppError && error.code === "not_found",
        "nothing begins meanwhile",
      );

      nowMs += 3_600_000;
      await administration.enable(AT_THE_MACHINE, userId);
      await administration.enable(AT_THE_MACHINE, userId);
      assert.deepEqual(await statuses(), ["active", "paused", "stopped", "active"]);
      assert.deepEqual(await pausesOf(db, running), [
        { reason: "everything", to_time: new Date(nowMs) },
      ]);
      assert.deepEqual(await pausesOf(db, paused), [{ reason: "owner", to_time: null }]);
      const events = await db.selectFrom("strategy_events").select("message")
        .where("follow_id", "=", running).orderBy("seq").execute();
      assert.deepEqual(events.slice(1).map(({ message }) => message), [
        "Paused: the account was disabled. Nothing is bought; an open position keeps its stop, its target and its exit.",
        "Resumed: the account is in use again.",
      ]);
    },
    async () => ({
      now: () => nowMs,
      ...postgres ? { database: await freshPostgres() } : {},
    }),
    postgres ? ["postgres"] : [],
  );
}

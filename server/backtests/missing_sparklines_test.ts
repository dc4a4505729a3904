import assert from "node:assert/strict";
import { openState, rowsOf } from "../../tests/corpus/opened_state.ts";
import { MissingSparklines } from "./missing_sparklines.ts";
import { resultsKey } from "./results_key.ts";
import { sparklineOf } from "./sparkline.ts";

Deno.test({
  name: "missing sparklines: rows of an earlier version get their points, broken results none",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const opened = await openState("0001_core_tables", "pglite");
    const { app, state } = opened;
    const { database, storage } = app.services;
    const stored = () =>
      database.db.selectFrom("backtest_runs").select(["id", "sparkline"])
        .where("status", "=", "completed").orderBy("created_at").execute();
    try {
      const [gone, broken, ...others] = rowsOf(opened, "backtest_runs")
        .filter(({ status }) => status === "completed").map(({ id }) => String(id));
      await storage.delete(resultsKey(gone!));
      await storage.put(resultsKey(broken!), new TextEncoder().encode("{"), "application/json");

      const away = new MissingSparklines(database.db, {
        ...storage,
        get: () => Promise.reject(new Error("away")),
      });
      await assert.rejects(away.sweep());
      assert.ok((await stored()).every(({ sparkline }) => sparkline === null));

      const sweeper = new MissingSparklines(database.db, storage);
      assert.equal(await sweeper.sweep(), others.length + 2);
      for (const { id, sparkline } of await stored()) {
        const text = state.blobs[resultsKey(id)]!;
        const { equity, settings } = JSON.parse(text);
        const points = others.includes(id)
          ? sparklineOf(equity.value, settings.initial_capital)
          : [];
        assert.deepEqual(sparkline, points);
      }
      assert.equal(await sweeper.sweep(), 0);
      assert.equal(await new MissingSparklines(database.db, storage).sweep(), 0);
    } finally {
      await opened.close();
    }
  },
});

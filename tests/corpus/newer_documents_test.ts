/** A strategy that a version to come has saved, after going back to this one: nothing of it is lost, and it is said. */
import assert from "node:assert/strict";
import { openState, rowsOf } from "./opened_state.ts";

Deno.test({
  name: "newer documents: the strategy's pages and answers say that they cannot read them",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const opened = await openState("0007_onboarding", "pglite", (state) => ({
      ...state,
      tables: {
        ...state.tables,
        strategy_versions: state.tables.strategy_versions!.map((row) => ({
          ...row,
          definition_json: { ...row.definition_json as object, version: 2, groups: [] },
        })),
      },
    }));
    const { person } = opened;
    try {
      const words = /made by a newer version of Blockbuilders/;
      const runs = rowsOf(opened, "backtest_runs").filter(({ status }) => status === "completed");
      const { strategy_id: id, id: run } = runs[0]!;
      const editor = await person.get(`//strategies/${id}`);
      assert.equal(editor.status, 422);
      assert.match(editor.text, words);
      for (const path of ["/strategies", `/strategies/${id}/runs`, `/runs/${run}`, "/learn"]) {
        assert.equal((await person.get(`/${path}`)).status, 200, path);
      }
      const { json: validation } = await person.post(`/strategies/${id}/validate`, {});
      assert.equal(validation.valid, false);
      assert.match(validation.errors[0].message, words);
      const range = { date_from: "2021-01-01", date_to: "2021-03-01" };
      for (
        const refused of [
          await person.post("/backtests", { strategy_id: id, ...range }),
          await person.post(`/backtests/${run}/rerun`),
        ]
      ) {
        assert.equal(refused.status, 422);
        assert.match(refused.json.error.issues[0].message, words);
      }
      const pair = runs.filter(({ strategy_id }) => strategy_id === runs[1]!.strategy_id);
      const ids = pair.map((row) => row.id).join(",");
      const compared = await person.get(`//strategies/${pair[0]!.strategy_id}/compare?runs=${ids}`);
      assert.equal(compared.status, 200);
      assert.match(compared.text, words);
      const version = await person.get(`/strategies/${id}/versions/1`);
      assert.deepEqual(version.json.definition.groups, [], "as it was saved");
      const copy = await person.post(`/strategies/${id}/duplicate`);
      assert.equal(copy.status, 201);
      assert.equal(copy.json.latest_version.definition.version, 2);
    } finally {
      await opened.close();
    }
  },
});

/** In which order a result's page asks for its parts. */
import assert from "node:assert/strict";
import { ApiError } from "../../contracts/client/api_client.ts";
import { withAnswers } from "../../tests/support/fetch_stub.ts";
import { loadResult } from "./load_result.ts";

const OVERVIEW = { candles: { open: [] } };
const RESULT = { run_hash: "whole" };

const isOverview = (path: string) => path.endsWith("/backtests/r1/overview");

Deno.test("loading a result: the whole is asked for once the overview is on screen", async () => {
  await withAnswers(
    ({ path }) => ({ json: isOverview(path) ? OVERVIEW : RESULT }),
    async (asked) => {
      let draw = () => {};
      const shown: unknown[] = [];
      const loading = loadResult("r1", (overview) => {
        shown.push(overview);
        return new Promise((resolve) => {
          draw = resolve;
        });
      });
      while (shown.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      assert.deepEqual(shown, [OVERVIEW]);
      assert.equal(asked.length, 1);
      draw();
      assert.deepEqual(await loading, RESULT);
      assert.equal(asked.length, 2);
    },
  );
});

Deno.test("loading a result: without an overview, or one without candles, the whole is shown all the same", async () => {
  for (
    const overview of [
      undefined,
      { status: 503, json: { error: { code: "unavailable", message: "Later." } } },
      { json: { candles: null } },
    ]
  ) {
    await withAnswers(
      ({ path }) => isOverview(path) ? overview : { json: RESULT },
      async () => {
        const found = await loadResult("r1", () => Promise.reject(new Error("nothing to show")));
        assert.deepEqual(found, RESULT);
      },
    );
  }
});

Deno.test("loading a result: what the server says of the whole is passed on", async () => {
  await withAnswers(
    ({ path }) =>
      isOverview(path) ? { json: { candles: null } } : {
        status: 410,
        json: { error: { code: "result_unreadable", message: "Run again." } },
      },
    async () => {
      await assert.rejects(
        loadResult("r1", () => Promise.resolve()),
        (error) => error instanceof ApiError && error.code === "result_unreadable",
      );
    },
  );
});

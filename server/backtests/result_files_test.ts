/** Files of results are written in a thread, and say the same as in the process. */
import assert from "node:assert/strict";
import { testApp, untilEnded } from "../../tests/support/app.ts";
import { turnsDuring } from "../../tests/support/turns.ts";
import { equityCsv, tradesCsv } from "./results_csv.ts";
import { ResultFiles } from "./result_files.ts";
import { resultsKey } from "./results_key.ts";
import { readStoredResult, UnreadableResultError } from "./stored_result.ts";

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

testApp("files of a result: as they are written in the process, beside other work", async (app) => {
  const person = await app.person();
  const strategy = await person.post("/strategies", {
    name: "Filed",
    asset: "DEMO/USDT",
    timeframe: "1h",
    template: "bollinger_bounce",
  });
  await app.services.runner.start({ alone: true });
  const started = await person.post("/backtests", {
    strategy_id: strategy.json.id,
    date_from: "2025-01-01",
    date_to: "2025-12-31",
  });
  assert.equal(started.status, 202, started.text);
  const id = started.json.run_id;
  assert.equal((await untilEnded(person, id)).status, "completed");
  const stored = await app.services.storage.get(resultsKey(id));
  assert.ok(stored);
  const { result, json } = readStoredResult(stored);
  assert.ok(result.trades.length > 0);
  const wanted = { json: text(json), trades: tradesCsv(result), equity: equityCsv(result) };

  const files = new ResultFiles();
  try {
    const turns = await turnsDuring(async () => {
      const written = await files.of(stored, ["json", "trades", "equity"]);
      assert.deepEqual(written.map(text), [wanted.json, wanted.trades, wanted.equity]);
    });
    assert.ok(turns > 2, `${turns} turns`);
    // Several at once, one of which is no result.
    const [one, none, other] = await Promise.allSettled([
      files.of(stored, ["trades"]),
      files.of(new TextEncoder().encode("{}"), ["trades"]),
      files.of(stored, ["equity"]),
    ]);
    assert.equal(one.status === "fulfilled" && text(one.value[0]), wanted.trades);
    assert.equal(other.status === "fulfilled" && text(other.value[0]), wanted.equity);
    assert.ok(none.status === "rejected" && none.reason instanceof UnreadableResultError);
  } finally {
    files.close();
  }
  for (const part of ["trades", "equity"] as const) {
    const answer = await person.get(`/backtests/${id}/${part}.csv`);
    assert.equal(answer.text, wanted[part]);
    assert.match(answer.headers.get("content-type") ?? "", /^text\/csv/);
  }
});

Deno.test("files of a result: what is asked for when the thread is ended fails, and later ones are written", async () => {
  const files = new ResultFiles();
  try {
    const asked = files.of(new TextEncoder().encode("{}"), ["json"]);
    // Its turn has come, and the thread starts.
    await new Promise((resolve) => setTimeout(resolve, 0));
    files.close();
    await assert.rejects(asked, /ended/);
    await assert.rejects(files.of(new Uint8Array(), ["json"]), UnreadableResultError);
  } finally {
    files.close();
  }
});

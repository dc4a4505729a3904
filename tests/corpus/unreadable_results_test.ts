/** Results that were cut off, overwritten or made by a version to come: every page and answer says so, none fails. */
import assert from "node:assert/strict";
import type { TestClient } from "../support/app.ts";
import { unzip } from "../support/zip.ts";
import { resultsKey } from "../../server/backtests/results_key.ts";
import { type OpenedState, openState, rowsOf } from "./opened_state.ts";

const SENTENCE = "The stored result cannot be read. Run again.";

interface Broken {
  readonly name: string;
  readonly bytes: (stored: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;
  readonly words?: RegExp;
}

const text = (value: string) => new TextEncoder().encode(value);
const json = (stored: Uint8Array) => JSON.parse(new TextDecoder().decode(stored));

const BROKEN: readonly Broken[] = [
  { name: "empty", bytes: () => new Uint8Array() },
  { name: "cut off", bytes: (stored) => stored.slice(0, stored.length - 100) },
  { name: "a page", bytes: () => text("<!doctype html><p>503") },
  { name: "null", bytes: () => text("null") },
  { name: "another object", bytes: () => text('{"error":{"code":"x"}}') },
  { name: "no UTF-8", bytes: () => Uint8Array.of(0xff, 0xfe, 0xfd) },
  {
    name: "months of another type",
    bytes: (stored) => text(JSON.stringify({ ...json(stored), monthly_returns: "none" })),
  },
  {
    name: "times that no date holds",
    bytes: (stored) => {
      const result = json(stored);
      result.trades = [{ ...result.trades[0], entry_time: 1e300 }];
      return text(JSON.stringify(result));
    },
  },
  {
    name: "a format to come",
    bytes: (stored) => text(JSON.stringify({ ...json(stored), format: 99 })),
    words: /made by a newer version of Blockbuilders/,
  },
];

async function eachBroken(
  opened: OpenedState,
  runId: string,
  fn: (broken: Broken) => Promise<void>,
): Promise<void> {
  const { storage } = opened.app.services;
  const key = resultsKey(runId);
  const stored = text(opened.state.blobs[key]!);
  for (const broken of BROKEN) {
    await storage.put(key, broken.bytes(stored), "application/json");
    await fn(broken);
  }
}

function refused(answer: { status: number; text: string }, { name, words }: Broken): void {
  assert.equal(answer.status, 410, name);
  const { error } = JSON.parse(answer.text);
  assert.equal(error.code, "result_unreadable", name);
  if (words) assert.match(error.message, words);
  else assert.equal(error.message, SENTENCE);
  assert.doesNotMatch(answer.text, / at |\.ts:|equity|Unexpected/, "nothing of the inside");
}

async function exported(person: TestClient): Promise<Record<string, string>> {
  const response = await person.raw("GET", "/users/me/export");
  assert.equal(response.status, 200);
  return await unzip(new Uint8Array(await response.arrayBuffer()));
}

Deno.test({
  name: "unreadable results: every page and answer says so, and the export keeps the bytes",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const opened = await openState("0007_onboarding", "pglite");
    const { person } = opened;
    try {
      const runs = rowsOf(opened, "backtest_runs").filter(({ status }) => status === "completed");
      const [broken, whole] = runs.filter(({ strategy_id, num_trades }) =>
        num_trades !== null && Number(num_trades) > 20 && strategy_id === runs[1]!.strategy_id
      );
      const id = String(broken!.id);
      const strategy = String(broken!.strategy_id);
      await eachBroken(opened, id, async (one) => {
        for (const part of ["results", "trades.csv", "equity.csv"]) {
          refused(await person.get(`/backtests/${id}/${part}`), one);
        }
        const words = one.words ?? /The stored result cannot be read\. Run again\./;
        const page = await person.get(`//runs/${id}`);
        assert.equal(page.status, 200, one.name);
        assert.match(page.text, words, one.name);
        assert.match(page.text, /Run again<\/button>/, one.name);
        assert.match(page.text, /Total return [+−]/, "what the row still says");
        assert.doesNotMatch(page.text, /Writing down the result/, "it is not on its way");

        const compared = await person.get(
          `//strategies/${strategy}/compare?runs=${id},${whole!.id}`,
        );
        assert.equal(compared.status, 422, one.name);
        assert.match(compared.text, words, one.name);
        for (
          const path of ["/strategies", `/strategies/${strategy}`, `/strategies/${strategy}/runs`]
        ) {
          assert.equal((await person.get(`/${path}`)).status, 200, `${one.name}: ${path}`);
        }
      });
      const files = await exported(person);
      const kept = Object.entries(files).filter(([path]) => path.endsWith("/results.unreadable"));
      assert.equal(kept.length, 1);
      assert.equal(JSON.parse(kept[0]![1]).format, 99, "as it was kept");
      const results = Object.keys(files).filter((path) => path.endsWith("/results.json"));
      assert.equal(results.length, runs.length - 1);
    } finally {
      await opened.close();
    }
  },
});

Deno.test({
  name: "unreadable results: a forward record is shown without what the broken run would add",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const opened = await openState("0007_onboarding", "pglite");
    try {
      const { person } = opened;
      const run = rowsOf(opened, "backtest_runs").find((row) => row.triggered_by === "schedule")!;
      await eachBroken(opened, String(run.id), async ({ name }) => {
        const { status, json } = await person.get(`/backtests/${run.id}/forward-record`);
        assert.equal(status, 200, name);
        assert.equal(json.forward_record.since, null, name);
        assert.ok(json.forward_record.band.p50.length > 0, name);
      });
    } finally {
      await opened.close();
    }
  },
});

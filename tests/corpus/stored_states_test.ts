/** Every database that an earlier version left is migrated, and everything in it is opened by page and by API. */
import assert from "node:assert/strict";
import { resultsSchema } from "../../contracts/results.ts";
import { parseStrategy } from "../../engine/mod.ts";
import { untilEnded } from "../support/app.ts";
import { stateNames, type StoredRow } from "../support/corpus.ts";
import { testWith } from "../support/env.ts";
import { unzip } from "../support/zip.ts";
import { type DatabaseKind, type OpenedState, openState, rowsOf } from "./opened_state.ts";

/** What is looked at of a state. */
const looks: { readonly about: string; readonly fn: (opened: OpenedState) => Promise<void> }[] = [];

function look(about: string, fn: (opened: OpenedState) => Promise<void>): void {
  looks.push({ about, fn });
}

const completed = (opened: OpenedState) =>
  rowsOf(opened, "backtest_runs").filter(({ status }) => status === "completed");

look("every page opens", async (opened) => {
  const { person } = opened;
  const strategies = rowsOf(opened, "strategies").map(({ id }) => String(id));
  const runs = rowsOf(opened, "backtest_runs");
  const paths = [
    "/strategies",
    "/strategies?archived=1",
    "/learn",
    "/settings",
    ...strategies.flatMap((id) => [`/strategies/${id}`, `/strategies/${id}/runs`]),
    ...runs.map(({ id }) => `/runs/${id}`),
  ];
  for (const path of paths) {
    const { status, text } = await person.get(`/${path}`);
    assert.equal(status, 200, path);
    assert.doesNotMatch(text, /undefined|NaN|\[object/, path);
  }
  for (const { id } of completed(opened)) {
    const { text } = await person.get(`//runs/${id}`);
    assert.match(text, /Monthly returns/);
    assert.match(text, />\d{4}<\/th>/, "a row of months");
    assert.doesNotMatch(text, /data-result-problem/);
  }
});

look("every answer of the API keeps its contract", async (opened) => {
  const { person, state } = opened;
  for (const { id, total_return, num_trades } of completed(opened)) {
    const { status, json } = await person.get(`/backtests/${id}/results`);
    assert.equal(status, 200);
    assert.ok(resultsSchema.safeParse(json).success);
    assert.equal(json.metrics.total_return, total_return);
    const trades = await person.get(`/backtests/${id}/trades.csv`);
    const lines = trades.text.trim().split("\r\n");
    assert.equal(lines.length - 1, json.trades.length);
    assert.equal(json.metrics.num_trades, num_trades);
    const equity = await person.get(`/backtests/${id}/equity.csv`);
    assert.equal(equity.text.trim().split("\r\n").length - 1, json.data.bars);
    const forward = await person.get(`/backtests/${id}/forward-record`);
    assert.equal(forward.status, 200);
  }
  const { json: list } = await person.get("/backtests?limit=500");
  assert.equal(list.runs.length, state.tables.backtest_runs!.length);
  for (const { id } of rowsOf(opened, "strategies")) {
    const { json } = await person.get(`/strategies/${id}/versions`);
    const stored = rowsOf(opened, "strategy_versions").filter((row) => row.strategy_id === id);
    assert.equal(json.versions.length, stored.length);
    for (const { version_number, definition_json } of stored) {
      const version = await person.get(`/strategies/${id}/versions/${version_number}`);
      assert.deepEqual(version.json.definition, definition_json);
      assert.ok(parseStrategy(version.json.definition).ok);
    }
    assert.equal((await person.get(`/strategies/${id}/forward-records`)).status, 200);
  }
  assert.equal((await person.get("/users/me")).status, 200);
  assert.equal((await person.get("/users/me/onboarding")).status, 200);
  assert.equal((await person.get("/candles/imports")).json.imports.length, 1);
});

/** Of which states a report is asked for, each a second of work, and whether today's engine gives the run's result. */
const REPORTED: Readonly<Record<string, boolean>> = {
  "0001_core_tables": false,
  "0009_tags_and_notes": true,
};

/** A run of an engine before today's is tested where today's gives its result, and else it is said. */
async function looksAtRobustness({ person, state }: OpenedState, run: StoredRow): Promise<void> {
  const isSame = REPORTED[state.migrations.at(-1) ?? ""];
  if (isSame === undefined) return;
  for (;;) {
    const { status, json } = await person.get(`/backtests/${run.id}/robustness`);
    if (status !== 202) {
      assert.deepEqual(
        [status, json.error?.code],
        isSame ? [200, undefined] : [409, "not_reproducible"],
      );
      if (isSame) assert.equal(json.actual.total_return, run.total_return);
      assert.equal((await person.get(`/backtests/${run.id}`)).json.trials, null);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

look("runs are compared, exported and made again", async (opened) => {
  const { app, person } = opened;
  const runs = completed(opened);
  const twice = runs.filter(({ strategy_id }, _, all) =>
    all.filter((other) => other.strategy_id === strategy_id).length > 1
  ).filter(({ strategy_id }, _, all) => strategy_id === all[0]!.strategy_id);
  const ids = twice.map(({ id }) => id).join(",");
  const compared = await person.get(
    `//strategies/${twice[0]!.strategy_id}/compare?runs=${ids}`,
  );
  assert.equal(compared.status, 200);
  assert.match(compared.text, new RegExp(`${twice.length} side by side`));

  const response = await person.raw("GET", "/users/me/export");
  const files = await unzip(new Uint8Array(await response.arrayBuffer()));
  const count = (end: string) => Object.keys(files).filter((path) => path.endsWith(end)).length;
  assert.equal(count("/results.json"), runs.length);
  assert.equal(count("/trades.csv"), runs.length);
  assert.equal(count("/v1.json"), 7);
  assert.equal(files["MISSING.txt"], undefined);

  await app.services.runner.start({ alone: true });
  const { json: list } = await person.get("/strategies");
  const points = list.strategies.flatMap(({ last_run }: { last_run: { sparkline: number[] } }) =>
    last_run?.sparkline ? [last_run.sparkline] : []
  );
  assert.equal(points.length, 4, "every curve in the list");
  for (const curve of points) {
    assert.ok(curve.length > 20 && curve.every((value: number) => value > 0));
  }
  await looksAtRobustness(opened, runs.find(({ num_trades }) => Number(num_trades) > 0)!);
  const again = await person.post(`/backtests/${twice[0]!.id}/rerun`);
  assert.equal(again.status, 202, again.text);
  assert.equal((await untilEnded(person, again.json.run_id)).status, "completed");
});

const names = await stateNames();
for (const kind of ["pglite", "postgres"] as const satisfies readonly DatabaseKind[]) {
  for (const name of names) {
    testWith(
      kind === "postgres" ? ["postgres"] : [],
      `stored by an earlier version: ${name} on ${kind}`,
      async (t) => {
        const opened = await openState(name, kind);
        try {
          for (const { about, fn } of looks) {
            const options = { sanitizeOps: false, sanitizeResources: false };
            await t.step({ ...options, name: about, fn: () => fn(opened) });
          }
        } finally {
          await opened.close();
        }
      },
      { sanitizeOps: false, sanitizeResources: false },
    );
  }
}

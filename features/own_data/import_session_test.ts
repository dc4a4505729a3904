/** From a chosen file to stored candles: what is said of it, what is sent, and what is made of the answer. */
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { zipOf } from "../../tests/support/zip.ts";
import { ApiError } from "../../contracts/client/api_client.ts";
import { ImportSession, type ImportSources, queryOf } from "./import_session.ts";
import { readHead } from "./read_head.ts";
import { withRole } from "./Confirm.tsx";

const START = Date.UTC(2022, 0, 1);
const rows = (count: number) =>
  Array.from({ length: count }, (_, i) => `${START / 1000 + i * 3600},10,12,9,11,5\n`).join("");
const TEXT = `time,open,high,low,close,Volume\n${rows(6)}`;
const fileOf = (content: string | Uint8Array<ArrayBuffer>, name = "BINANCE_LTCEUR, 60.csv") =>
  new File([content], name);

type Sent = { query: Readonly<Record<string, string>> };

function session(answer: (sent: Sent) => Promise<never> | Promise<object>) {
  const sent: Sent[] = [];
  const sources: ImportSources = {
    readHead,
    now: () => Date.UTC(2026, 0, 1),
    progress: () => Promise.resolve(null),
    send(_file, query) {
      sent.push({ query });
      return { done: answer({ query }) as Promise<never>, cancel: () => {} };
    },
  };
  return { session: new ImportSession(sources), sent };
}

const DONE = { inserted: 6, known: 0, replaced: 0, unclosed: 0, missing: 0 };

Deno.test("import: a file is opened, guessed, and sent as it was found", async () => {
  const { session: one, sent } = session(() => Promise.resolve(DONE));
  await one.open(fileOf(TEXT));
  assert.equal(one.state.value.kind, "confirm");
  assert.equal(one.found.value?.format, "TradingView");
  await one.send();
  assert.deepEqual(sent, [{ query: { asset: "LTC/EUR", timeframe: "1h", name: "tradingview" } }]);
  assert.deepEqual(one.state.value, { kind: "done", result: DONE });
});

Deno.test("import: packed files are looked into", async () => {
  for (
    const packed of [new Uint8Array(gzipSync(TEXT)), new Uint8Array(await zipOf({ "a.csv": TEXT }))]
  ) {
    const { session: one } = session(() => Promise.resolve(DONE));
    await one.open(fileOf(packed));
    assert.equal(one.found.value?.timeframe, "1h");
  }
});

Deno.test("import: what cannot be a candle file is refused before it is sent", async () => {
  const cases: [File, RegExp][] = [
    [fileOf(""), /is empty/],
    [fileOf(new Uint8Array([0, 1, 2, 3, 0, 0])), /is not text/],
    [fileOf(new Uint8Array([0x50, 0x4b, 5, 6, 0, 0])), /ZIP is empty or damaged/],
  ];
  for (const [file, message] of cases) {
    const { session: one } = session(() => Promise.resolve(DONE));
    await one.open(file);
    const state = one.state.value;
    assert.ok(state.kind === "idle");
    assert.match(state.problem ?? "", message);
  }
});

Deno.test("import: names and pairs are held to what the server takes", async () => {
  const { session: one, sent } = session(() => Promise.resolve(DONE));
  await one.open(fileOf(TEXT, "candles.csv"));
  assert.equal(one.choice.value.pair, "");
  await one.send();
  assert.equal(sent.length, 0, "a pair is missing");
  one.set({ pair: "LTC/EUR", name: "Not A Name" });
  assert.deepEqual(Object.keys(one.problems.value), ["name"]);
});

Deno.test("import: another zone or other columns read the file anew", async () => {
  const { session: one, sent } = session(() => Promise.resolve(DONE));
  const text = "when;a;b;c;d\n" +
    [0, 1, 2].map((i) => `2022-07-01 0${i + 2}:00;10;12;9;11\n`).join("");
  await one.open(fileOf(text, "LTC-EUR.csv"));
  assert.equal(one.found.value?.columns, null);
  let columns = one.choice.value.columns;
  for (const [at, role] of (["time", "open", "high", "low", "close"] as const).entries()) {
    columns = withRole(columns, at, role);
  }
  one.set({ columns, zone: "Europe/Berlin" });
  assert.deepEqual(one.found.value?.problems, []);
  assert.equal(one.found.value?.rows[0]?.time, Date.UTC(2022, 6, 1));
  assert.equal(one.choice.value.timeframe, "1h", "it is known once the times are");
  await one.send();
  assert.deepEqual(sent[0]?.query, {
    asset: "LTC/EUR",
    timeframe: "1h",
    name: "mine",
    zone: "Europe/Berlin",
    columns: "time:0,open:1,high:2,low:3,close:4",
  });
});

Deno.test("import: bad lines are listed, what differs is asked, and a cancelled one can be sent again", async () => {
  const refusals = [
    new ApiError(422, "invalid_input", "2 lines are not right.", [
      { line: 3, message: "No." },
      { line: 9, message: "No." },
    ]),
    new ApiError(409, "candles_differ", "Send it again with …", [
      { code: "differing", count: 1, message: "1 candle of the file differs from what is stored." },
      { code: "sample", message: "2022-01-01 00:00 UTC: close 1 is stored, 2 is in the file." },
    ]),
    new ApiError(0, "aborted", "The import was cancelled."),
  ];
  const { session: one, sent } = session(() => Promise.reject(refusals.shift()));
  await one.open(fileOf(TEXT));
  await one.send();
  const refused = one.state.value;
  assert.ok(refused.kind === "refused");
  assert.deepEqual(refused.issues.map(({ line }) => line), [3, 9]);
  one.back();
  await one.send();
  const differs = one.state.value;
  assert.ok(differs.kind === "differs");
  assert.match(differs.message, /^1 candle of the file differs/);
  assert.equal(differs.samples.length, 1);
  await one.send("replace");
  assert.equal(sent[2]?.query.on_conflict, "replace");
  assert.equal(one.state.value.kind, "confirm");
});

Deno.test("import: only what was changed is sent", () => {
  const base = { pair: "A/BC", timeframe: "1d", name: "x", zone: "UTC" };
  const found = queryOf({ ...base, unit: null, dateOrder: "day_first", columns: null }, "keep");
  assert.deepEqual(found, {
    asset: "A/BC",
    timeframe: "1d",
    name: "x",
    date_order: "day_first",
    on_conflict: "keep",
  });
});

import assert from "node:assert/strict";
import { resultsSchema, type RunResult } from "../../contracts/results.ts";
import { METRICS } from "../../engine/mod.ts";
import { blobBytes, readState, stateNames } from "../../tests/support/corpus.ts";
import { readStoredResult, UnreadableResultError } from "./stored_result.ts";

type Json = Record<string, unknown>;

/** Every result of the corpus that was stored as JSON, and the state that it is in; and those that were packed. */
const corpus: { readonly name: string; readonly text: string }[] = [];
const packed: Uint8Array[] = [];
for (const name of await stateNames()) {
  const { blobs } = await readState(name);
  for (const [key, text] of Object.entries(blobs)) {
    if (!key.endsWith("/results.json")) continue;
    if (text.startsWith("{")) corpus.push({ name, text });
    else packed.push(blobBytes(text));
  }
}

const bytesOf = (value: unknown) =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const read = (value: unknown) => readStoredResult(bytesOf(value)).result;
const parsed = (text: string): Json => JSON.parse(text);

/** Metrics that are younger than a result, as they are named among what it has not recorded. */
function youngerMetrics(metrics: object): string[] {
  return METRICS.filter(({ name }) => !(name in metrics)).map(({ name }) => `metrics.${name}`);
}

/** The present shape, of a result of the corpus with trades; metrics that are younger than it are `null`. */
function whole(): RunResult {
  const { text } = corpus.find(({ name, text }) =>
    name === "0007_onboarding" && text.includes('"ambiguous":true')
  )!;
  const result = read(text);
  const younger = youngerMetrics(result.metrics);
  assert.deepEqual(result.not_recorded, younger);
  const all = Object.fromEntries(METRICS.map(({ name }) => [name, null]));
  return { ...result, metrics: { ...all, ...result.metrics }, not_recorded: [] };
}

function without(value: object, path: string): Json {
  const copy = structuredClone(value) as Json;
  const names = path.split(".");
  const last = names.pop()!;
  delete names.reduce((at, name) => at[name] as Json, copy)[last];
  return copy;
}

Deno.test("stored result: every result that was ever stored is read in the present shape", () => {
  assert.ok(corpus.length >= 40);
  for (const { name, text } of corpus) {
    const { result, json } = readStoredResult(bytesOf(text));
    const answered = JSON.parse(new TextDecoder().decode(json));
    assert.ok(resultsSchema.safeParse(answered).success, name);
    assert.deepEqual(answered, JSON.parse(JSON.stringify(result)), name);
    // Whatever was there is as it was.
    for (const [part, value] of Object.entries(parsed(text))) {
      assert.deepEqual(answered[part], value, `${name}: ${part}`);
    }
  }
});

Deno.test("stored result: a packed one is answered byte for byte as the JSON that was stored before", () => {
  const texts = new Map(corpus.map(({ text }) => [parsed(text).run_hash, text]));
  let same = 0;
  for (const bytes of packed) {
    assert.ok(bytes.length < 60_000);
    const { result, json } = readStoredResult(bytes);
    const answered = new TextDecoder().decode(json);
    assert.ok(resultsSchema.safeParse(JSON.parse(answered)).success);
    const before = texts.get(result.run_hash);
    if (before === undefined || !("format" in parsed(before))) continue;
    assert.equal(answered, before);
    same++;
  }
  assert.ok(same >= 4, `${same} of ${packed.length}`);
});

Deno.test("stored result: what format 1 lacks is computed as format 2 recorded it", () => {
  const recorded = corpus.filter(({ text }) => "monthly_returns" in parsed(text));
  assert.ok(recorded.length >= 28);
  for (const { name, text } of recorded) {
    const { drawdowns, monthly_returns, ambiguity, ...first } = parsed(text);
    const result = read(first);
    const younger = youngerMetrics(first.metrics as object);
    assert.deepEqual(result.drawdowns, drawdowns, name);
    assert.deepEqual(result.monthly_returns, monthly_returns, name);
    const { ambiguous_trades, total_return } = ambiguity as RunResult["ambiguity"];
    assert.equal(result.ambiguity.ambiguous_trades, ambiguous_trades, name);
    const own = result.settings.intrabar;
    assert.equal(result.ambiguity.total_return[own], total_return[own], name);
    if (ambiguous_trades === 0) {
      assert.deepEqual(result.ambiguity.total_return, total_return, name);
      assert.deepEqual(result.not_recorded, younger, name);
    } else {
      const others = (["stop_first", "ohlc_path", "target_first"] as const)
        .filter((mode) => mode !== own);
      assert.deepEqual(others.map((mode) => result.ambiguity.total_return[mode]), [null, null]);
      assert.deepEqual(
        result.not_recorded,
        [...others.map((mode) => `ambiguity.total_return.${mode}`), ...younger],
      );
    }
  }
});

Deno.test("stored result: of one of format 1 everything derivable is computed", () => {
  const { text } = corpus.find(({ name, text }) =>
    name === "0001_core_tables" && text.includes('"ambiguous":true')
  )!;
  const { monthly_returns, drawdowns, ambiguity, metrics, format } = read(text);
  assert.equal(format, 3);
  assert.deepEqual(monthly_returns.map(({ month }) => month), [1, 2, 3, 4, 5]);
  const growth = monthly_returns.reduce((product, month) => product * (1 + month.return), 1);
  assert.ok(Math.abs(growth - 1 - metrics.total_return!) < 1e-12);
  assert.equal(drawdowns[0]!.depth, metrics.max_drawdown);
  assert.equal(ambiguity.ambiguous_trades, 26);
});

Deno.test("stored result: one of the present shape is handed on byte for byte", () => {
  const bytes = bytesOf({ ...whole(), not_recorded: [] });
  assert.equal(readStoredResult(bytes).json, bytes);
});

Deno.test("stored result: parts that cannot be derived are named as not recorded", () => {
  for (const part of ["funnel", "warnings", "buy_and_hold"] as const) {
    const result = read(without(whole(), part));
    assert.equal(result[part], null);
    assert.deepEqual(result.not_recorded, [part]);
    // Stored as `null` it is still named as not recorded.
    assert.deepEqual(read(result).not_recorded, [part]);
  }
  const result = read(without(whole(), "metrics.sharpe"));
  assert.equal("sharpe" in result.metrics, false);
  assert.deepEqual(result.not_recorded, ["metrics.sharpe"]);
});

Deno.test("stored result: without a part that every format has it is not readable", () => {
  for (
    const path of [
      "engine_version",
      "run_hash",
      "settings",
      "settings.initial_capital",
      "settings.intrabar",
      "data",
      "data.bars",
      "data.first_tradable_bar",
      "data.gaps",
      "metrics",
      "trades",
      "trades.0.entry_time",
      "trades.0.after_gap",
      "equity",
      "equity.time",
      "equity.value",
      "pending",
    ]
  ) {
    assert.throws(() => read(without(whole(), path)), UnreadableResultError, path);
  }
});

Deno.test("stored result: bytes that are no result are refused in words", () => {
  const text = JSON.stringify(whole());
  const broken: (string | Uint8Array)[] = [
    "",
    " ",
    "null",
    "[]",
    '"text"',
    "{}",
    "<!doctype html>",
    '{"format":3}',
    text.slice(0, -1),
    text.slice(0, text.length / 2),
    text + text,
    Uint8Array.of(0xff, 0xfe, 0, 1, 2),
    bytesOf(text).subarray(0, 5_001),
    bytesOf(text).map((byte, at) => at === 100 ? 0xc3 : byte),
    "[".repeat(100_000),
  ];
  for (const bytes of broken) {
    assert.throws(
      () => readStoredResult(typeof bytes === "string" ? bytesOf(bytes) : bytes),
      (error) =>
        error instanceof UnreadableResultError && /cannot be read\. Run again\.$/.test(error.words),
      String(bytes).slice(0, 40),
    );
  }
});

Deno.test("stored result: one of a later format is distinguished from a broken one", () => {
  assert.throws(
    () => read({ ...whole(), format: 4 }),
    (error) => error instanceof UnreadableResultError && /newer version/.test(error.words),
  );
  for (const format of [0, -1, 1.5, "3", null, {}]) {
    assert.throws(
      () => read({ ...whole(), format }),
      (error) => error instanceof UnreadableResultError && !/newer version/.test(error.words),
      String(format),
    );
  }
});

Deno.test("stored result: one that contradicts itself is not readable", () => {
  const result = whole();
  const { equity, data, trades } = result;
  const trade = trades[0]!;
  const contradicting: readonly Partial<Record<keyof RunResult, unknown>>[] = [
    { equity: { time: [], value: [] } },
    { equity: { ...equity, value: equity.value.slice(1) } },
    { equity: { ...equity, time: equity.time.toReversed() } },
    { equity: { ...equity, time: equity.time.map(() => equity.time[0]) } },
    { data: { ...data, bars: data.bars + 1 } },
    { data: { ...data, first_time: data.first_time - 1 } },
    { data: { ...data, last_time: 9e15 } },
    { data: { ...data, first_tradable_bar: data.bars } },
    { buy_and_hold: { value: [1, 2, 3] } },
    { trades: [{ ...trade, entry_bar: data.bars }] },
    { trades: [{ ...trade, exit_bar: 1e9 }] },
    { trades: [{ ...trade, exit_time: 1e300 }] },
    { trades: [{ ...trade, exit_reason: "toString" }] },
    { settings: { ...result.settings, initial_capital: 0 } },
  ];
  for (const change of contradicting) {
    const label = JSON.stringify(change).slice(0, 60);
    assert.throws(() => read({ ...result, ...change }), UnreadableResultError, label);
  }
});

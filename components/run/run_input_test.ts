import assert from "node:assert/strict";
import { checkRun, readNumber } from "./run_input.ts";

const NOW = Date.parse("2025-03-02T10:20:00Z");
const typed = {
  from: "2021-01-01",
  to: "2021-12-31",
  fee: "0.1",
  slippage: "0.05",
  capital: "10,000",
  intrabar: "stop_first",
};

Deno.test("run form: what was typed becomes a request", () => {
  assert.deepEqual(checkRun(typed, null, NOW), {
    ok: true,
    request: {
      date_from: "2021-01-01",
      date_to: "2022-01-01T00:00:00.000Z",
      fee_percent: 0.1,
      slippage_percent: 0.05,
      initial_capital: 10_000,
      intrabar: "stop_first",
    },
  });
});

Deno.test("run form: every field that is wrong says so, all at once", () => {
  const checked = checkRun(
    { ...typed, from: "", to: "soon", fee: "9", slippage: "-1", capital: "much" },
    null,
    NOW,
  );
  assert.equal(checked.ok, false);
  assert.deepEqual(
    Object.keys(checked.ok ? {} : checked.errors).sort(),
    ["capital", "fee", "from", "slippage", "to"],
  );
});

Deno.test("run form: the days must be in order and have begun", () => {
  const back = checkRun({ ...typed, from: "2022-01-01" }, null, NOW);
  assert.match(back.ok ? "" : back.errors.to ?? "", /before the first/);
  const ahead = checkRun({ ...typed, from: "2026-01-01", to: "2026-02-01" }, null, NOW);
  assert.match(ahead.ok ? "" : ahead.errors.from ?? "", /future/);
  assert.equal(checkRun({ ...typed, to: "2021-01-01" }, null, NOW).ok, true);
});

Deno.test("run form: numbers are read as people write them", () => {
  const cases: [string, number | null][] = [
    ["10000", 10_000],
    ["10,000", 10_000],
    ["1,000,000.50", 1_000_000.5],
    ["10 000", 10_000],
    ["0,1", 0.1],
    [".5", 0.5],
    ["0.05", 0.05],
    ["", null],
    ["ten", null],
    ["1e5", null],
    ["-1", -1],
  ];
  for (const [text, value] of cases) assert.equal(readNumber(text), value, text);
});

import assert from "node:assert/strict";
import { checkRun, readRunNumber } from "./run_input.ts";

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

Deno.test("run form: a decimal comma is a decimal comma", () => {
  const checked = checkRun({ ...typed, fee: "0,001", slippage: "0,075 %" }, null, NOW);
  assert.ok(checked.ok);
  assert.deepEqual([checked.request.fee_percent, checked.request.slippage_percent], [0.001, 0.075]);
  const german = checkRun({ ...typed, capital: "12.500,50" }, null, NOW);
  assert.equal(german.ok && german.request.initial_capital, 12_500.5);
});

Deno.test("run form: what can be read in two ways is said, and what cannot be read refused", () => {
  assert.deepEqual(readRunNumber("capital", "25,000 USDT"), {
    kind: "remarked",
    value: 25_000,
    remark: "Read as 25000, not 25.",
  });
  const dear = checkRun({ ...typed, fee: "1,500" }, null, NOW);
  assert.equal(
    dear.ok ? "" : dear.errors.fee,
    "Enter a percentage from 0 to 5. Read as 1500, not 1.5.",
  );
  const none = checkRun({ ...typed, capital: "1.2.3", fee: "" }, null, NOW);
  assert.deepEqual(none.ok ? {} : none.errors, {
    fee: "Enter a percentage from 0 to 5.",
    capital: "Enter an amount from 1 to 1,000,000,000. Write it like 1234.5.",
  });
});

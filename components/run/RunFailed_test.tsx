import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import type { Run } from "../../contracts/backtests.ts";
import { RUN_FAILURES, runFailure } from "../../contracts/run_failures.ts";
import { RunFailed } from "./RunFailed.tsx";

const FAILED: Run = {
  run_id: "11111111-1111-4111-8111-111111111111",
  strategy_id: "22222222-2222-4222-8222-222222222222",
  strategy_name: "RSI",
  asset: "BTC/USDT",
  timeframe: "1h",
  version_number: 1,
  status: "failed",
  progress: 0,
  date_from: "2017-01-01T00:00:00.000Z",
  date_to: "2020-01-01T00:00:00.000Z",
  fee_percent: 0.1,
  slippage_percent: 0.05,
  initial_capital: 10_000,
  intrabar: "stop_first",
  triggered_by: "manual",
  venue: "binance",
  engine_version: null,
  run_hash: null,
  total_return: null,
  cagr: null,
  max_drawdown: null,
  num_trades: null,
  win_rate: null,
  buy_and_hold_return: null,
  error_code: "internal",
  error_message: null,
  created_at: "2025-01-01T00:00:00.000Z",
  started_at: null,
  finished_at: null,
};
const span = { firstMs: Date.UTC(2019, 0, 1), toMs: Date.UTC(2023, 0, 1) };

function shown(change: Partial<Run>, stored: typeof span | null = span): string {
  const run = { ...FAILED, ...change };
  return renderToString(<RunFailed run={run} span={stored} busy={false} onRerun={() => {}} />)
    .replaceAll("\u00a0", " ").replaceAll("&amp;", "&");
}

for (const [code, failure] of Object.entries(RUN_FAILURES)) {
  Deno.test(`a failed run: ${code} has a title, a sentence and a next step`, () => {
    const html = shown({ error_code: code });
    assert.ok(html.includes(`<h2>${failure.title}</h2>`));
    assert.ok(html.includes(failure.sentence));
    assert.match(failure.sentence, /^[A-Z].*\.$/);
    assert.match(failure.title, /^[A-Z][^.]*$/);
    // One way on at least, and one of them stands out.
    assert.ok(failure.steps.length > 0);
    assert.equal(html.match(/btn-primary/g)?.length, 1);
    assert.equal(html.match(/class="btn /g)?.length, failure.steps.length);
  });
}

Deno.test("a failed run: its own message says more than the general one", () => {
  const html = shown({ error_code: "no_candles", error_message: "There are no 1h candles." });
  assert.ok(html.includes("<p>There are no 1h candles.</p>"));
  assert.ok(!html.includes(RUN_FAILURES.no_candles.sentence));
});

Deno.test("a failed run: what is stored is offered, with the form filled in", () => {
  const html = shown({ error_code: "no_candles" });
  assert.match(html, /Choose 1 Jan 2019 – 31 Dec 2019/);
  assert.ok(html.includes(`/runs?from=2019-01-01&to=2019-12-31#new-backtest"`));
  assert.match(shown({ error_code: "no_candles" }, null), /Choose another period/);
});

Deno.test("a failed run: one that took too long is offered by half", () => {
  assert.match(shown({ error_code: "timeout" }), /from=2018-07-\d\d&to=2019-12-31/);
});

Deno.test("a failed run: a code that nobody knows, or none, is ours", () => {
  for (const code of ["of_an_older_release", "constructor", null]) {
    assert.equal(runFailure(code), RUN_FAILURES.internal);
    assert.match(shown({ error_code: code }), /Something went wrong on our side/);
  }
});

import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import type { Run } from "../../../contracts/backtests.ts";
import { RUN_FAILURES, runFailure } from "../../../contracts/run_failures.ts";
import { RunFailed, type RunFailedProps } from "./RunFailed.tsx";
import buttonStyles from "../../../ui/Button.module.css.ts";

const FAILED: Run = {
  run_id: "11111111-1111-4111-8111-111111111111",
  strategy_id: "22222222-2222-4222-8222-222222222222",
  strategy_name: "RSI",
  asset: "BTC/USDT",
  import: null,
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
  venue_asked: null,
  venue_instead_of: null,
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
  waiting_for: null,
  trials: null,
  note: null,
  tags: [],
  created_at: "2025-01-01T00:00:00.000Z",
  started_at: null,
  finished_at: null,
};
const span = { firstMs: Date.UTC(2019, 0, 1), toMs: Date.UTC(2023, 0, 1) };

function shown(change: Partial<Run>, more: Partial<RunFailedProps> = {}): string {
  const run = { ...FAILED, ...change };
  return renderToString(
    <RunFailed
      run={run}
      span={span}
      autoUpdate
      full={null}
      busy={false}
      onRerun={() => {}}
      {...more}
    />,
  ).replaceAll("\u00a0", " ").replaceAll("&amp;", "&");
}

const texts = (html: string) =>
  [...html.matchAll(/<(?:h2|p)\b[^>]*>([^<]*)<\/(?:h2|p)>/g)].map(([, text]) => text ?? "");
const buttons = (html: string) =>
  [...html.matchAll(
    new RegExp(`class="${buttonStyles.button} [^>]*>(?:<svg.*?</svg>)?([^<]*)<`, "g"),
  )]
    .map(([, text]) => text?.trim());

for (const code of Object.keys(RUN_FAILURES)) {
  for (const daily of [false, true]) {
    Deno.test(`a failed run: ${code}, ${daily ? "daily" : "by hand"}, says each thing once`, () => {
      for (const stored of [span, null]) {
        for (const autoUpdate of [true, false]) {
          const html = shown(
            { error_code: code, triggered_by: daily ? "schedule" : "manual" },
            { span: stored, autoUpdate },
          );
          const said = texts(html);
          assert.deepEqual(said[0], daily ? "This daily run failed" : "This backtest failed");
          assert.equal(said.length, 3, "what failed, what happened, what to do");
          assert.equal(new Set(said).size, 3);
          for (const sentence of said.slice(1)) assert.match(sentence, /^[A-Z].*\.$/);
          // One way on at least, one of them stands out, and none is there twice.
          const ways = buttons(html);
          assert.ok(ways.length > 0);
          assert.equal(new Set(ways).size, ways.length);
          assert.equal(html.match(new RegExp(buttonStyles.primary, "g"))?.length, 1);
          // A daily run's period is that of auto-update; other days can be run by hand alone.
          if (daily) assert.doesNotMatch(html, /#new-backtest/);
          else assert.doesNotMatch(html, /auto-update/i);
        }
      }
    });
  }
}

Deno.test("a failed run: its own message says more than the general one", () => {
  const html = shown({ error_code: "no_candles", error_message: "There are no 1h candles." });
  assert.ok(html.includes("<p>There are no 1h candles.</p>"));
  assert.ok(!html.includes(RUN_FAILURES.no_candles.what));
});

Deno.test("a failed run: what is stored is offered, with the form filled in", () => {
  const html = shown({ error_code: "no_candles" });
  assert.match(html, /Choose 1 Jan 2019 – 31 Dec 2019/);
  assert.ok(html.includes(`/runs?from=2019-01-01&to=2019-12-31#new-backtest"`));
  assert.match(shown({ error_code: "no_candles" }, { span: null }), /Choose another period/);
});

Deno.test("a failed run: one that took too long is offered by half", () => {
  assert.match(shown({ error_code: "timeout" }), /from=2018-07-\d\d&to=2019-12-31/);
});

Deno.test("a failed run: an exchange that refuses the server is not asked again", () => {
  const refused = { error_code: "vendor_refused" };
  assert.deepEqual(buttons(shown(refused)), ["Choose 1 Jan 2019 – 31 Dec 2019"]);
  assert.deepEqual(buttons(shown(refused, { span: null })), ["Choose another market"]);
  const daily = { ...refused, triggered_by: "schedule" } as const;
  const html = shown(daily);
  assert.deepEqual(buttons(html), ["Open auto-update"]);
  assert.ok(html.includes(`href="/strategies/${FAILED.strategy_id}#auto-update"`));
});

Deno.test("a failed daily run: it is tried again as long as auto-update is on", () => {
  const away = { error_code: "vendor_unreachable", triggered_by: "schedule" } as const;
  assert.match(shown(away), /It is tried again automatically\./);
  const off = shown(away, { autoUpdate: false });
  assert.doesNotMatch(off, /tried again/);
  assert.deepEqual(buttons(off), ["Run it now", "Open auto-update"]);
});

Deno.test("a failed run: where the day's backtests are used up, running again is off and says why", () => {
  const full = "You have run 50 of 50 backtests today, the beta limit. Resets at 00:00.";
  const html = shown({ error_code: "internal" }, { full });
  assert.ok(html.includes(full));
  assert.match(html, /<button[^>]*disabled/);
  assert.ok(!shown({ error_code: "invalid_strategy" }, { full }).includes(full));
});

Deno.test("a failed run: a code that nobody knows, or none, is ours", () => {
  for (const code of ["of_an_older_release", "constructor", null]) {
    assert.equal(runFailure(code), RUN_FAILURES.internal);
    assert.match(shown({ error_code: code }), /Something went wrong on our side/);
  }
});

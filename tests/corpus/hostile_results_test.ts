/** A stored result with any of its values replaced by one of another type or size: it is refused, or its page can be drawn. */
import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { h } from "preact";
import { summaryOf } from "../../components/result_words/result.ts";
import * as belowFold from "../../features/results/below_fold.tsx";
import { BelowFold } from "../../features/results/BelowFold.tsx";
import { RunView } from "../../features/results/run/RunView.tsx";
import { resultCurves } from "../../features/results/chart_data.ts";
import type { Run } from "../../contracts/backtests.ts";
import type { RunResult } from "../../contracts/results.ts";
import { equityCsv, tradesCsv } from "../../server/backtests/results_csv.ts";
import { readStoredResult, UnreadableResultError } from "../../server/backtests/stored_result.ts";
import { splitBySeal } from "../../server/track_records/seal_split.ts";
import { readState } from "../support/corpus.ts";

const RUN: Run = {
  run_id: "11111111-1111-4111-8111-111111111111",
  strategy_id: "22222222-2222-4222-8222-222222222222",
  strategy_name: "RSI",
  trials: null,
  note: null,
  tags: [],
  asset: "DEMO/USDT",
  import: null,
  timeframe: "1d",
  version_number: 1,
  status: "completed",
  progress: 1,
  date_from: "2021-01-01T00:00:00.000Z",
  date_to: "2021-03-01T00:00:00.000Z",
  fee_percent: 0.1,
  slippage_percent: 0.05,
  initial_capital: 10_000,
  intrabar: "stop_first",
  triggered_by: "manual",
  venue: "synthetic",
  venue_asked: null,
  venue_instead_of: null,
  engine_version: "1.0.0",
  run_hash: "0",
  total_return: 0,
  cagr: 0,
  max_drawdown: 0,
  num_trades: 0,
  win_rate: 0,
  buy_and_hold_return: 0,
  error_code: null,
  error_message: null,
  waiting_for: null,
  created_at: "2026-01-01T00:00:00.000Z",
  started_at: null,
  finished_at: null,
};

/** Everything that is made of a result, on the server and in the first paint of a page. */
function use(result: RunResult): void {
  const summary = summaryOf(result);
  const page = h(RunView, {
    run: RUN,
    summary: JSON.parse(JSON.stringify(summary)),
    problem: null,
    zone: null,
    timeframeMs: 86_400_000,
    span: null,
    autoUpdate: false,
    usage: { used: 0, limit: 50, resets_at: "2026-01-02T00:00:00.000Z" },
    neighbours: { older: null, newer: null, olderResult: null },
  });
  renderToString(h(BelowFold.Provider, { value: belowFold }, page));
  tradesCsv(result);
  equityCsv(result);
  resultCurves(result);
  const at = new Date(Date.UTC(2021, 0, 20));
  splitBySeal(result, { sealed_at: at, starts_at: at, timeframe: "1d", past_days: null });
}

const WRONG = [null, -1, 0.5, 1e300, -8e15, "", "text", "__proto__", true, [], {}, [[]], [null]];

/** A result with three trades and 60 bars, small enough to be drawn thousands of times. */
async function small(): Promise<RunResult> {
  const { blobs } = await readState("0001_core_tables");
  const text = Object.values(blobs).find((text) => text.includes('"ambiguous":true'))!;
  const { result } = readStoredResult(new TextEncoder().encode(text));
  const bars = 60;
  const cut = <T>(values: readonly T[]) => values.slice(0, bars);
  return {
    ...result,
    data: { ...result.data, bars, last_time: result.equity.time[bars - 1]! },
    trades: result.trades.filter(({ entry_bar, exit_bar }) =>
      entry_bar < bars && (exit_bar ?? 0) < bars
    ).slice(0, 3),
    equity: { time: cut(result.equity.time), value: cut(result.equity.value) },
    buy_and_hold: { value: cut(result.buy_and_hold!.value) },
  };
}

/** Paths to every value; of lists the first and the last. */
function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [[...path]];
  const keys = Object.keys(value);
  const chosen = Array.isArray(value) ? [...new Set([keys[0], keys.at(-1)])] : keys;
  return [
    ...(path.length > 0 ? [[...path]] : []),
    ...chosen.flatMap((key) =>
      key === undefined ? [] : pathsOf((value as Record<string, unknown>)[key], [...path, key])
    ),
  ];
}

function changed(result: RunResult, path: readonly string[], value: unknown): unknown {
  const copy = structuredClone(result) as unknown as Record<string, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  const last = path.at(-1)!;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

Deno.test("hostile results: whatever one value is replaced by, the result is refused or can be shown", async () => {
  const result = await small();
  use(result);
  const outcomes = { refused: 0, shown: 0 };
  for (const path of pathsOf(result)) {
    for (const value of [undefined, ...WRONG]) {
      const bytes = new TextEncoder().encode(JSON.stringify(changed(result, path, value)));
      let stored;
      try {
        stored = readStoredResult(bytes).result;
      } catch (error) {
        assert.ok(error instanceof UnreadableResultError, `${path.join(".")}: ${error}`);
        outcomes.refused++;
        continue;
      }
      try {
        use(stored);
      } catch (error) {
        throw new Error(`${path.join(".")} = ${JSON.stringify(value)}`, { cause: error });
      }
      outcomes.shown++;
    }
  }
  assert.ok(outcomes.refused > 500 && outcomes.shown > 100, JSON.stringify(outcomes));
});

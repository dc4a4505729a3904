import assert from "node:assert/strict";
import {
  fireEvent,
  render,
  screen,
  visibleText,
  waitFor,
  within,
} from "../../tests/support/dom.ts";
import type { Run } from "../../contracts/backtests.ts";
import type { StrategyContext } from "../../contracts/strategy_context.ts";
import { withAnswers } from "../../tests/support/fetch_stub.ts";
import { HistoryRow } from "./HistoryRow.tsx";
import { RunHistory } from "./RunHistory.tsx";

const NOW_MS = Date.UTC(2024, 0, 1);

function run(run_id: string, change: Partial<Run> = {}): Run {
  return {
    run_id,
    strategy_id: "s1",
    strategy_name: "Rebound",
    asset: "DEMO/USDT",
    import: null,
    timeframe: "1h",
    version_number: 1,
    status: "completed",
    progress: 1,
    date_from: "2023-01-01T00:00:00Z",
    date_to: "2023-12-31T00:00:00Z",
    fee_percent: 0.1,
    slippage_percent: 0.05,
    initial_capital: 10_000,
    intrabar: "stop_first",
    triggered_by: "manual",
    venue: "synthetic",
    venue_asked: null,
    venue_instead_of: null,
    engine_version: "1",
    run_hash: "h",
    total_return: 0.2,
    cagr: 0.2,
    max_drawdown: -0.1,
    num_trades: 12,
    win_rate: 0.5,
    buy_and_hold_return: 0.3,
    error_code: null,
    error_message: null,
    waiting_for: null,
    trials: null,
    note: null,
    tags: [],
    created_at: "2024-01-01T00:00:00Z",
    started_at: null,
    finished_at: null,
    ...change,
  };
}

function open(runs: readonly Run[], context: StrategyContext = {}) {
  const started: string[] = [];
  render(
    <RunHistory
      runs={runs}
      more={false}
      zone="UTC"
      onStarted={(id) => started.push(id)}
      form={{
        strategyId: "s1",
        asset: "DEMO/USDT",
        timeframe: "1h",
        venue: "synthetic",
        span: { firstMs: Date.UTC(2020, 0, 1), toMs: NOW_MS },
        defaults: { fee_percent: 0.1, slippage_percent: 0.05 },
        context,
        nowMs: NOW_MS,
        usage: { used: 1, limit: 50, resets_at: new Date(Date.now() + 86_400_000).toISOString() },
        keeper: { note: () => {}, flush: () => Promise.resolve() },
      }}
    />,
  );
  const row = (id: string) => document.querySelector<HTMLElement>(`tr[data-run="${id}"]`)!;
  return {
    started,
    row: (id: string) => within(row(id)),
    words: (id: string) => visibleText(row(id)),
    order: () =>
      [...document.querySelectorAll<HTMLElement>("tbody tr")].map(({ dataset }) => dataset.run),
  };
}

Deno.test("RunHistory: each run says when, on what, by whom and how it ended", () => {
  const { row, words } = open([
    run("done"),
    run("failed", { status: "failed", total_return: null, buy_and_hold_return: null }),
  ]);
  assert.match(
    words("done").replaceAll("\u00a0", " "),
    /1 Jan 2023 – 30 Dec 2023.*version 1.*by you.*Completed.*Buy & hold.*won/,
  );
  assert.equal(
    row("done").getByRole("link", { name: /^View results/ }).getAttribute("href"),
    "/runs/done",
  );
  assert.match(words("failed"), /Failed/);
  row("failed").getByRole("link", { name: /^See why/ });
});

Deno.test("HistoryRow: a run that waits is neither compared nor deleted", () => {
  const noop = () => {};
  const show = (one: Run) => {
    const { container } = render(
      <table>
        <tbody>
          <HistoryRow
            run={one}
            market={{ asset: "DEMO/USDT", timeframe: "1h" }}
            isChosen={false}
            isFull={false}
            full={null}
            onToggle={noop}
            onRunAgain={noop}
            onRerun={noop}
            onDelete={noop}
          />
        </tbody>
      </table>,
    );
    const box = within(container as HTMLElement).getByRole<HTMLInputElement>("checkbox");
    const actions = within(container as HTMLElement).queryByRole("button", {
      name: /^Actions for/,
    });
    return {
      isCompared: !box.disabled,
      hasActions: actions !== null,
      words: visibleText(container),
    };
  };
  const waiting = show(run("waiting", { status: "pending", total_return: null }));
  assert.match(waiting.words, /Pending/);
  assert.deepEqual([waiting.isCompared, waiting.hasActions], [false, false]);
  const failed = show(run("failed", { status: "failed", total_return: null }));
  assert.deepEqual([failed.isCompared, failed.hasActions], [false, true]);
  const done = show(run("done"));
  assert.deepEqual([done.isCompared, done.hasActions], [true, true]);
});

Deno.test("RunHistory: runs are sorted by a figure", () => {
  const { order } = open([
    run("new", { total_return: 0.1, created_at: "2024-01-02T00:00:00Z" }),
    run("old", { total_return: 0.2 }),
  ]);
  assert.deepEqual(order(), ["new", "old"], "the newest first");
  const head = screen.getByRole("columnheader", { name: "Return" });
  fireEvent.click(within(head).getByRole("button"));
  assert.deepEqual(order(), ["old", "new"]);
  assert.equal(head.getAttribute("aria-sort"), "descending");
});

Deno.test("RunHistory: two are chosen to be compared, one alone is not", () => {
  const { row } = open([
    run("new", { created_at: "2024-01-02T00:00:00Z" }),
    run("old"),
  ]);
  const compare = () => screen.queryByRole("link", { name: "Compare" });
  screen.getByText("Choose two to four to compare");
  fireEvent.click(row("new").getByRole("checkbox"));
  screen.getByText("1 chosen, choose another");
  assert.equal(compare(), null);
  fireEvent.click(row("old").getByRole("checkbox"));
  assert.equal(compare()?.getAttribute("href"), "/strategies/s1/compare?runs=old,new");
  fireEvent.click(screen.getByRole("button", { name: "Clear" }));
  assert.equal(compare(), null);
});

Deno.test("RunHistory: a run has its note, its tags and its market where that is not the strategy's", () => {
  open([
    run("r1", { note: "Fees were wrong", tags: ["fees", "keep"] }),
    run("r2", { asset: "ETH/USDT", timeframe: "1d" }),
  ]);
  const [first, second] = [...document.querySelectorAll("tbody th")].map(visibleText);
  assert.match(first!, /version 1 ?fees ?keep ?Fees were wrong$/);
  assert.match(second!, /version 1 · ETH\/USDT 1d$/);
});

Deno.test("RunHistory: a version is run again with what the strategy is tested with now, as it is set on the page", async () => {
  const { started, row } = open([run("old", { version_number: 3, fee_percent: 0.9 })], {
    period: "6m",
    fee_percent: 0.3,
    intrabar: "ohlc_path",
  });
  fireEvent.input(screen.getByLabelText("Starting capital"), { target: { value: "2500" } });
  await withAnswers(() => ({ status: 202, json: { run_id: "new" } }), async (asked) => {
    fireEvent.click(row("old").getByText("Run again with the settings above"));
    await waitFor(() => assert.deepEqual(started, ["new"]));
    assert.deepEqual(asked.map(({ path, body }) => [path, body]), [["/api/v1/backtests", {
      strategy_id: "s1",
      version: 3,
      date_from: "2023-07-01",
      date_to: "2024-01-01T00:00:00.000Z",
      fee_percent: 0.3,
      slippage_percent: 0.05,
      initial_capital: 2_500,
      intrabar: "ohlc_path",
    }]]);
  });
});

Deno.test("RunHistory: a run is repeated as it was, up to the newest candle", async () => {
  const { started, row } = open([run("old")], { fee_percent: 0.3 });
  await withAnswers(() => ({ status: 202, json: { run_id: "new" } }), async (asked) => {
    fireEvent.click(row("old").getByText("Re-run with latest data"));
    await waitFor(() => assert.deepEqual(started, ["new"]));
    assert.deepEqual(asked.map(({ method, path }) => `${method} ${path}`), [
      "POST /api/v1/backtests/old/rerun",
    ]);
  });
});

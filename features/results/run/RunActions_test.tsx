import assert from "node:assert/strict";
import { act, fireEvent, render, screen, visits, waitFor } from "../../../tests/support/dom.ts";
import { type Asked, withAnswers } from "../../../tests/support/fetch_stub.ts";
import type { Run } from "../../../contracts/backtests.ts";
import { RunView, type RunViewProps } from "./RunView.tsx";

const OLDER = "11111111-1111-4111-8111-111111111111";
const RESULT = "22222222-2222-4222-8222-222222222222";
const THIS = "33333333-3333-4333-8333-333333333333";

const RUN: Run = {
  run_id: THIS,
  strategy_id: "s1",
  strategy_name: "Rebound",
  asset: "BTC/USDT",
  import: null,
  timeframe: "1h",
  version_number: 3,
  status: "completed",
  progress: 1,
  date_from: "2023-01-01T00:00:00Z",
  date_to: "2023-07-01T00:00:00Z",
  fee_percent: 0.2,
  slippage_percent: 0.01,
  initial_capital: 5_000,
  intrabar: "stop_first",
  triggered_by: "manual",
  venue: "binance",
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
};

const series = (timeframe: string) => ({
  timeframe,
  candles: 10,
  first_time: "2020-01-01T00:00:00Z",
  to_time: "2024-01-01T00:00:00Z",
});
const MARKETS = ["BTC/USDT", "ETH/USDT"].map((asset) => ({
  asset,
  name: asset,
  price_decimals: 2,
  synthetic: false,
  venue: "binance",
  timeframes: [series("1h"), series("1d")],
}));

/** A run whose result is not asked for: the page's actions alone are of interest. */
function open(props: Partial<RunViewProps> = {}) {
  render(
    <RunView
      run={RUN}
      summary={null}
      problem={null}
      zone="UTC"
      timeframeMs={3_600_000}
      span={null}
      autoUpdate={false}
      usage={{ used: 1, limit: 50, resets_at: "2024-01-02T00:00:00Z" }}
      neighbours={{ older: OLDER, newer: null, olderResult: RESULT }}
      {...props}
    />,
  );
}

const answers = ({ method, path, body }: Asked) => {
  if (path.includes("/markets")) return { json: { markets: MARKETS, as_of: null } };
  if (method === "POST" && path.endsWith("/backtests")) {
    return { status: 202, json: { run_id: THIS, status: "pending" } };
  }
  if (method === "PATCH") return { json: { ...RUN, ...body as Partial<Run> } };
  return { status: 404, json: { error: { code: "not_found", message: "Not here." } } };
};
const press = (name: string | RegExp) =>
  act(() => {
    fireEvent.click(screen.getByRole("button", { name, hidden: true }));
  });
const key = (key: string) => fireEvent.keyDown(document.body, { key });

Deno.test("RunActions: the result stands beside the one before it, once it is there", async () => {
  await withAnswers(answers, async () => {
    open();
    const link = screen.getByRole("link", { name: "Compare with the one before" });
    assert.equal(link.getAttribute("href"), `/strategies/s1/compare?runs=${RESULT},${THIS}`);
    assert.equal(link.textContent.trim(), "Compare with the one before");
    await Promise.resolve();
  });
});

Deno.test("RunActions: without an earlier result, and while it runs, there is nothing to compare", async () => {
  await withAnswers(answers, async () => {
    open({ neighbours: { older: OLDER, newer: null, olderResult: null } });
    const button = screen.getByRole<HTMLButtonElement>("button", { name: /Compare with/ });
    assert.equal(button.disabled, true);
    assert.match(button.title, /no earlier result/);
    await Promise.resolve();
  });
});

Deno.test("RunActions: keys lead to the older run and to the comparison, and not out of a field", async () => {
  await withAnswers(answers, async () => {
    open();
    key("n");
    assert.deepEqual(visits, []);
    key("o");
    key("c");
    assert.deepEqual(visits, [
      `/runs/${OLDER}`,
      `/strategies/s1/compare?runs=${RESULT},${THIS}`,
    ]);
    const field = document.body.appendChild(document.createElement("input"));
    fireEvent.keyDown(field, { key: "o" });
    fireEvent.keyDown(document.body, { key: "o", ctrlKey: true });
    field.remove();
    assert.equal(visits.length, 2);
    key("?");
    await waitFor(() => screen.getByText("Older backtest"));
  });
});

Deno.test("RunActions: another period starts from what the run was run with", async () => {
  await withAnswers(answers, async (asked) => {
    open();
    press("On another period…");
    const from = await waitFor(() => screen.getByLabelText<HTMLInputElement>("First day"));
    assert.equal(from.value, "2023-01-01");
    assert.equal(screen.getByLabelText<HTMLInputElement>("Last day").value, "2023-06-30");
    assert.equal(screen.getByLabelText<HTMLInputElement>("Fee per trade side").value, "0.2");
    // The form has taken what an earlier page may have left for it.
    await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
    fireEvent.input(from, { target: { value: "2022-01-01" } });
    fireEvent.submit(from.closest("form")!);
    await waitFor(() => assert.equal(visits.length, 1));
    const { body } = asked.find(({ method, path }) =>
      method === "POST" && path.endsWith("/backtests")
    )!;
    assert.deepEqual(body, {
      strategy_id: "s1",
      version: 3,
      asset: "BTC/USDT",
      timeframe: "1h",
      date_from: "2022-01-01",
      date_to: "2023-07-01T00:00:00.000Z",
      fee_percent: 0.2,
      slippage_percent: 0.01,
      initial_capital: 5_000,
      intrabar: "stop_first",
    });
  });
});

Deno.test("RunActions: another market is for this run alone", async () => {
  await withAnswers(answers, async (asked) => {
    open();
    press("On another market…");
    const asset = await waitFor(() => screen.getByLabelText<HTMLSelectElement>("Asset"));
    fireEvent.change(asset, { target: { value: "ETH/USDT" } });
    fireEvent.change(screen.getByLabelText("Timeframe"), { target: { value: "1d" } });
    fireEvent.submit(screen.getByLabelText("First day").closest("form")!);
    await waitFor(() => assert.equal(visits.length, 1));
    const { body } = asked.find(({ method, path }) =>
      method === "POST" && path.endsWith("/backtests")
    )! as { body: Record<string, unknown> };
    assert.deepEqual([body.asset, body.timeframe, body.date_from], [
      "ETH/USDT",
      "1d",
      "2023-01-01",
    ]);
    assert.ok(
      !asked.some(({ method, path }) => method === "PATCH" && path.includes("/strategies")),
    );
  });
});

Deno.test("RunActions: note and tags are written and shown", async () => {
  await withAnswers(answers, async (asked) => {
    open();
    press("Add a note or tags");
    const note = await waitFor(() => screen.getByLabelText("Note"));
    fireEvent.input(note, { target: { value: "Holds in a bear market" } });
    fireEvent.input(screen.getByLabelText("Tags"), { target: { value: "bear, keep,Bear" } });
    fireEvent.submit(note.closest("form")!);
    await waitFor(() => screen.getByText("Holds in a bear market"));
    screen.getByText("keep");
    const { body } = asked.find(({ method }) => method === "PATCH")!;
    assert.deepEqual(body, { note: "Holds in a bear market", tags: ["bear", "keep"] });
    screen.getByRole("button", { name: "Edit note and tags" });
  });
});

Deno.test("RunActions: what the server refuses is said beside its field, and what was typed stays", async () => {
  const refuse = (asked: Asked) =>
    asked.method === "PATCH"
      ? {
        status: 422,
        json: {
          error: {
            code: "invalid_input",
            message: "Some values are wrong.",
            issues: [{ path: "tags.0", message: "A tag has at most 30 characters." }],
          },
        },
      }
      : answers(asked);
  await withAnswers(refuse, async () => {
    open();
    press("Add a note or tags");
    const tags = await waitFor(() => screen.getByLabelText<HTMLInputElement>("Tags"));
    fireEvent.input(tags, { target: { value: "x".repeat(31) } });
    fireEvent.submit(tags.closest("form")!);
    await waitFor(() => screen.getByText("A tag has at most 30 characters."));
    assert.equal(tags.value.length, 31);
  });
});

import assert from "node:assert/strict";
import { fireEvent, screen, waitFor } from "../../../tests/support/dom.ts";
import { withAnswers } from "../../../tests/support/fetch_stub.ts";
import { RULE } from "../../../studio/testing/samples.ts";
import { editorParts, renderInEditor } from "../testing/editor_parts.tsx";
import { Notices } from "../panels/Notices.tsx";
import { runBacktest } from "../session/run_backtest.ts";
import { RunButton } from "./RunButton.tsx";

function open() {
  const parts = editorParts(RULE);
  const opened: string[] = [];
  renderInEditor(
    {
      ...parts,
      run: (command) => {
        if (command === "run") void runBacktest(parts, (path) => opened.push(path));
        return command === "run" || parts.run(command);
      },
    },
    <>
      <RunButton />
      <Notices />
    </>,
  );
  const button = () => screen.getByRole<HTMLButtonElement>("button", { name: "Run backtest" });
  return { ...parts, opened, button };
}

const ACCEPTED = { status: 202, json: { run_id: "r1" } };

Deno.test("RunButton: one click runs the saved version with what the bar says, and opens the run", async () => {
  const { live, opened, button, ui } = open();
  live.settings.value = {
    ...live.settings.value,
    period: "6m",
    feePercent: 0.2,
    capital: 2_500,
    intrabar: "ohlc_path",
  };
  await withAnswers(() => ACCEPTED, async (asked) => {
    fireEvent.click(button());
    assert.equal(button().disabled, true, "a second click starts no second run");
    await waitFor(() => assert.deepEqual(opened, ["/runs/r1"]));
    assert.deepEqual(asked.map(({ method, path }) => `${method} ${path}`), [
      "POST /api/v1/backtests",
    ]);
    assert.deepEqual(asked[0]!.body, {
      strategy_id: "s1",
      version: 1,
      date_from: "2023-07-01",
      date_to: "2024-01-01T00:00:00.000Z",
      fee_percent: 0.2,
      slippage_percent: 0.05,
      initial_capital: 2_500,
      intrabar: "ohlc_path",
    });
  });
  assert.equal(ui.dialog.value, null);
  assert.equal(button().disabled, true, "until the page is left");
});

Deno.test("RunButton: what is not saved is saved first, and that version is run", async () => {
  const { store, opened, button, saving, api } = open();
  // The version that the editor has open.
  await api.saveVersion(RULE, 0, "");
  store.setParam(store.document.value.blocks.find(({ type }) => type === "rsi")!.id, "period", 9);
  assert.equal(saving.dirty.value, true);
  await withAnswers(() => ACCEPTED, async (asked) => {
    fireEvent.click(button());
    await waitFor(() => assert.deepEqual(opened, ["/runs/r1"]));
    assert.equal((asked[0]!.body as { version: number }).version, 2);
    assert.equal(saving.dirty.value, false);
  });
});

Deno.test("RunButton: a refusal is said with the ways on, and the next click can do", async () => {
  const { opened, button, ui } = open();
  const refusal = { error: { code: "limit_reached", message: "50 of 50 backtests today." } };
  await withAnswers(() => ({ status: 403, json: refusal }), async () => {
    fireEvent.click(button());
    await screen.findByText(/The backtest did not start\. 50 of 50 backtests today\./);
    assert.equal(button().disabled, false);
  });
  await withAnswers(() => ACCEPTED, async () => {
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => assert.deepEqual(opened, ["/runs/r1"]));
    assert.equal(screen.queryByText(/did not start/), null);
  });
  ui.starting.value = false;
});

Deno.test("RunButton: with faults nothing is asked of the server, and the faults are shown", async () => {
  const { store, button, ui, opened } = open();
  store.select([store.document.value.blocks.find(({ type }) => type === "rsi")!.id]);
  store.removeSelection();
  assert.ok(store.check.value.faults.length > 0);
  await withAnswers(() => ACCEPTED, async (asked) => {
    fireEvent.click(button());
    await waitFor(() => assert.equal(ui.dialog.value, "run"));
    assert.deepEqual([asked, opened], [[], []]);
  });
});

Deno.test("RunButton: other settings open the form", () => {
  const { ui } = open();
  fireEvent.click(screen.getByRole("button", { name: "Other ways to run" }));
  const link = screen.getByRole<HTMLAnchorElement>("link", { name: "Backtests of this strategy" });
  assert.equal(link.getAttribute("href"), "/strategies/s1/runs");
  fireEvent.click(screen.getByRole("button", { name: /^Run with other settings/ }));
  assert.equal(ui.dialog.value, "run");
});

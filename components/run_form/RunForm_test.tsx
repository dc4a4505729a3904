import assert from "node:assert/strict";
import {
  cleanup,
  descriptionOf,
  fireEvent,
  render,
  screen,
  waitFor,
} from "../../tests/support/dom.ts";
import { withAnswers } from "../../tests/support/fetch_stub.ts";
import { RunForm, type RunFormProps } from "./RunForm.tsx";

const NOW_MS = Date.UTC(2024, 0, 1);
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

function open(props: Partial<RunFormProps> = {}) {
  const started: string[] = [];
  render(
    <RunForm
      strategyId="s1"
      asset="DEMO/USDT"
      timeframe="1h"
      venue="synthetic"
      span={{ firstMs: Date.UTC(2020, 0, 1), toMs: NOW_MS }}
      defaults={{ fee_percent: 0.1, slippage_percent: 0.05 }}
      context={{}}
      nowMs={NOW_MS}
      usage={{ used: 1, limit: 50, resets_at: tomorrow() }}
      keeper={{ note: () => {}, flush: () => Promise.resolve() }}
      onStarted={(id) => started.push(id)}
      {...props}
    />,
  );
  return {
    started,
    field: (label: string) => screen.getByLabelText<HTMLInputElement>(label),
    write: (label: string, value: string) =>
      fireEvent.input(screen.getByLabelText(label), { target: { value } }),
    remarks: () => document.querySelectorAll('[data-part="remark"]').length,
    submit: () => fireEvent.submit(document.querySelector("form")!),
  };
}

Deno.test("RunForm: numbers with a decimal comma start a run with what they mean", async () => {
  const form = open();
  form.write("Fee per trade side", "0,001");
  form.write("Slippage per fill", "0,005 %");
  assert.equal(form.remarks(), 0, "what has one reading needs no remark");
  form.write("Starting capital", "12,500");
  assert.match(descriptionOf(form.field("Starting capital")), /Read as 12500, not 12\.5\./);
  form.write("Starting capital", "12.500,50");
  assert.equal(form.remarks(), 0);
  await withAnswers(() => ({ status: 202, json: { run_id: "r1" } }), async (asked) => {
    form.submit();
    await waitFor(() => assert.deepEqual(form.started, ["r1"]));
    assert.deepEqual(asked.map(({ method, path }) => `${method} ${path}`), [
      "POST /api/v1/backtests",
    ]);
    const { strategy_id, fee_percent, slippage_percent, initial_capital } = asked[0]
      ?.body as Record<
        string,
        unknown
      >;
    assert.deepEqual([strategy_id, fee_percent, slippage_percent, initial_capital], [
      "s1",
      0.001,
      0.005,
      12_500.5,
    ]);
  });
});

const AWAY = {
  venue: "kraken",
  away: { venue: "binance", reason: "vendor_unreachable", since: "2023-12-31T12:00:00.000Z" },
};

/** Starts a run where the usual venue is as told; `press`: what is chosen. The body that was sent. */
async function startedWith(
  told: unknown,
  press?: string,
): Promise<Readonly<Record<string, unknown>>> {
  let body = {};
  const answer = ({ method }: { method: string }) =>
    method === "POST" ? { status: 202, json: { run_id: "r1" } } : { json: told };
  await withAnswers(answer, async (asked) => {
    const form = open({ asset: "BTC/USDT", venue: "binance" });
    await waitFor(() => assert.equal(asked.length, 1));
    assert.equal(asked[0]?.path, "/api/v1/strategies/s1/venue?asset=BTC%2FUSDT");
    if (press !== undefined) fireEvent.click(await screen.findByRole("button", { name: press }));
    form.submit();
    await waitFor(() => assert.deepEqual(form.started, ["r1"]));
    body = asked[1]?.body as typeof body;
  });
  return body;
}

Deno.test("RunForm: while the venue of earlier runs is away one may wait for it or take the other", async () => {
  assert.equal((await startedWith(AWAY, "Wait for Binance"))["venue"], "binance");
  cleanup();
  assert.equal((await startedWith(AWAY, "Use Kraken instead"))["venue"], "kraken");
});

Deno.test("RunForm: what happens by itself is chosen when the venue is away, and why is said", async () => {
  await withAnswers(() => ({ json: AWAY }), async () => {
    open({ asset: "BTC/USDT", venue: "binance" });
    const other = await screen.findByRole("button", { name: "Use Kraken instead", pressed: true });
    assert.match(
      other.closest('[role="status"]')?.textContent ?? "",
      /^Binance did not answer\. Earlier backtests/,
    );
  });
});

Deno.test("RunForm: while the usual venue works nothing is asked, and the run decides", async () => {
  assert.ok(!("venue" in await startedWith({ venue: "binance", away: null })));
  assert.equal(screen.queryByRole("group", { name: "Candles" }), null);
});

Deno.test("RunForm: it begins with what was set before, and tells what is set", async () => {
  const noted: unknown[] = [];
  const form = open({
    context: {
      period: { from: "2021-03-01", to: "2021-09-30" },
      fee_percent: 0.3,
      slippage_percent: 0,
      initial_capital: 2_500,
      intrabar: "target_first",
    },
    keeper: { note: (change) => noted.push(change), flush: () => Promise.resolve() },
  });
  assert.deepEqual(
    ["First day", "Last day", "Fee per trade side", "Slippage per fill", "Starting capital"]
      .map((label) => form.field(label).value),
    ["2021-03-01", "2021-09-30", "0.3", "0", "2,500"],
  );
  form.write("Slippage per fill", "0.1");
  assert.deepEqual(noted, [{ slippage_percent: 0.1 }]);
  await withAnswers(() => ({ status: 202, json: { run_id: "r1" } }), async (asked) => {
    form.submit();
    await waitFor(() => assert.equal(asked.length, 1));
    const { intrabar, slippage_percent } = asked[0]?.body as Record<string, unknown>;
    assert.deepEqual([intrabar, slippage_percent], ["target_first", 0.1]);
  });
});

Deno.test("RunForm: days that cannot be are said at their field, and nothing is asked of the server", async () => {
  const form = open();
  await withAnswers(() => undefined, async (asked) => {
    form.write("First day", "2023-06-01");
    form.write("Last day", "2023-01-01");
    form.submit();
    await waitFor(() =>
      assert.match(descriptionOf(form.field("Last day")), /before the first day/)
    );
    assert.equal(form.field("Last day").getAttribute("aria-invalid"), "true");
    await waitFor(() => assert.ok(document.activeElement === form.field("Last day")));
    form.write("Last day", "2023-12-31");
    assert.equal(form.field("Last day").getAttribute("aria-invalid"), null);
    assert.deepEqual(asked, []);
  });
});

Deno.test("RunForm: a refusal is said, loses nothing, and the form can be sent again", async () => {
  const form = open();
  form.write("Fee per trade side", "0.2");
  await withAnswers(
    () => ({ status: 503, json: { error: { code: "unavailable", message: "Try again soon." } } }),
    async () => {
      form.submit();
      await screen.findByText("Try again soon.");
      assert.equal(form.field("Fee per trade side").value, "0.2");
    },
  );
  await withAnswers(() => ({ status: 202, json: { run_id: "r2" } }), async () => {
    form.submit();
    await waitFor(() => assert.deepEqual(form.started, ["r2"]));
  });
});

Deno.test("RunForm: on a day that is used up it says so, with the time it goes on, and starts nothing", async () => {
  const form = open({
    usage: { used: 50, limit: 50, resets_at: tomorrow() },
  });
  screen.getByText(/50 of 50 backtests today, the beta limit\. Resets at \d\d:\d\d\./);
  assert.equal(
    screen.getByRole<HTMLButtonElement>("button", { name: "Run backtest" }).disabled,
    true,
  );
  await withAnswers(() => undefined, (asked) => {
    form.submit();
    assert.deepEqual(asked, []);
    return Promise.resolve();
  });
});

import assert from "node:assert/strict";
import { fireEvent, render, screen, visits, waitFor } from "../../../tests/support/dom.ts";
import { RunElsewhere } from "./RunElsewhere.tsx";

const RUN = {
  run_id: "r1",
  strategy_id: "s1",
  version_number: 3,
  date_from: "2022-01-01T00:00:00.000Z",
  date_to: "2023-01-01T00:00:00.000Z",
  fee_percent: 0.1,
  slippage_percent: 0.05,
  initial_capital: 10_000,
  intrabar: "stop_first",
} as const;
const row = (asset: string, total_return: number) => ({
  asset,
  timeframe: "4h",
  total_return,
  buy_and_hold_return: 0,
  max_drawdown: -0.1,
  num_trades: 4,
});

async function withAnswer(
  status: number,
  body: unknown,
  check: (asked: unknown[]) => Promise<void>,
): Promise<void> {
  const { fetch } = globalThis;
  const asked: unknown[] = [];
  globalThis.fetch = ((_url: string, init: RequestInit) => {
    asked.push(JSON.parse(String(init.body)));
    return Promise.resolve(Response.json(body, { status }));
  }) as typeof fetch;
  try {
    await check(asked);
  } finally {
    globalThis.fetch = fetch;
  }
}

Deno.test("RunElsewhere: a market opens as a backtest with the run's version, dates and costs", async () => {
  await withAnswer(202, { run_id: "r2", status: "pending" }, async (asked) => {
    render(<RunElsewhere run={RUN} rows={[row("ETH/USDT", 0.123), row("SOL/USDT", -0.2)]} />);
    fireEvent.click(screen.getByRole("button", { name: /^SOL\/USDT 4h −20\.0/ }));
    await waitFor(() => assert.deepEqual(visits, ["/runs/r2"]));
    const { run_id: _id, version_number: version, ...settings } = RUN;
    assert.deepEqual(asked, [{
      ...settings,
      version,
      asset: "SOL/USDT",
      timeframe: "4h",
      import: null,
    }]);
  });
});

Deno.test("RunElsewhere: what keeps it from starting is told, and another try is possible", async () => {
  const error = { error: { code: "limit", message: "You have used all backtests of today." } };
  await withAnswer(429, error, async () => {
    render(<RunElsewhere run={RUN} rows={[row("ETH/USDT", 0.123)]} />);
    const button = screen.getByRole<HTMLButtonElement>("button");
    fireEvent.click(button);
    assert.ok(await screen.findByText("You have used all backtests of today."));
    assert.equal(button.disabled, false);
  });
});

/** The chart of the live result, on a light DOM with the engine in the same thread. */
import assert from "node:assert/strict";
import { act, fireEvent, screen, visibleText, waitFor } from "../../../tests/support/dom.ts";
import { ChartView } from "../../../studio/chart/chart_view.ts";
import { setUp, template } from "../../../studio/live/testing/session.ts";
import { editorParts, renderInEditor } from "../testing/editor_parts.tsx";
import { ChartTab } from "./ChartTab.tsx";

const loadNothing = () =>
  Promise.resolve({
    drawChart: () => ({
      show: () => {},
      plot: () => ({ left: 0, width: 100 }),
      timeAt: () => 0,
      leftOf: () => 50,
      markerAt: () => null,
      point: () => {},
      destroy: () => {},
    }),
  });

async function open() {
  const { session: live, document } = setUp();
  const view = new ChartView(["equity", "drawdown"]);
  renderInEditor(
    { ...editorParts(template("rsi_rebound")), live },
    <ChartTab kept={{ current: view }} load={loadNothing} />,
  );
  await act(() => live.start());
  await screen.findByRole("button", { name: /^RSI\(14\)/ });
  return {
    live,
    document,
    view,
    signals: live.answer.value!.trades.entryBar.map((bar) => bar - 1),
  };
}

Deno.test("chart tab: a trade that is walked to pins the candle of its signal", async () => {
  const { live, signals } = await open();
  screen.getByText("Synthetic");
  fireEvent.click(screen.getByRole("button", { name: "Next trade" }));
  assert.equal(live.pinned.value, true);
  assert.equal(live.pointed.value, signals[0]);
  fireEvent.keyDown(screen.getByRole("slider"), { key: "]" });
  assert.equal(live.pointed.value, signals[1]);
  fireEvent.keyDown(screen.getByRole("slider"), { key: "Escape" });
  assert.equal(live.pinned.value, false);
  live.stop();
});

Deno.test("chart tab: a trade that is chosen elsewhere is shown on the chart", async () => {
  const { live, view, signals } = await open();
  act(() => live.pin(signals[2]!));
  assert.equal(view.trade.value, 2);
  await screen.findByText(`3/${signals.length}`);
  live.stop();
});

Deno.test("chart tab: another strategy is drawn with its own curves", async () => {
  const { live, document } = await open();
  act(() => {
    document.value = template("bollinger_rsi_dip");
  });
  await screen.findByRole("button", { name: /^Bollinger/ });
  await waitFor(() =>
    assert.match(
      visibleText(screen.getByRole("region", { name: "Chart of DEMO/USDT 1h" })),
      /Stop and target/,
    )
  );
  live.stop();
});

/** The chart on a light DOM, with a stand-in for what draws: what is shown, and what each key and button does. */
import assert from "node:assert/strict";
import { fireEvent, render, screen, visibleText, waitFor } from "../../tests/support/dom.ts";
import type { ChartModel } from "../../studio/chart/chart_model.ts";
import { CHART_KEYS } from "../../studio/chart/chart_keys.ts";
import { ChartView } from "../../studio/chart/chart_view.ts";
import { templateChart } from "../../studio/chart/testing/model.ts";
import type { ChartPlaces } from "./draw_chart.ts";
import { PriceChart, type PriceChartProps } from "./PriceChart.tsx";

const model = templateChart("bollinger_rsi_dip");
const { entryBar } = model.trades;

async function show(given: Partial<PriceChartProps> = {}) {
  const view = new ChartView(["equity", "drawdown"]);
  const told: string[] = [];
  const shown: ChartModel[] = [];
  const places: string[][] = [];
  render(
    <PriceChart
      model={model}
      view={view}
      zone="UTC"
      title="DEMO/USDT 1h"
      synthetic
      onPin={(bar) => told.push(`pin ${bar}`)}
      onTrade={(trade) => told.push(`trade ${trade}`)}
      onXray={(trade) => told.push(`x-ray ${trade}`)}
      load={() =>
        Promise.resolve({
          drawChart: (request: ChartPlaces) => {
            places.push([...request.places.keys()]);
            return {
              show: (next: ChartModel) => shown.push(next),
              plot: () => ({ left: 0, width: 100 }),
              timeAt: () => model.candles.time[100]!,
              leftOf: () => 50,
              markerAt: () => null,
              point: () => {},
              destroy: () => {},
            };
          },
        })}
      {...given}
    />,
  );
  await waitFor(() => assert.ok(shown.length > 0, "nothing was drawn"));
  const panes = screen.getByRole("slider");
  const key = (name: string, more = {}) => fireEvent.keyDown(panes, { key: name, ...more });
  return { view, told, shown, places, panes, key };
}

Deno.test("price chart: says what it shows, and that made-up candles are synthetic", async () => {
  const { panes } = await show();
  const words = panes.getAttribute("aria-label") ?? "";
  assert.match(words, /^DEMO\/USDT 1h: 9,600 candles from .* to .*, \d+ trades, with Bollinger/);
  assert.match(words, /RSI\(14\)\. Candle under the crosshair$/);
  assert.match(panes.getAttribute("aria-valuetext") ?? "", /^None\. The arrow keys/);
  screen.getByText("Synthetic");
});

Deno.test("price chart: the arrow keys walk candles, and each is read out", async () => {
  const { view, told, panes, key } = await show();
  key("Home");
  key("ArrowRight");
  key("ArrowRight", { shiftKey: true });
  assert.equal(view.bar.value, 25);
  assert.deepEqual(told, ["pin 0", "pin 1", "pin 25"]);
  assert.equal(panes.getAttribute("aria-valuenow"), "25");
  assert.match(panes.getAttribute("aria-valuetext") ?? "", /open .* close .*Bollinger .*RSI\(14\)/);
  key("End");
  assert.equal(view.bar.value, 9599);
  key("Escape");
  assert.equal(view.bar.value, null);
  assert.equal(told.at(-1), "pin null");
});

Deno.test("price chart: walks trades by button and key, and X shows the blocks at their signal", async () => {
  const { view, told, key } = await show();
  const count = screen.getByText(`–/${entryBar.length}`);
  assert.equal(screen.queryByRole("button", { name: "X-ray" }), null);
  fireEvent.click(screen.getByRole("button", { name: "Next trade" }));
  assert.equal(visibleText(count), `1/${entryBar.length}`);
  key("]");
  assert.equal(visibleText(count), `2/${entryBar.length}`);
  assert.equal(view.bar.value, entryBar[1]);
  key("[");
  key("[");
  assert.equal(view.trade.value, 0, "there is none before the first");
  key("x");
  assert.deepEqual(told, ["trade 0", "trade 1", "trade 0", "x-ray 0"]);
  screen.getByRole("button", { name: "X-ray" });
});

Deno.test("price chart: keys zoom, 0 goes back to all of it", async () => {
  const { view, key } = await show();
  assert.equal(screen.queryByRole("button", { name: "Reset zoom" }), null);
  key("+");
  assert.ok(view.stretch.value);
  screen.getByRole("button", { name: "Reset zoom" });
  key("0");
  assert.equal(view.stretch.value, null);
  fireEvent.click(screen.getByRole("button", { name: "3M", description: "3 months" }));
  assert.ok(view.stretch.value);
});

Deno.test("price chart: keys with Ctrl belong to the browser", async () => {
  const { view, key } = await show();
  key("0", { ctrlKey: true });
  key("+", { metaKey: true });
  assert.equal(view.stretch.value, null);
});

Deno.test("price chart: a click in the legend hides a curve and its values", async () => {
  const { view } = await show();
  const entry = screen.getByRole("button", { name: /^RSI\(14\)/ });
  assert.equal(entry.getAttribute("aria-pressed"), "true");
  assert.match(visibleText(entry), /^RSI\(14\)[\d.]+$/);
  fireEvent.click(entry);
  assert.ok(view.hidden.value.has("rsi"));
  assert.equal(entry.getAttribute("aria-pressed"), "false");
  assert.equal(visibleText(entry), "RSI(14)");
});

Deno.test("price chart: panes of equity and drawdown are switched", async () => {
  const { places } = await show();
  assert.deepEqual(places.at(-1), ["price", "block rsi"]);
  fireEvent.click(screen.getByRole("button", { name: "Equity" }));
  await waitFor(() => assert.deepEqual(places.at(-1), ["price", "block rsi", "equity"]));
  fireEvent.click(screen.getByRole("button", { name: "Drawdown" }));
  await waitFor(() =>
    assert.deepEqual(places.at(-1), ["price", "block rsi", "equity", "drawdown"])
  );
  fireEvent.click(screen.getByRole("button", { name: "Equity" }));
  await waitFor(() => assert.deepEqual(places.at(-1), ["price", "block rsi", "drawdown"]));
});

Deno.test("price chart: fills the window, and what is below cannot be reached meanwhile", async () => {
  const other = document.body.appendChild(document.createElement("main"));
  const { key } = await show();
  const chart = screen.getByRole("region", { name: "Chart of DEMO/USDT 1h" });
  key("f");
  assert.equal(chart.dataset.full, "true");
  assert.ok(other.hasAttribute("inert"));
  screen.getByRole("button", { name: "Leave full screen" });
  key("Escape");
  assert.equal(chart.dataset.full, undefined);
  assert.ok(!other.hasAttribute("inert"));
  assert.equal(chart.hasAttribute("popover"), false);
  other.remove();
});

Deno.test("price chart: on a page that scrolls the wheel zooms once the chart has focus", async () => {
  const { view, panes } = await show({ wheel: "focused" });
  fireEvent.wheel(panes, { deltaY: -200 });
  assert.equal(view.stretch.value, null);
  panes.focus();
  fireEvent.wheel(panes, { deltaY: -200 });
  assert.ok(view.stretch.value);
});

Deno.test("price chart: without trades there is nothing to walk", async () => {
  const none = {
    ...model.trades,
    entryBar: new Int32Array(0),
    exitBar: new Int32Array(0),
  };
  await show({ model: { ...model, trades: none } });
  screen.getByText("No trades");
  const next = screen.getByRole("button", { name: "Next trade" });
  assert.ok(next.hasAttribute("disabled"));
});

Deno.test("price chart: scale, change and ranges are a button each", async () => {
  const { view } = await show();
  const press = (name: string) => {
    const button = screen.getByRole("button", { name });
    fireEvent.click(button);
    return button.getAttribute("aria-pressed");
  };
  assert.equal(press("Log"), "true");
  assert.ok(view.isLog.value);
  assert.equal(press("Change in percent"), "true");
  assert.ok(view.isPercent.value);
  assert.equal(press("Log"), "false");
  assert.ok(!view.isLog.value);
  const widths = ["1M", "3M", "6M", "1Y"].map((name) => {
    press(name);
    return view.shown.to - view.shown.from;
  });
  assert.deepEqual(widths, [...new Set(widths)].sort((a, b) => a - b));
  press("All");
  assert.equal(view.stretch.value, null);
});

Deno.test("price chart: two fingers zoom, one moves", async () => {
  const { view, panes } = await show();
  const at = (type: string, pointerId: number, clientX: number) =>
    fireEvent(
      panes,
      Object.assign(new MouseEvent(type, { bubbles: true, button: 0, clientX }), { pointerId }),
    );
  at("pointerdown", 1, 40);
  at("pointerdown", 2, 60);
  at("pointermove", 1, 20);
  at("pointermove", 2, 80);
  at("pointerup", 1, 20);
  at("pointerup", 2, 80);
  const { from, to } = view.shown;
  const all = model.candles.time.at(-1)! - model.candles.time[0]!;
  assert.ok(Math.abs((to - from) / all - 1 / 3) < 0.01, `${(to - from) / all}`);
  at("pointerdown", 1, 60);
  at("pointermove", 1, 50);
  at("pointerup", 1, 50);
  assert.ok(Math.abs((view.shown.from - from) / (to - from) - 0.1) < 0.01);
});

Deno.test("price chart: every key of the sheet does something", async () => {
  const KEYS: Readonly<Record<string, string>> = {
    "←": "ArrowLeft",
    "→": "ArrowRight",
    "Page Up": "PageUp",
    "Page Down": "PageDown",
    "−": "-",
    Esc: "Escape",
  };
  const { panes } = await show();
  for (const { keys, label } of CHART_KEYS) {
    for (const name of keys) {
      const shiftKey = name.startsWith("Shift");
      const key = shiftKey ? "ArrowLeft" : KEYS[name] ?? name;
      // A key that means something here is not left to the browser.
      const isLeft = fireEvent.keyDown(panes, { key, shiftKey });
      const needsTrade = name === "X";
      assert.ok(!isLeft || needsTrade && !fireEvent.keyDown(panes, { key: "x" }), label);
    }
  }
});

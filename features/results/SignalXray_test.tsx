import assert from "node:assert/strict";
import { TEMPLATES } from "../../engine/mod.ts";
import { fireEvent, render, screen, visibleText } from "../../tests/support/dom.ts";
import { SignalXray, type SignalXrayProps } from "./SignalXray.tsx";

const { document: strategy } = TEMPLATES.find(({ id }) => id === "rsi_rebound")!;
const conditions = strategy.blocks.filter(({ type }) => type === "crossover").map(({ id }) => id);

function show(given: Partial<SignalXrayProps>) {
  const told: string[] = [];
  const states = Object.fromEntries(
    conditions.map((id, k) => [id, { met: k === 0, text: k === 0 ? "29.1 → 31.4" : "31.4" }]),
  );
  render(
    <SignalXray
      trade={1}
      time={Date.UTC(2024, 0, 14, 13)}
      signals={[{}, states]}
      drawn={{
        document: strategy,
        chart: {
          plots: [],
          thresholds: [],
          columns: [],
          stop: new Float64Array(0),
          target: new Float64Array(0),
        },
      }}
      problem={null}
      onClose={() => told.push("closed")}
      {...given}
    />,
  );
  return told;
}

Deno.test("signal X-ray: each condition by its name, whether it was true, and its values", () => {
  const told = show({});
  screen.getByText("Why trade 2 · signal candle 14 Jan 2024, 13:00");
  const lines = screen.getAllByRole("listitem").map(visibleText);
  assert.equal(lines.length, conditions.length);
  assert.equal(lines.filter((line) => line.startsWith("✓ true")).length, 1);
  assert.ok(lines.some((line) => /RSI\(14\) crosses above 30.*29\.1 → 31\.4/.test(line)));
  fireEvent.click(screen.getByRole("button", { name: "Close" }));
  assert.deepEqual(told, ["closed"]);
});

Deno.test("signal X-ray: says why there is nothing to say", () => {
  show({ signals: [] });
  screen.getByText(/^The stored candles have changed since this run/);
  document.body.innerHTML = "";
  show({ signals: "unreadable" });
  screen.getByText(/^Your browser allows no background workers/);
  document.body.innerHTML = "";
  show({ signals: null, problem: "The server could not be reached." });
  screen.getByText("The server could not be reached.");
});

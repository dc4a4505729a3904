import { render, screen, visibleText } from "../../../tests/support/dom.ts";
import assert from "node:assert/strict";
import { signal } from "@preact/signals";
import type { Trials } from "../../../contracts/trials.ts";
import { trialsGauge } from "./TrialsGauge.tsx";

Deno.test("variations: the gauge says how many, and what that means; one alone is none", () => {
  const trials = signal<Trials | null>(null);
  const answer = signal({ metrics: { sharpe: 1.4 } });
  const Gauge = trialsGauge(trials, { answer } as never);
  const { container } = render(<Gauge />);
  assert.equal(visibleText(container), "");
  trials.value = { trials: 1, variance: null };
  assert.equal(visibleText(container), "");
});

Deno.test("variations: the number and its meaning follow the count", () => {
  const trials = signal<Trials | null>({ trials: 1_430, variance: 0.0004 });
  const answer = signal({ metrics: { sharpe: 1.4 } });
  const Gauge = trialsGauge(trials, { answer } as never);
  render(<Gauge />);
  const words = screen.getByText("1,430 variations tried");
  const tip = document.getElementById(words.getAttribute("aria-describedby")!)!;
  assert.match(
    visibleText(tip),
    /continues the count\..*looks by luck alone\. After 1,430 variations/,
  );
  assert.match(visibleText(tip), /this one has 1\.40\.$/);
});

import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { type Run, WAITING_FOR } from "../../../contracts/backtests.ts";
import { WAITING_WORDS } from "../../../text/waiting_words.ts";
import { RunProgress } from "./RunProgress.tsx";

const show = (run: Pick<Run, "status" | "progress" | "waiting_for">) =>
  renderToString(<RunProgress run={{ venue: "binance", ...run } as Run} />);

Deno.test("run progress: a run that waits for its turn, and one that runs, say so", () => {
  assert.match(
    show({ status: "pending", progress: 0, waiting_for: null }),
    /Waiting for its turn\./,
  );
  assert.match(
    show({ status: "running", progress: 0.5, waiting_for: null }),
    /Running your strategy/,
  );
});

Deno.test("run progress: a run that waits because something is away says what, and what happens next", () => {
  for (const waiting_for of WAITING_FOR) {
    const html = show({ status: "pending", progress: 0, waiting_for });
    assert.ok(html.includes(WAITING_WORDS[waiting_for]), waiting_for);
    assert.match(html, /Your backtest waits and is tried again automatically\./);
    assert.doesNotMatch(html, /Waiting for its turn/);
  }
});

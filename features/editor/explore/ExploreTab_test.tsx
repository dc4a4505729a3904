import assert from "node:assert/strict";
import { signal } from "@preact/signals";
import {
  act,
  fireEvent,
  screen,
  visibleText,
  waitFor,
  within,
} from "../../../tests/support/dom.ts";
import { DEFAULT_SETTINGS, type StrategyDocument, TEMPLATES } from "../../../engine/mod.ts";
import { randomWalk } from "../../../engine/testing/random_walk.ts";
import { ExplorePool } from "../../../studio/explore/explore_pool.ts";
import type { ExploreReply } from "../../../studio/explore/explore_protocol.ts";
import { type ExploreMaterial, ExploreSession } from "../../../studio/explore/explore_session.ts";
import { ExploreThread } from "../../../studio/explore/explore_thread.ts";
import { editorParts, renderInEditor } from "../testing/editor_parts.tsx";
import { ExploreTab } from "./ExploreTab.tsx";

const candles = randomWalk({ bars: 1_500, seed: 4 });
const templateOf = (id: string) => TEMPLATES.find((template) => template.id === id)!.document;

function open(document: StrategyDocument) {
  const parts = editorParts(document);
  const openInPage = (onReply: (reply: ExploreReply) => void) => {
    const thread = new ExploreThread((reply) => void act(() => onReply(reply)));
    return {
      send: (request: Parameters<typeof thread.answer>[0]) => void thread.answer(request),
      close: () => {},
    };
  };
  const counted: string[] = [];
  const session = new ExploreSession({
    document: parts.store.shown,
    material: signal<ExploreMaterial | null>({ candles, settings: DEFAULT_SETTINGS }),
    pool: new ExplorePool({ threads: 2, openThread: openInPage, openInPage }),
    report: (trials) => counted.push(...trials.map(({ hash }) => hash)),
  });
  renderInEditor(parts, <ExploreTab session={session} />);
  return { parts, session, counted };
}

const part = (name: string) => document.querySelector<HTMLElement>(`[data-part="${name}"]`)!;
const said = () => visibleText(part("spoken"));

async function explored(document: StrategyDocument) {
  const opened = open(document);
  fireEvent.input(screen.getByLabelText("RSI · Period: from"), { target: { value: "10" } });
  fireEvent.input(screen.getByLabelText("RSI · Period: to"), { target: { value: "16" } });
  fireEvent.input(screen.getByLabelText("RSI · Period: step"), { target: { value: "2" } });
  fireEvent.click(screen.getByRole("button", { name: "Try 84 combinations" }));
  await waitFor(() => assert.equal(opened.session.work.value.kind, "done"));
  return opened;
}

Deno.test("ExploreTab: what is tried is told before and after, and is counted", async () => {
  const { counted, session } = await explored(templateOf("rsi_rebound"));
  await waitFor(() => assert.ok(counted.length > 50));
  assert.equal(session.tried.value, 84);
  assert.match(
    visibleText(screen.getByRole("status")),
    /^84 combinations tried here; each counts as a variation\.$/,
  );
  assert.ok(new Set(counted).size <= 84);
});

Deno.test("ExploreTab: arrow keys read the cells with all their figures, Enter loads one as one step, undo returns", async () => {
  const { parts, session } = await explored(templateOf("rsi_rebound"));
  const before = parts.store.document.value;
  const map = part("heat-map");
  assert.equal(map.getAttribute("aria-label"), "Sharpe by RSI · Period and RSI crosses above …");
  assert.match(visibleText(part("cell")), /^RSI · Period 14, RSI crosses above 30 \(now\)/);
  act(() => map.focus());
  fireEvent.keyDown(map, { key: "ArrowRight" });
  fireEvent.keyDown(map, { key: "ArrowDown" });
  assert.match(said(), /^RSI · Period 16, RSI crosses above 28: Sharpe (−?[\d.]+|no value)/);
  const reading = within(part("cell"));
  for (const name of ["Total return", "Max drawdown", "Sharpe", "Profit factor", "Trades"]) {
    assert.ok(reading.getByText(name));
  }
  fireEvent.keyDown(map, { key: "Enter" });
  const params = (id: string) =>
    parts.store.document.value.blocks.find((block) => block.id === id)!.params;
  const [period, level] = session.numbers.value;
  assert.equal(params(period!.blockId).period, 16);
  assert.equal(params(level!.blockId).value, 28);
  assert.equal(
    parts.store.undoLabel.value,
    "Set RSI · Period 16, RSI crosses above 28",
  );
  assert.match(visibleText(part("cell")), /\(now\)/);
  act(() => parts.store.undo());
  assert.deepEqual(parts.store.document.value, before);
});

Deno.test("ExploreTab: a range that cannot be tried says why, and nothing is tried", () => {
  open(templateOf("rsi_rebound"));
  const type = (label: string, value: string) =>
    fireEvent.input(screen.getByLabelText(`RSI · Period: ${label}`), { target: { value } });
  const button = () => screen.getByRole<HTMLButtonElement>("button", { name: /^Try/ });
  type("step", "0");
  assert.equal(visibleText(screen.getByRole("status")), "RSI · Period: the step must be above 0.");
  assert.equal(button().disabled, true);
  type("step", "1");
  type("to", "400");
  assert.match(visibleText(screen.getByRole("status")), /values; at most 50\.$/);
  type("to", "abc");
  assert.equal(button().disabled, true);
  assert.equal(visibleText(screen.getByRole("status")), "RSI · Period: fill in all three.");
  type("to", "20");
  assert.equal(button().disabled, false);
});

Deno.test("ExploreTab: another rule makes the map an old one, and says so", async () => {
  const { parts } = await explored(templateOf("rsi_rebound"));
  act(() => {
    parts.store.apply(templateOf("ema_trend"), "Replace");
  });
  assert.match(visibleText(screen.getByRole("status")), /have changed since: try again\.$/);
});

Deno.test("ExploreTab: a strategy without two numbers has nothing to explore", () => {
  open(templateOf("buy_and_hold"));
  assert.ok(screen.getByText(/^There is nothing to explore yet/));
});

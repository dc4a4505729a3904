import assert from "node:assert/strict";
import {
  act,
  fireEvent,
  screen,
  visibleText,
  waitFor,
  within,
} from "../../../tests/support/dom.ts";
import { signal } from "@preact/signals";
import type { Outline } from "../../../studio/live/live_session.ts";
import type { StrategyDocument } from "../../../engine/mod.ts";
import { RULE } from "../../../studio/testing/samples.ts";
import { compareSides } from "../../../studio/versions/compared.ts";
import { blockDefinition } from "../../../engine/mod.ts";
import { editorParts, renderInEditor } from "../testing/editor_parts.tsx";
import type { EditorParts } from "../session/context.ts";
import { ComparedResults } from "./ComparedResults.tsx";
import { VersionList } from "./VersionList.tsx";

const slower = (period: number): StrategyDocument => ({
  ...RULE,
  blocks: RULE.blocks.map((block) =>
    block.id === "rsi" ? { ...block, params: { ...block.params, period } } : block
  ),
});
const periodOf = (document: StrategyDocument) => Number(document.blocks[0]!.params.period);

/** An editor with two saved versions, whose engine answers with the RSI's period as the return, in percent. */
async function open(outline?: (document: StrategyDocument) => Outline) {
  const parts = editorParts(slower(21));
  await parts.api.saveVersion(RULE, 0, "");
  await parts.api.saveVersion(slower(21), 1, "Slower RSI");
  parts.saving.saved.value = {
    versionNumber: 2,
    createdAt: new Date(2_000).toISOString(),
    note: "Slower RSI",
    document: parts.store.document.value,
  };
  Object.defineProperty(parts.live, "basis", { value: signal({}) });
  parts.live.outline = (document) =>
    Promise.resolve(
      outline?.(document) ?? {
        kind: "outlined",
        metrics: {
          total_return: periodOf(document) / 100,
          max_drawdown: -0.05,
          num_trades: periodOf(document),
          win_rate: 0.5,
        },
        curve: Float64Array.of(1, 1 + periodOf(document) / 100),
      },
    );
  return parts;
}
const plain = (text: string) => text.replaceAll("\u00a0", " ");
const lines = () =>
  [...document.querySelectorAll<HTMLElement>('[data-part="version"]')].map((line) =>
    plain(visibleText(line))
  );
const list = (parts: EditorParts) =>
  renderInEditor(parts, <VersionList onClose={() => {}} onReady={() => {}} />);

Deno.test("VersionList: each version has return, drawdown, trades and a curve of the same period", async () => {
  list(await open());
  await waitFor(() => assert.equal(document.querySelectorAll("svg[role=img]").length, 2));
  const [newest, first] = lines();
  assert.match(newest!, /^v2 .*newest.*Slower RSI.*Return\+21\.0 %.*−5\.0 %.*21 trades/);
  assert.match(first!, /^v1 .*Return\+14\.0 %.*14 trades/);
  assert.match(plain(visibleText(document.body)), /All on DEMO\/USDT, \d+ Jan 2023 – \d+ Dec 2023/);
});

Deno.test("VersionList: a version that cannot run says why, and the others have their figures", async () => {
  list(
    await open((document) =>
      periodOf(document) === 14
        ? { kind: "refused", message: "There is no entry signal." }
        : { kind: "outlined", metrics: { total_return: 0.21 }, curve: Float64Array.of(1, 1.21) }
    ),
  );
  await waitFor(() => assert.match(lines()[1]!, /There is no entry signal\./));
  assert.match(lines()[0]!, /\+21\.0 %/);
});

Deno.test("VersionList: a note is added to a version that was saved without one", async () => {
  const parts = await open();
  list(parts);
  const button = await waitFor(() =>
    screen.getByRole("button", { name: "Add a note to version 1" })
  );
  act(() => {
    fireEvent.click(button);
  });
  const field = screen.getByLabelText<HTMLInputElement>("Note of version 1");
  assert.equal(document.activeElement, field);
  fireEvent.input(field, { target: { value: "The first idea" } });
  fireEvent.submit(field.closest("form")!);
  await waitFor(() => assert.match(lines()[1]!, /The first idea/));
  const stored = await parts.api.version(1);
  assert.ok(stored.kind === "done" && stored.value.note === "The first idea");
  assert.equal(screen.queryByLabelText("Note of version 1"), null);
  screen.getByRole("button", { name: "Edit the note of version 1" });
});

Deno.test("VersionList: a note that cannot be kept says so, and what was typed stays", async () => {
  const parts = await open();
  parts.api.noteVersion = () =>
    Promise.resolve({ kind: "unreachable", message: "The server cannot be reached." });
  list(parts);
  const button = await waitFor(() =>
    screen.getByRole("button", { name: "Edit the note of version 2" })
  );
  act(() => {
    fireEvent.click(button);
  });
  const field = screen.getByLabelText<HTMLInputElement>("Note of version 2");
  assert.equal(field.value, "Slower RSI");
  fireEvent.input(field, { target: { value: "Slower" } });
  fireEvent.submit(field.closest("form")!);
  await waitFor(() => screen.getByText("The server cannot be reached."));
  assert.equal(field.value, "Slower");
  fireEvent.keyDown(field, { key: "Escape" });
  assert.equal(screen.queryByLabelText("Note of version 2"), null);
});

Deno.test("ComparedResults: both results, the difference and both curves", async () => {
  const parts = await open();
  const [first, second] = await Promise.all([parts.api.version(1), parts.api.version(2)]);
  assert.ok(first.kind === "done" && second.kind === "done");
  const { before, after } = compareSides(
    { version: first.value, document: first.value.document },
    { version: second.value, document: second.value.document },
    blockDefinition,
  );
  renderInEditor(parts, <ComparedResults before={before} after={after} />);
  await waitFor(() =>
    assert.equal(document.querySelectorAll('[data-part="compared-curve"]').length, 2)
  );
  const row = screen.getByRole("row", { name: /Total return/ });
  const cells = within(row).getAllByRole("cell").map((cell) => plain(visibleText(cell)));
  assert.deepEqual(cells, ["+14.0 %", "+21.0 %+7.0 points"]);
  screen.getByRole("img", { name: /^v1: Equity between .* v2: Equity between/ });
});

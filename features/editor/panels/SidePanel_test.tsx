/** The panels beside the canvas: folded to a strip and back, wider by key. */
import { act, fireEvent, screen } from "../../../tests/support/dom.ts";
import assert from "node:assert/strict";
import { RULE } from "../../../studio/testing/samples.ts";
import { editorParts, renderInEditor } from "../testing/editor_parts.tsx";
import { useEditor } from "../session/context.ts";
import { SidePanel } from "./SidePanel.tsx";

function Sides() {
  const { panels } = useEditor().ui;
  return (
    <>
      <SidePanel side="palette" isOpen={panels.palette.value}>
        <nav>Blocks</nav>
      </SidePanel>
      <SidePanel side="inspector" isOpen={panels.inspectorOpen.value}>
        <aside>Settings</aside>
      </SidePanel>
    </>
  );
}

function opened() {
  const parts = editorParts(RULE);
  parts.ui.panels.framed = true;
  renderInEditor(parts, <Sides />);
  return parts;
}

Deno.test("side panels: the palette folds to a strip whose button has focus, and opens again", async () => {
  const { ui } = opened();
  const fold = screen.getByRole("button", { name: "Fold the blocks" });
  assert.match(fold.title, /\(B\)$/);
  await act(() => void fireEvent.click(fold));
  assert.equal(ui.panels.palette.value, false);
  const show = screen.getByRole("button", { name: "Show the blocks" });
  assert.equal(show.getAttribute("aria-expanded"), "false");
  assert.equal(document.activeElement, show);
  assert.equal(screen.queryByRole("separator", { name: "Width of the blocks" }), null);
  await act(() => void fireEvent.click(show));
  assert.equal(ui.panels.palette.value, true);
});

Deno.test("side panels: keys fold and open them, and Escape leaves the canvas alone", () => {
  const { ui, run } = opened();
  assert.equal(run("palette"), true);
  assert.equal(ui.panels.palette.value, false);
  assert.equal(run("focus_mode"), true);
  assert.equal(ui.panels.focusMode.value, true);
  assert.equal(run("clear"), true);
  assert.equal(ui.panels.focusMode.value, false);
  run("focus_mode");
  run("focus_mode");
  assert.equal(ui.panels.focusMode.value, false);
  // Asking for a block opens the palette, wherever it was folded to.
  run("focus_mode");
  run("find_block");
  assert.deepEqual([ui.panels.focusMode.value, ui.panels.palette.value], [false, true]);
});

Deno.test("side panels: a part of a page has no panels to fold", () => {
  const parts = editorParts(RULE);
  assert.deepEqual(
    (["palette", "inspector", "focus_mode"] as const).map((command) => parts.run(command)),
    [false, false, false],
  );
});

Deno.test("side panels: an arrow key makes a panel wider, a double click as wide as usual", async () => {
  const { ui } = opened();
  const grip = screen.getByRole("separator", { name: "Width of the blocks" });
  await act(() => void fireEvent.keyDown(grip, { key: "End" }));
  assert.equal(grip.getAttribute("aria-valuenow"), "360");
  assert.equal(
    document.querySelector<HTMLElement>('[data-panel="palette"]')?.style.getPropertyValue(
      "--panel-width",
    ),
    "360px",
  );
  await act(() => void fireEvent.dblClick(grip));
  assert.equal(ui.panels.paletteWidth.value, null);
  assert.equal(grip.getAttribute("aria-valuenow"), "220");
});

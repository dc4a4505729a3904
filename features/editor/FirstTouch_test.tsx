import assert from "node:assert/strict";
import { fireEvent, screen, waitFor } from "../../tests/support/dom.ts";
import { TEMPLATES } from "../../engine/mod.ts";
import { editorParts, renderInEditor } from "./testing/editor_parts.tsx";
import { LaterInspector } from "./FirstTouch.tsx";

Deno.test("LaterInspector: letters typed before the settings are loaded become the name they are meant for", async () => {
  const parts = editorParts(TEMPLATES.find(({ id }) => id === "rsi_rebound")!.document);
  const block = parts.store.document.value.blocks.find(({ type }) => type === "rsi")!;
  parts.store.select([block.id]);
  renderInEditor(parts, <LaterInspector isOpen />);
  assert.equal(screen.queryByLabelText("Name of this block"), null);
  parts.run("rename");
  const held = document.activeElement as HTMLInputElement;
  // A field, so that no letter is a shortcut.
  assert.equal(held.tagName, "INPUT");
  fireEvent.input(held, { target: { value: "Fast" } });
  const name = await waitFor(() => screen.getByLabelText<HTMLInputElement>("Name of this block"));
  assert.ok(document.activeElement === name, "the name has the focus");
  assert.equal(name.value, "Fast");
  assert.equal(parts.store.nameOf(block.id), "Fast");
});

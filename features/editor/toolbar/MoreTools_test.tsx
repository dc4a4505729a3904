import assert from "node:assert/strict";
import { fireEvent, screen, waitFor } from "../../../tests/support/dom.ts";
import { RULE } from "../../../studio/testing/samples.ts";
import { editorParts, renderInEditor } from "../testing/editor_parts.tsx";
import { FileMenu } from "./FileMenu.tsx";
import { MoreTools } from "./MoreTools.tsx";
import { NoteButton } from "./SaveButton.tsx";

function open() {
  const parts = editorParts(RULE);
  renderInEditor(
    parts,
    <>
      <MoreTools>
        <NoteButton />
        <FileMenu />
      </MoreTools>
      <p>Elsewhere</p>
    </>,
  );
  const more = screen.getByRole("button", { name: "More" });
  return { ...parts, more, isOpen: () => more.getAttribute("aria-expanded") === "true" };
}

Deno.test("MoreTools: a press elsewhere and Escape close it; Escape gives focus back", () => {
  const { more, isOpen } = open();
  fireEvent.click(more);
  assert.equal(isOpen(), true);
  fireEvent.pointerDown(screen.getByText("Elsewhere"));
  assert.equal(isOpen(), false);
  fireEvent.click(more);
  fireEvent.keyDown(screen.getByRole("button", { name: "Save with a note" }), { key: "Escape" });
  assert.equal(isOpen(), false);
  assert.ok(document.activeElement === more);
});

Deno.test("MoreTools: what is chosen from a menu in it closes it", async () => {
  const { more, isOpen } = open();
  fireEvent.click(more);
  fireEvent.click(screen.getByRole("button", { name: "File" }));
  assert.equal(isOpen(), true);
  const create = URL.createObjectURL;
  URL.createObjectURL = () => "blob:nothing";
  fireEvent.click(await screen.findByText("Download as a file"));
  URL.createObjectURL = create;
  assert.equal(isOpen(), false);
  assert.ok(document.activeElement === more);
});

Deno.test("MoreTools: the key for a note opens it, so that the field can be seen", async () => {
  const { store, run, isOpen, ui } = open();
  store.setParam(store.document.value.blocks.find(({ type }) => type === "rsi")!.id, "period", 9);
  run("save_note");
  await screen.findByLabelText(/^Note for version 2/);
  assert.equal(isOpen(), true);
  ui.saveNote.value = false;
  await waitFor(() => assert.equal(isOpen(), false));
});

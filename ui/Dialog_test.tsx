import assert from "node:assert/strict";
import { fireEvent, render, screen } from "../tests/support/dom.ts";
import { Dialog } from "./Dialog.tsx";

const draw = (open: boolean, onClose: () => void) => (
  <Dialog
    open={open}
    title="Delete it?"
    onClose={onClose}
    footer={<button type="button">Keep it</button>}
  >
    <p>It cannot be restored.</p>
  </Dialog>
);
const nothing = () => {};

Deno.test("dialog: is named by its title, and holds nothing while it is closed", () => {
  const { rerender } = render(draw(false, nothing));
  assert.equal(screen.queryByText("It cannot be restored."), null);
  rerender(draw(true, nothing));
  const dialog = screen.getByRole<HTMLDialogElement>("dialog", { name: "Delete it?" });
  assert.ok(dialog.open);
  screen.getByText("It cannot be restored.");
  screen.getByRole("button", { name: "Keep it" });
  rerender(draw(false, nothing));
  assert.equal(dialog.open, false);
  assert.equal(screen.queryByText("It cannot be restored."), null);
});

Deno.test("dialog: is opened as a modal one, once", () => {
  const { showModal } = HTMLDialogElement.prototype;
  let shown = 0;
  HTMLDialogElement.prototype.showModal = function () {
    shown += 1;
    showModal.call(this);
  };
  try {
    const { rerender } = render(draw(true, nothing));
    rerender(draw(true, () => {}));
    assert.equal(shown, 1);
  } finally {
    HTMLDialogElement.prototype.showModal = showModal;
  }
});

Deno.test("dialog: its button, a press beside it and the browser's own closing ask to close it; a press in it does not", () => {
  let asked = 0;
  render(draw(true, () => {
    asked += 1;
  }));
  const dialog = screen.getByRole<HTMLDialogElement>("dialog");
  fireEvent.mouseDown(screen.getByText("It cannot be restored."));
  assert.equal(asked, 0);
  fireEvent.click(screen.getByRole("button", { name: "Close" }));
  assert.equal(asked, 1);
  fireEvent.mouseDown(dialog);
  assert.equal(asked, 2);
  dialog.showModal();
  dialog.close();
  assert.equal(asked, 3);
});

import assert from "node:assert/strict";
import { fireEvent, render, screen } from "../tests/support/dom.ts";
import { Menu, MenuItem } from "./Menu.tsx";

// The light DOM has no popovers; what they tell the page is sent by hand.
const closed: string[] = [];
HTMLElement.prototype.hidePopover = function () {
  closed.push(this.id);
};
const toggled = (panel: Element, type: "beforetoggle" | "toggle", newState: string) =>
  panel.dispatchEvent(Object.assign(new Event(type), { newState }));

function open() {
  closed.length = 0;
  const done: string[] = [];
  render(
    <Menu id="row" label="Actions for Rebound">
      <MenuItem icon="open" href="/strategies/1">Open</MenuItem>
      <MenuItem icon="pencil" onSelect={() => done.push("rename")}>Rename</MenuItem>
      <MenuItem icon="copy" blocked="No room." onSelect={() => done.push("duplicate")}>
        Duplicate
      </MenuItem>
      <MenuItem icon="trash" danger onSelect={() => done.push("delete")}>Delete</MenuItem>
    </Menu>,
  );
  const panel = document.getElementById("row")!;
  return {
    done,
    panel,
    press: (key: string) => fireEvent.keyDown(document.activeElement ?? panel, { key }),
    focused: () => document.activeElement?.textContent,
  };
}

Deno.test("menu: its button names what the actions are about, and opens the panel", () => {
  const { panel } = open();
  const button = screen.getByRole("button", { name: "Actions for Rebound" });
  assert.equal(button.getAttribute("popovertarget"), panel.id);
  assert.equal(panel.getAttribute("popover"), "auto");
});

Deno.test("menu: as it opens the first action is the one to take focus", () => {
  const { panel } = open();
  toggled(panel, "beforetoggle", "closed");
  assert.equal(panel.querySelector("[autofocus]"), null);
  toggled(panel, "beforetoggle", "open");
  assert.equal(panel.querySelector("[autofocus]")?.textContent, "Open");
});

Deno.test("menu: up and down go through links and buttons alike, around the ends", () => {
  const { panel, press, focused } = open();
  panel.querySelector<HTMLElement>("a")!.focus();
  const seen = ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"]
    .map((key) => {
      assert.equal(press(key), false, "the page does not scroll");
      return focused();
    });
  assert.deepEqual(seen, [
    "Rename",
    "DuplicateNo room.",
    "Delete",
    "Open",
    "Delete",
    "DuplicateNo room.",
  ]);
  assert.ok(press("a"), "other keys are left alone");
});

Deno.test("menu: an action is done and the menu closes; one that is blocked says why and does nothing", () => {
  const { done } = open();
  const blocked = screen.getByRole("button", { name: /^Duplicate/ });
  assert.equal(blocked.getAttribute("aria-disabled"), "true");
  fireEvent.click(blocked);
  assert.deepEqual([done, closed], [[], []]);
  fireEvent.click(screen.getByRole("button", { name: "Rename" }));
  assert.deepEqual([done, closed], [["rename"], ["row"]]);
});

import assert from "node:assert/strict";
import { signal } from "@preact/signals";
import { act, fireEvent, render, screen } from "../tests/support/dom.ts";
import { Popover } from "./Popover.tsx";

function open(onKeyDown?: (event: KeyboardEvent) => void) {
  const isOpen = signal(true);
  render(
    <>
      <Popover
        open={isOpen}
        label="Versions"
        {...(onKeyDown ? { onKeyDown } : {})}
        opener={(opener) => (
          <button
            {...opener}
            type="button"
            onClick={() => {
              isOpen.value = !isOpen.peek();
            }}
          >
            Version 4
          </button>
        )}
      >
        {(close) => <button type="button" onClick={() => close(true)}>Version 3</button>}
      </Popover>
      <p>Elsewhere</p>
    </>,
  );
  return {
    isOpen,
    button: screen.getByRole("button", { name: "Version 4" }),
    box: () => screen.queryByRole("group", { name: "Versions" }),
  };
}

Deno.test("popover: the button says whether the box is open, which is there only then", () => {
  const { button, box } = open();
  assert.equal(button.getAttribute("aria-expanded"), "true");
  assert.ok(box());
  fireEvent.click(button);
  assert.equal(button.getAttribute("aria-expanded"), "false");
  assert.equal(box(), null);
});

Deno.test("popover: Escape closes it, gives focus back, and reaches nothing around it", () => {
  const { isOpen, button, box } = open();
  const reached: string[] = [];
  const around = (event: KeyboardEvent) => reached.push(event.key);
  document.addEventListener("keydown", around);
  const inside = screen.getByRole("button", { name: "Version 3" });
  inside.focus();
  fireEvent.keyDown(inside, { key: "Escape" });
  assert.equal(box(), null);
  assert.ok(document.activeElement === button);
  assert.deepEqual(reached, []);
  fireEvent.keyDown(button, { key: "Escape" });
  document.removeEventListener("keydown", around);
  assert.deepEqual(reached, ["Escape"], "closed, it takes no key");
  assert.equal(isOpen.value, false);
});

Deno.test("popover: a press elsewhere closes it and leaves focus where it is, one inside does not", () => {
  const { button, box } = open();
  const inside = screen.getByRole("button", { name: "Version 3" });
  inside.focus();
  fireEvent.pointerDown(inside);
  fireEvent.pointerDown(button);
  assert.ok(box());
  fireEvent.pointerDown(screen.getByText("Elsewhere"));
  assert.equal(box(), null);
  assert.ok(document.activeElement !== button);
});

Deno.test("popover: what is in it closes it, and other keys are handed on while it is open", () => {
  const keys: string[] = [];
  const { isOpen, button, box } = open((event) => keys.push(event.key));
  fireEvent.keyDown(button, { key: "ArrowDown" });
  fireEvent.click(screen.getByRole("button", { name: "Version 3" }));
  assert.equal(box(), null);
  assert.ok(document.activeElement === button);
  fireEvent.keyDown(button, { key: "ArrowUp" });
  assert.deepEqual(keys, ["ArrowDown"]);
  act(() => {
    isOpen.value = true;
  });
  assert.ok(box(), "what opens it elsewhere does so too");
});

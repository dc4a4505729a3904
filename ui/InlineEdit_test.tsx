import assert from "node:assert/strict";
import { fireEvent, render, screen, waitFor } from "../tests/support/dom.ts";
import { InlineEdit, type InlineEditProps } from "./InlineEdit.tsx";

function open(more: Partial<InlineEditProps> = {}) {
  const kept: string[] = [];
  render(
    <InlineEdit
      id="name"
      name="Rebound"
      aria-label="Name"
      error={(id, message) => <p id={id}>{message}</p>}
      onKeep={(name) => {
        kept.push(name);
        return null;
      }}
      {...more}
    />,
  );
  const field = screen.getByLabelText<HTMLInputElement>("Name");
  return {
    kept,
    field,
    type: (value: string) => fireEvent.input(field, { target: { value } }),
    press: (key: string) => fireEvent.keyDown(field, { key }),
    leave: () => fireEvent.blur(field),
  };
}

Deno.test("inline edit: a field that comes for renaming has focus and the name selected", () => {
  const { field } = open({ onDone: () => {} });
  assert.ok(document.activeElement === field);
  assert.deepEqual([field.selectionStart, field.selectionEnd], [0, "Rebound".length]);
});

Deno.test("inline edit: one that stays does not take focus by itself", () => {
  const { field } = open();
  assert.ok(document.activeElement !== field);
});

Deno.test("inline edit: Enter keeps the name without the space around it, once, and says that focus was in the field", async () => {
  const done: boolean[] = [];
  const { kept, type, press, leave } = open({ onDone: (hadFocus) => done.push(hadFocus) });
  type("  Breakout ");
  press("Enter");
  await waitFor(() => assert.deepEqual(done, [true]));
  leave();
  assert.deepEqual([kept, done], [["Breakout"], [true]]);
});

Deno.test("inline edit: leaving the field keeps it too", async () => {
  const done: boolean[] = [];
  const { kept, type, leave } = open({ onDone: (hadFocus) => done.push(hadFocus) });
  type("Breakout");
  leave();
  await waitFor(() => assert.deepEqual(done, [false]));
  assert.deepEqual(kept, ["Breakout"]);
});

Deno.test("inline edit: the same name is not kept again", async () => {
  const done: boolean[] = [];
  const { kept, type, press } = open({ onDone: (hadFocus) => done.push(hadFocus) });
  type(" Rebound ");
  press("Enter");
  await waitFor(() => assert.deepEqual(done, [true]));
  assert.deepEqual(kept, []);
});

Deno.test("inline edit: Escape brings the old name back and keeps nothing, the blur after it included", () => {
  const calls: string[] = [];
  const { kept, field, type, press, leave } = open({
    onDone: () => calls.push("done"),
    onCancel: () => calls.push("cancelled"),
  });
  type("Breakout");
  press("Escape");
  leave();
  assert.equal(field.value, "Rebound");
  assert.deepEqual([kept, calls], [[], ["done", "cancelled"]]);
});

Deno.test("inline edit: an emptied field says so at Enter, and goes back to the old name when it is left", async () => {
  let emptied = 0;
  const { kept, field, type, press, leave } = open({
    emptyProblem: "Give it a name.",
    onEmptied: () => {
      emptied += 1;
    },
    onDone: () => {},
  });
  type("   ");
  press("Enter");
  const message = await screen.findByText("Give it a name.");
  assert.equal(field.getAttribute("aria-describedby"), message.id);
  assert.equal(field.getAttribute("aria-invalid"), "true");
  assert.equal(emptied, 0);
  leave();
  await waitFor(() => assert.equal(field.value, "Rebound"));
  assert.deepEqual([kept, emptied], [[], 1]);
});

Deno.test("inline edit: what could not be kept stays in the field with the reason, and can be kept the second time", async () => {
  const answers = ["There is one of that name.", null];
  const asked: string[] = [];
  let isDone = false;
  const { field, type, press } = open({
    onKeep: (name) => {
      asked.push(name);
      return Promise.resolve(answers.shift() ?? null);
    },
    onDone: () => {
      isDone = true;
    },
  });
  type("Breakout");
  press("Enter");
  press("Enter");
  await screen.findByText("There is one of that name.");
  assert.deepEqual(asked, ["Breakout"], "it waits for the first answer");
  assert.equal(field.value, "Breakout");
  assert.equal(isDone, false);
  press("Enter");
  await waitFor(() => assert.ok(isDone));
  assert.deepEqual(asked, ["Breakout", "Breakout"]);
});

Deno.test("inline edit: what is typed is told as it is typed, and other keys are the field's own", () => {
  const typed: string[] = [];
  const { type, press } = open({ onType: (text) => typed.push(text) });
  type("B");
  type("Br");
  assert.deepEqual(typed, ["B", "Br"]);
  assert.ok(press("a"));
  assert.equal(press("Enter"), false);
});

import assert from "node:assert/strict";
import { act, fireEvent, render, screen } from "../tests/support/dom.ts";
import { toast, Toasts } from "./Toast.tsx";

interface Timer {
  readonly run: () => void;
  readonly ms: number;
}

/** Shows the messages and collects what they wait for, in place of waiting. */
function withTimers(check: (timers: Timer[]) => void): void {
  const { setTimeout } = globalThis;
  const timers: Timer[] = [];
  render(<Toasts />);
  globalThis.setTimeout = ((run: () => void, ms: number) => {
    timers.push({ run, ms });
    return 0;
  }) as unknown as typeof setTimeout;
  try {
    check(timers);
  } finally {
    globalThis.setTimeout = setTimeout;
    for (const button of screen.queryAllByRole("button", { name: "Dismiss" })) {
      fireEvent.click(button);
    }
  }
}
const shown = () =>
  [...document.querySelectorAll('[data-part="toast"] > span')].map(({ textContent }) =>
    textContent
  );
const say = (...given: Parameters<typeof toast>) => act(() => toast(...given));

Deno.test("toast: is read out, and goes by itself", () =>
  withTimers((timers) => {
    say("Renamed");
    assert.equal(screen.getByRole("status").getAttribute("aria-live"), "polite");
    assert.deepEqual(shown(), ["Renamed"]);
    assert.deepEqual(timers.map(({ ms }) => ms), [4_000]);
    act(() => timers[0]!.run());
    assert.deepEqual(shown(), []);
  }));

Deno.test("toast: a problem stays until it is dismissed", () =>
  withTimers((timers) => {
    say("That did not work.", { tone: "problem" });
    assert.deepEqual(timers, []);
    fireEvent.click(screen.getByRole("button", { name: "Dismiss" }));
    assert.deepEqual(shown(), []);
  }));

Deno.test("toast: one with an action stays longer; the action is done once and takes the message with it", () =>
  withTimers((timers) => {
    let undone = 0;
    say("Archived", {
      action: {
        label: "Undo",
        run: () => {
          undone += 1;
        },
      },
    });
    assert.deepEqual(timers.map(({ ms }) => ms), [8_000]);
    fireEvent.click(screen.getByRole("button", { name: "Undo" }));
    assert.deepEqual([undone, shown()], [1, []]);
  }));

Deno.test("toast: of many the newest three are shown, and each is dismissed by itself", () =>
  withTimers((timers) => {
    for (const text of ["one", "two", "three", "four"]) say(text);
    assert.deepEqual(shown(), ["two", "three", "four"]);
    act(() => timers.at(-2)!.run());
    assert.deepEqual(shown(), ["two", "four"]);
    fireEvent.click(screen.getAllByRole("button", { name: "Dismiss" })[0]!);
    assert.deepEqual(shown(), ["four"]);
  }));

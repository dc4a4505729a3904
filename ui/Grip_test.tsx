/** A grip is moved by keys, says how wide its panel is, and keeps to its bounds. */
import { fireEvent, render, screen } from "../tests/support/dom.ts";
import assert from "node:assert/strict";
import { Grip, type GripProps } from "./Grip.tsx";

function drawn(grows: GripProps["grows"], size = 220) {
  const done: (number | string)[] = [];
  render(
    <Grip
      label="Width of the blocks"
      grows={grows}
      size={size}
      least={180}
      most={360}
      title="Drag"
      measure={() => size}
      onResize={(next) => done.push(next)}
      onDouble={() => done.push("double")}
      onFold={() => done.push("fold")}
    />,
  );
  return { done, grip: screen.getByRole("separator", { name: "Width of the blocks" }) };
}

Deno.test("grip: it says its value and bounds, and which way it lies", () => {
  const { grip } = drawn("right");
  const said = ["valuenow", "valuemin", "valuemax", "orientation"].map((name) =>
    grip.getAttribute(`aria-${name}`)
  );
  assert.deepEqual(said, ["220", "180", "360", "vertical"]);
  assert.equal(grip.tabIndex, 0);
});

Deno.test("grip: arrow keys move it the way it grows, within its bounds", () => {
  for (
    const [grows, more, less] of [
      ["right", "ArrowRight", "ArrowLeft"],
      ["left", "ArrowLeft", "ArrowRight"],
      ["up", "ArrowUp", "ArrowDown"],
    ] as const
  ) {
    const { done, grip } = drawn(grows, 350);
    for (const key of [more, less, "Home", "End", "Enter", " ", "x"]) {
      fireEvent.keyDown(grip, { key });
    }
    assert.deepEqual(done, [360, 326, 180, 360, "fold", "double"], grows);
    fireEvent.keyDown(grip, { key: more, ctrlKey: true });
    assert.equal(done.length, 6);
    grip.parentElement?.remove();
  }
});

Deno.test("grip: a double click is the other size", () => {
  const { done, grip } = drawn("up");
  fireEvent.dblClick(grip);
  assert.deepEqual(done, ["double"]);
});

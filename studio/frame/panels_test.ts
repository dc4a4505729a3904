/** Panels stand as they were left, survive whatever stands in the storage, and never move under a pressed pointer. */
import assert from "node:assert/strict";
import { signal } from "@preact/signals";
import { memoryStorage } from "../testing/samples.ts";
import { INSPECTOR_WIDTHS, PALETTE_WIDTHS, Panels } from "./panels.ts";

Deno.test("panels: at first the palette is open, and the inspector with what is selected", () => {
  const panels = new Panels(memoryStorage());
  const selected = signal(false);
  const stop = panels.follow(selected);
  assert.equal(panels.palette.value, true);
  assert.equal(panels.inspectorOpen.value, false);
  selected.value = true;
  assert.equal(panels.inspectorOpen.value, true);
  selected.value = false;
  assert.equal(panels.inspectorOpen.value, false);
  stop();
  selected.value = true;
  assert.equal(panels.inspectorOpen.value, false);
});

Deno.test("panels: nothing opens or folds while a pointer is pressed on the canvas", () => {
  const panels = new Panels(null);
  const selected = signal(false);
  const stop = panels.follow(selected);
  panels.pressed.value = true;
  selected.value = true;
  assert.equal(panels.inspectorOpen.value, false);
  panels.pressed.value = false;
  assert.equal(panels.inspectorOpen.value, true);
  stop();
});

Deno.test("panels: folded by hand the inspector stays folded, until its settings are asked for", () => {
  const storage = memoryStorage();
  const panels = new Panels(storage);
  const selected = signal(true);
  const stop = panels.follow(selected);
  panels.toggleInspector(true);
  assert.equal(panels.inspectorOpen.value, false);
  selected.value = false;
  selected.value = true;
  assert.equal(panels.inspectorOpen.value, false);
  assert.equal(new Panels(storage).inspector.value, "folded");
  panels.focusMode.value = true;
  panels.show("inspector");
  assert.equal(panels.inspectorOpen.value, true);
  assert.equal(panels.focusMode.value, false);
  // Opened while nothing is selected it stays open.
  selected.value = false;
  panels.toggleInspector(false);
  assert.equal(panels.inspectorOpen.value, true);
  panels.toggleInspector(false);
  assert.equal(panels.inspectorOpen.value, false);
  stop();
});

Deno.test("panels: fold and widths are kept, widths within their bounds", () => {
  const storage = memoryStorage();
  const panels = new Panels(storage);
  panels.togglePalette();
  panels.resize("palette", 10_000);
  panels.resize("inspector", 1);
  const kept = new Panels(storage);
  assert.equal(kept.palette.value, false);
  assert.equal(kept.paletteWidth.value, PALETTE_WIDTHS.most);
  assert.equal(kept.inspectorWidth.value, INSPECTOR_WIDTHS.least);
  kept.resize("palette", null);
  kept.show("palette");
  assert.equal(new Panels(storage).paletteWidth.value, null);
  assert.equal(new Panels(storage).palette.value, true);
});

Deno.test("panels: what is no choice is none", () => {
  for (
    const text of [
      "",
      "{",
      "null",
      "7",
      "[]",
      '{"palette":3,"inspector":"wide","paletteWidth":"x"}',
    ]
  ) {
    const storage = memoryStorage();
    storage.setItem("blockbuilders:panels", text);
    const panels = new Panels(storage);
    assert.deepEqual(
      [panels.palette.value, panels.inspector.value, panels.paletteWidth.value],
      [true, "auto", null],
      text,
    );
  }
  const refusing = {
    getItem: () => {
      throw new Error("refused");
    },
    setItem: () => {
      throw new Error("refused");
    },
  };
  const panels = new Panels(refusing);
  panels.togglePalette();
  assert.equal(panels.palette.value, false);
});

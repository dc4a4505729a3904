import assert from "node:assert/strict";
import "../../../tests/support/dom.ts";
import { TEMPLATES } from "../../../engine/mod.ts";
import { editorParts } from "../testing/editor_parts.tsx";
import { typeNumber } from "./keyboard_building.ts";

/** Escape where nothing has the focus, with a block selected and a panel asked for, in a window that is so wide. */
function escape(narrow: boolean) {
  const parts = editorParts(TEMPLATES[0]!.document);
  const id = parts.store.document.value.blocks[0]!.id;
  parts.store.select([id]);
  parts.ui.sheet.value = "inspector";
  const before = globalThis.matchMedia;
  globalThis.matchMedia = () => ({ matches: narrow }) as MediaQueryList;
  const press = () => {
    parts.run("clear");
    return [parts.ui.sheet.value, parts.store.selectedBlocks.value.size];
  };
  try {
    return [press(), press()];
  } finally {
    globalThis.matchMedia = before;
  }
}

Deno.test("keyboard: on a narrow screen Escape closes the sheet first, then clears the selection", () => {
  assert.deepEqual(escape(true), [[null, 1], [null, 0]]);
});

Deno.test("keyboard: beside the canvas a panel is no sheet, and Escape clears the selection at once", () => {
  assert.deepEqual(escape(false), [[null, 0], [null, 0]]);
});

Deno.test("keyboard: what is typed over a condition before its choices are there begins its number in full", () => {
  const parts = editorParts(TEMPLATES.find(({ id }) => id === "rsi_rebound")!.document);
  const crosses = parts.store.document.value.blocks.find(({ type }) => type === "crossover")!;
  parts.store.select([crosses.id]);
  for (const key of ["2", "0", ".", "5"]) assert.ok(typeNumber(parts, key), key);
  assert.equal(parts.ui.chip.value?.block, crosses.id);
  assert.equal(parts.ui.chip.value?.typed, "20.5");
});

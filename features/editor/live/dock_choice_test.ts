/** The dock's choice is kept for each kind of screen, and survives whatever stands in the storage. */
import assert from "node:assert/strict";
import { memoryStorage } from "../../../studio/testing/samples.ts";
import { initialDock, rememberDock } from "./dock_choice.ts";

Deno.test("dock: open at first where there is room, closed on a phone", () => {
  const storage = memoryStorage();
  assert.deepEqual(initialDock(storage, "wide"), { height: null, open: true, tab: "result" });
  assert.deepEqual(initialDock(storage, "phone"), { height: null, open: false, tab: "result" });
  assert.deepEqual(initialDock(null, "wide"), { height: null, open: true, tab: "result" });
});

Deno.test("dock: height, fold and tab are kept, the fold for its kind of screen", () => {
  const storage = memoryStorage();
  rememberDock(storage, "wide", { height: 340, open: false, tab: "chart" });
  assert.deepEqual(initialDock(storage, "wide"), { height: 340, open: false, tab: "chart" });
  assert.deepEqual(initialDock(storage, "phone"), { height: 340, open: false, tab: "chart" });
  rememberDock(storage, "phone", { height: 340, open: true, tab: "chart" });
  assert.deepEqual(initialDock(storage, "phone"), { height: 340, open: true, tab: "chart" });
  assert.deepEqual(initialDock(storage, "wide"), { height: 340, open: false, tab: "chart" });
});

Deno.test("dock: what is no choice is none", () => {
  const storage = memoryStorage();
  for (
    const text of [
      "",
      "{",
      "null",
      "7",
      "[]",
      '{"height":"tall","open":{"wide":"yes"}}',
      '{"open":1}',
      '{"tab":"charts"}',
    ]
  ) {
    storage.setItem("blockbuilders:dock", text);
    assert.deepEqual(
      initialDock(storage, "wide"),
      { height: null, open: true, tab: "result" },
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
  assert.deepEqual(initialDock(refusing, "phone"), { height: null, open: false, tab: "result" });
  rememberDock(refusing, "phone", { height: 1, open: true, tab: "result" });
});

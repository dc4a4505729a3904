import assert from "node:assert/strict";
import { memoryStorage } from "../../../studio/testing/samples.ts";
import { initialMinimap, rememberMinimap } from "./minimap_choice.ts";

Deno.test("the map shows itself where there are many blocks, until it was chosen otherwise", () => {
  const storage = memoryStorage();
  assert.equal(initialMinimap(storage, 3), false);
  assert.equal(initialMinimap(storage, 40), true);
  rememberMinimap(storage, false);
  assert.equal(initialMinimap(storage, 40), false);
  rememberMinimap(storage, true);
  assert.equal(initialMinimap(storage, 3), true);
});

Deno.test("the map does without storage", () => {
  const refused = {
    getItem: () => {
      throw new DOMException("refused", "SecurityError");
    },
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  };
  rememberMinimap(refused, true);
  assert.equal(initialMinimap(refused, 3), false);
  assert.equal(initialMinimap(null, 40), true);
});

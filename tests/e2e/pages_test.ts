/**
 * Every page in its main states, in Chromium, on a laptop and on a phone, in both themes: axe finds nothing, nothing is
 * complained about, nothing scrolls sideways or is set too small, nothing moves for those who asked for stillness, and Tab
 * walks through it all.
 */
import assert from "node:assert/strict";
import { apiDocsPages } from "../../routes/pages/api_docs.tsx";
import { devPages } from "../../routes/pages/dev.tsx";
import { PAGES } from "../../routes/pages/mod.tsx";
import { testPages } from "./site/pages.ts";
import { hasCanvas, STATES } from "./site/states.ts";

/** What developers alone see, and what swagger-ui draws (operators_test.ts looks whether it does). */
const LEFT_OUT = [...devPages, ...apiDocsPages];

Deno.test("pages: every page of the app is in the list of what is looked at", () => {
  const routed = PAGES.filter((page) => page.method === "GET" && !LEFT_OUT.includes(page));
  const expected = new Set([...routed.map(({ path }) => path), "*"]);
  assert.deepEqual([...new Set(STATES.map(({ route }) => route))].sort(), [...expected].sort());
  const names = STATES.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length, "two states of one name");
});

testPages(STATES.filter((state) => !hasCanvas(state)));

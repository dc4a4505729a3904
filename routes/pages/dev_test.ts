import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { testApp } from "../../tests/support/app.ts";

const ui = fileURLToPath(new URL("../../ui", import.meta.url));
// What stands in for the Vite dev server's address is never asked for anything here.
const viteOrigin = "http://localhost:5173";
const HTML = { accept: "text/html" };

testApp("kit page: names every part of the kit, light and dark", async (app) => {
  const parts = (await readdir(ui)).filter((name) =>
    /^[A-Z]\w*\.tsx$/.test(name) && !name.includes("_test.")
  )
    .map((name) => name.replace(".tsx", ""));
  assert.ok(parts.includes("Button"), "the kit was not found");
  for (const theme of ["light", "dark"]) {
    const { status, text } = await app.visitor().get(`//dev/ui?theme=${theme}`, HTML);
    assert.equal(status, 200);
    assert.match(text, new RegExp(`<html[^>]* data-theme="${theme}"`));
    assert.deepEqual(parts.filter((part) => !text.includes(`data-kit="${part}"`)), [], "not shown");
  }
}, { config: { viteOrigin, env: "development" } });

testApp("kit page: is not found in production", async (app) => {
  const { status } = await app.visitor().get("//dev/ui", HTML);
  assert.equal(status, 404);
}, { config: { viteOrigin, env: "production" } });

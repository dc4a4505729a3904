import assert from "node:assert/strict";
import { routeOf } from "./telemetry.ts";

Deno.test("telemetry: a request is named by its pattern, and what has none by one word", () => {
  assert.equal(routeOf(["/*", "/api/v1/*", "/api/v1/strategies/:id"]), "/api/v1/strategies/:id");
  assert.equal(routeOf(["/*", "*", "/assets/*"]), "/assets/*");
  assert.equal(routeOf(["/*", "/api/v1/*"]), "unmatched");
  assert.equal(routeOf([]), "unmatched");
});

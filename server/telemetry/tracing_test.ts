import assert from "node:assert/strict";
import { inSpan, isTracing, traceparent } from "./tracing.ts";

Deno.test("tracing: without an exporter work is done as ever, and no row names a trace", async () => {
  assert.equal(isTracing(), false);
  const done = await inSpan("work", { role: "server", parent: null }, async (span) => {
    span.rename("other");
    span.set({ "http.route": "/a" });
    return await inSpan("part", {}, () => Promise.resolve(traceparent()));
  });
  assert.equal(done, null);
  const failed = new Error("no");
  await assert.rejects(
    inSpan("work", { parent: "nonsense" }, () => Promise.reject(failed)),
    failed,
  );
});

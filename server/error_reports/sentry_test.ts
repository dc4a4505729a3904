/** What reaches an ingest server on loopback, and what does not. */
import assert from "node:assert/strict";
import { loadConfig } from "../config/config.ts";
import { createLogger, describeError } from "../logging/log.ts";
import { withLogFields } from "../logging/log_context.ts";
import { openReporter, reporting } from "./reporter.ts";

Deno.test({
  name: "reports: unexpected errors with their stack, and nothing of whom",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const received: string[] = [];
    const server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {} },
      async (request) => {
        received.push(await request.text());
        return Response.json({});
      },
    );
    const config = loadConfig({
      SENTRY_DSN: `http://publickey@127.0.0.1:${server.addr.port}/7`,
      DATABASE_URL: "postgres://app:database-secret@db/app",
    });
    const reporter = await openReporter(config);
    assert.ok(reporter);
    const quiet = createLogger({ logLevel: "error", logFormat: "json", write: () => {} });
    const log = reporting(quiet, reporter);
    function deep(): never {
      throw new Error(
        "eve@example.com asked https://lab.example.com/join?code=link-secret with database-secret",
        { cause: new TypeError("no token=cause-secret") },
      );
    }
    try {
      withLogFields({ request_id: "request-1", user_id: "user-1", address: "203.0.113.7" }, () => {
        try {
          deep();
        } catch (error) {
          const path = "/api/v1/runs";
          const fields = { error: describeError(error), method: "GET", path, user_id: "user-1" };
          log.error("a request failed", { ...fields, cookie: "session=cookie-secret" });
        }
      });
      log.error("without an error", { path: "/b" });
      log.warn("foreseen", { error: describeError(new Error("no report")) });
    } finally {
      await reporter.close();
      await server.shutdown();
    }
    const items = received.flatMap((text) => text.split("\n"));
    const events = items.filter((line) => line.includes('"exception"')).map((line) =>
      JSON.parse(line)
    );
    assert.equal(events.length, 1);
    const [event] = events;
    const [cause, value] = event.exception.values;
    assert.deepEqual([cause.type, cause.value], ["TypeError", "no token=[hidden]"]);
    assert.equal(value.type, "Error");
    assert.match(value.value, /^\[email\] asked https:\/\/lab\.example\.com\/join\?\[hidden\]/);
    const names = value.stacktrace.frames.map(({ function: name }: { function: string }) => name);
    assert.ok(names.includes("deep"), String(names));
    assert.deepEqual(
      event.tags,
      { message: "a request failed", request_id: "request-1", method: "GET", path: "/api/v1/runs" },
    );
    for (
      const secret of [
        ...["eve@", "link-secret", "cookie-secret", "cause-secret", "database-secret"],
        ...["user-1", "203.0.113.7", "no report", Deno.hostname()],
      ]
    ) assert.ok(!items.join("\n").includes(secret), `${secret} was sent`);
    for (const part of ["user", "request", "breadcrumbs", "server_name", "contexts", "extra"]) {
      assert.ok(!(part in event), part);
    }
  },
});

Deno.test("reports: without an address there are none", async () => {
  assert.equal(await openReporter(loadConfig({})), null);
});

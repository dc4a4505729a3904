import assert from "node:assert/strict";
import { createLogger, errorText, type LogLevel } from "./log.ts";

function lines(logFormat: "text" | "json", logLevel: LogLevel) {
  const written: string[] = [];
  const log = createLogger({
    logFormat,
    logLevel,
    now: () => Date.UTC(2026, 0, 2, 3, 4, 5),
    write: (line) => written.push(line),
  });
  return { log, written };
}

Deno.test("log: production writes one JSON object a line", () => {
  const { log, written } = lines("json", "info");
  log.info("run ended", { id: "r1", trades: 27, gone: undefined });
  assert.deepEqual(written.map((line) => JSON.parse(line)), [{
    time: "2026-01-02T03:04:05.000Z",
    level: "info",
    message: "run ended",
    id: "r1",
    trades: 27,
  }]);
});

Deno.test("log: development writes a line a person can read", () => {
  const { log, written } = lines("text", "debug");
  log.warn("no answer", { host: "db", error: "timed out" });
  assert.deepEqual(written, ['03:04:05 warn  no answer host=db error="timed out"']);
});

Deno.test("log: what is below the level is dropped", () => {
  const { log, written } = lines("text", "warn");
  log.debug("a");
  log.info("b");
  log.warn("c");
  log.error("d");
  assert.equal(written.length, 2);
});

Deno.test("log: a field can neither break a line nor pass for the line's own level", () => {
  const { log, written } = lines("json", "info");
  log.info("a\nb", { level: "error", note: "c\nd" });
  assert.equal(written.length, 1);
  assert.doesNotMatch(written[0] ?? "", /\n/);
  assert.equal(JSON.parse(written[0] ?? "").level, "info");
  const text = lines("text", "info");
  text.log.info("a\nb", { note: "c\nd" });
  assert.doesNotMatch(text.written.join(), /\n/);
});

Deno.test("log: an error is its message on one line, without a stack", () => {
  assert.equal(errorText(new RangeError("too\nfar")), "RangeError: too far");
  assert.equal(errorText("plain"), "plain");
});

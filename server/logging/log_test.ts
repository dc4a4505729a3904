import assert from "node:assert/strict";
import { loadConfig } from "../config/config.ts";
import { createLogger, describeError, type LogLevel, openLog } from "./log.ts";
import { redactor } from "./redact.ts";
import { addLogFields, withLogFields } from "./log_context.ts";

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

Deno.test("log: an error is written with its stack, its code and all its causes, in both formats", () => {
  const root = Object.assign(new Error("no route\n03:04:05 error forged"), { code: "EHOSTDOWN" });
  const error = describeError(
    new TypeError("cannot load", { cause: new AggregateError([root], "all failed") }),
  );
  const json = lines("json", "info");
  json.log.error("a job failed", { id: 1, error });
  const line = JSON.parse(json.written[0] ?? "");
  assert.equal(line.error, "TypeError: cannot load");
  assert.match(line.error_detail.stack, /TypeError: cannot load\n\s+at .*log_test\.ts/);
  const [first] = line.error_detail.cause.errors;
  assert.deepEqual([first.name, first.code], ["Error", "EHOSTDOWN"]);
  assert.match(first.stack, /log_test\.ts/);

  const text = lines("text", "info");
  text.log.error("a job failed", { id: 1, error });
  const [head, ...below] = (text.written[0] ?? "").split("\n");
  assert.equal(head, '03:04:05 error a job failed id=1 error="TypeError: cannot load"');
  assert.match(below[0] ?? "", /^ {2}at .*log_test\.ts/);
  assert.ok(below.includes("  caused by: AggregateError: all failed"));
  assert.ok(below.some((row) => /one of: Error: no route 03.* \[EHOSTDOWN\]$/.test(row)));
  assert.ok(below.every((row) => row.startsWith("  ")), "no line of its own can be forged");
});

Deno.test("log: secrets and email addresses in an error, its causes and its stack are hidden", () => {
  const config = loadConfig({ DATABASE_URL: "postgres://u:p%22ass%40word@db/x" });
  const secrets = ['p"ass@word', "p%22ass%40word", "ada@example.com", "hush"];
  const cause = new Error(`${secrets[0]} ${secrets[1]} for ada@example.com`);
  const error = describeError(new Error("GET https://me:hush@host/?token=hush", { cause }));
  for (const logFormat of ["text", "json"] as const) {
    const written: string[] = [];
    createLogger({
      logFormat,
      logLevel: "info",
      redact: redactor(config),
      write: (line) => written.push(line),
    }).error("x", { error });
    const all = written.join();
    for (const secret of secrets) {
      assert.ok(
        !all.includes(secret) && !all.includes(JSON.stringify(secret).slice(1, -1)),
        secret,
      );
    }
    assert.match(all, /\[email\]/);
    if (logFormat === "json") JSON.parse(all);
  }
});

Deno.test("log: lines of a request or a job carry its fields, however deep and however late", async () => {
  const { log, written } = lines("json", "info");
  const deep = async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    log.info("deep", { own: 1 });
  };
  await Promise.all([
    withLogFields({ run_id: "a" }, async () => {
      addLogFields({ user_id: "u" });
      await withLogFields({ step: 2 }, deep);
    }),
    withLogFields({ run_id: "b" }, deep),
  ]);
  log.info("outside");
  addLogFields({ lost: true });
  log.info("outside");
  const fields = written.map((line) => {
    const { time: _time, level: _level, message: _message, ...rest } = JSON.parse(line);
    return rest;
  }).sort((a, b) => String(a.run_id).localeCompare(String(b.run_id)));
  assert.deepEqual(fields, [
    { run_id: "a", user_id: "u", step: 2, own: 1 },
    { run_id: "b", own: 1 },
    {},
    {},
  ]);
});

Deno.test("log: kept in a folder, every line is JSON and says which process wrote it", async () => {
  const logDir = await Deno.makeTempDir();
  try {
    const now = () => Date.UTC(2026, 0, 2, 3, 4, 5);
    const printed: string[] = [];
    const { log: print } = console;
    console.log = (line: string) => printed.push(line);
    try {
      const config = { ...loadConfig({ DATABASE_URL: "postgres://u:hush-hush@db/x" }), logDir };
      const { log, close } = openLog(config, now);
      log.info("hello hush-hush", { n: 1 });
      close();
    } finally {
      console.log = print;
    }
    assert.deepEqual(printed, ["03:04:05 info  hello [hidden] n=1"]);
    const text = await Deno.readTextFile(`${logDir}/blockbuilders-2026-01-02.log`);
    assert.deepEqual(JSON.parse(text), {
      time: "2026-01-02T03:04:05.000Z",
      level: "info",
      message: "hello [hidden]",
      process: "web",
      pid: Deno.pid,
      n: 1,
    });
  } finally {
    await Deno.remove(logDir, { recursive: true });
  }
});

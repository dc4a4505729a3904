/** The log of requests: what it tells, and what it never tells. */
import assert from "node:assert/strict";
import { openTestApp, type TestApp, type TestClient } from "../../tests/support/app.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { loadConfig } from "../../server/config/config.ts";
import { openPostgres } from "../../server/db/connect.ts";
import { createLogger } from "../../server/logging/log.ts";
import { redactor } from "../../server/logging/redact.ts";
import { openS3Storage } from "../../server/storage/s3_storage.ts";

interface Line {
  readonly level: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

/** A log that keeps what it is told, everything from `debug` up. */
function capture() {
  const text: string[] = [];
  const log = createLogger({
    logFormat: "json",
    logLevel: "debug",
    write: (line) => text.push(line),
  });
  const lines = (): Line[] => text.map((line) => JSON.parse(line));
  const requests = () => lines().filter(({ message }) => message === "request");
  return { log, text, lines, requests };
}

function testLogged(
  name: string,
  fn: (app: TestApp, log: ReturnType<typeof capture>) => Promise<void>,
): void {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const captured = capture();
      const app = await openTestApp({ log: captured.log });
      try {
        await fn(app, captured);
      } finally {
        await app.close();
      }
    },
  });
}

testLogged("each request is one line: who, what, how it ended, how long", async (app, log) => {
  const person = await app.person();
  const { id: user_id } = (await person.get("/users/me")).json;
  const answer = await person.get("/strategies?search=my%20secret%20idea");
  const line = log.requests().at(-1);
  assert.deepEqual(
    [line?.method, line?.path, line?.status, line?.user_id, line?.level],
    ["GET", "/api/v1/strategies", 200, user_id, "info"],
  );
  assert.ok(Number.isInteger(line?.ms) && Number(line?.ms) >= 0);
  assert.equal(line?.request_id, answer.headers.get("x-request-id"));
  assert.doesNotMatch(log.text.join("\n"), /secret/);
  await app.visitor().get("/users/me");
  assert.deepEqual([log.requests().at(-1)?.status, log.requests().at(-1)?.user_id], [
    401,
    undefined,
  ]);
  await app.visitor().get("/health");
  assert.equal(log.requests().at(-1)?.level, "debug", "what is asked all the time is no news");
});

testLogged(
  "an id that a proxy gave is kept when it is plain, else another is made",
  async (app, log) => {
    const ask = async (id: string) => {
      const { headers } = await app.visitor().get("/markets", { "x-request-id": id });
      const given = headers.get("x-request-id");
      assert.equal(log.requests().at(-1)?.request_id, given);
      return given;
    };
    assert.equal(await ask("0af7651916cd43dd8448eb211c80319c"), "0af7651916cd43dd8448eb211c80319c");
    for (
      const id of ["short", "with space in it", '{"level":"error"}', "x".repeat(65), "<b>bold</b>"]
    ) {
      assert.match(await ask(id) ?? "", /^[0-9a-f-]{36}$/, id);
    }
  },
);

testLogged("what goes wrong has the request's id and its person", async (app, log) => {
  const person = await app.person();
  const { id } = (await person.get("/users/me")).json;
  app.services.limits.usage = () => Promise.reject(new Error("broken"));
  const { status, headers } = await person.get("//strategies", { accept: "text/html" });
  assert.equal(status, 500);
  const line = log.lines().find(({ level }) => level === "error");
  assert.equal(line?.error, "Error: broken");
  const { stack } = line?.error_detail as { stack: string };
  assert.match(stack, /request_log_test\.ts/, "where it was thrown");
  assert.deepEqual([line?.request_id, line?.user_id], [headers.get("x-request-id"), id]);
  assert.equal(log.requests().at(-1)?.level, "warn");
});

testLogged("no password, cookie, token or document is ever logged", async (app, log) => {
  const secrets = ["correct horse", "a wrong password", "battery staple", "my note to myself"];
  const email = "ada@example.com";
  const person = await app.person(email);
  const visitor = app.visitor();
  await visitor.post("/auth/login", { email, password: secrets[1] });
  await visitor.post("/auth/login", { email, password: secrets[0] });
  await visitor.post("/auth/login", `{"password":"${secrets[0]}"`, {
    "content-type": "application/json",
  });
  await person.post("/users/me/password", {
    current_password: secrets[0],
    new_password: secrets[2],
  });
  await form(person, "/settings/password", {
    current_password: secrets[2] ?? "",
    new_password: secrets[0] ?? "",
  });
  await form(visitor, "/login?next=/strategies", { email, password: secrets[1] ?? "" });
  const { json } = await person.post("/strategies", {
    name: "x",
    asset: "DEMO/USDT",
    timeframe: "4h",
  });
  await person.post(`/strategies/${json.id}/versions`, {
    definition: RSI_WITH_STOPS,
    base_version: 0,
    note: secrets[3],
  });
  const cookies = [person.cookie, visitor.cookie].map((cookie) => cookie?.split("=")[1] ?? "none");
  assert.ok(log.requests().length >= 8);
  const all = log.text.join("\n");
  for (const secret of [...secrets, ...cookies, email, "argon2", "session="]) {
    assert.ok(!all.includes(secret), secret);
  }
});

Deno.test({
  name: "a database and a storage that fail are logged without their keys and passwords",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const config = loadConfig({
      DATABASE_URL: "postgres://app:pg-secret-1@127.0.0.1:9/app",
      REDIS_URL: "redis://:redis-secret-1@127.0.0.1:9",
      S3_ENDPOINT: "http://127.0.0.1:9",
      S3_BUCKET: "bucket",
      S3_ACCESS_KEY_ID: "KEYID-SECRET-1",
      S3_SECRET_ACCESS_KEY: "s3-secret-1",
    });
    const text: string[] = [];
    const log = createLogger({
      logFormat: "text",
      logLevel: "debug",
      write: (line) => text.push(line),
      redact: redactor(config),
    });
    const { databaseUrl, s3 } = config;
    assert.ok(databaseUrl && s3);
    const app = await openTestApp({
      log,
      database: openPostgres(databaseUrl),
      storage: openS3Storage(s3),
    });
    try {
      const answer = await app.visitor().post("/auth/login", {
        email: "ada@example.com",
        password: "correct horse",
      });
      assert.equal(answer.status, 503);
      log.error("as a library might put it", { error: `${databaseUrl} ${config.redisUrl}` });
      await app.services.storage.get("runs/x").catch((error) =>
        log.error("away", { error: String(error) })
      );
    } finally {
      await app.close();
    }
    const all = text.join("\n");
    assert.match(all, /a request failed/);
    assert.match(all, /away/);
    assert.doesNotMatch(all, /secret-1|SECRET-1/);
  },
});

function form(person: TestClient, path: string, fields: Record<string, string>) {
  return person.send("POST", `/${path}`, new URLSearchParams(fields).toString(), {
    "content-type": "application/x-www-form-urlencoded",
    accept: "text/html",
  });
}

import assert from "node:assert/strict";
import { ConfigError, environmentSchema, loadConfig } from "./config.ts";

const production = {
  DATABASE_URL: "postgres://u:p@db:5432/x",
  REDIS_URL: "redis://:p@redis:6379",
  S3_ENDPOINT: "http://storage:7070",
  S3_BUCKET: "b",
  S3_ACCESS_KEY_ID: "k",
  S3_SECRET_ACCESS_KEY: "s",
};

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems;
  }
  return [];
}

Deno.test("config: nothing set is the embedded default on port 8000", () => {
  const config = loadConfig({});
  assert.equal(config.port, 8000);
  assert.equal(config.dataDir, "./data");
  assert.deepEqual([config.logFormat, config.logLevel, config.logDir], ["text", "debug", null]);
  assert.equal(config.publicUrl, "http://localhost:8000");
  assert.deepEqual([config.databaseUrl, config.redisUrl, config.s3, config.worker], [
    null,
    null,
    null,
    false,
  ]);
  assert.deepEqual(config.limits, {
    strategies: 10,
    backtestsPerDay: 50,
    imports: 20,
    importCandles: 500_000,
  });
});

Deno.test("config: an empty variable counts as unset", () => {
  assert.deepEqual(loadConfig({ PORT: "", DATABASE_URL: " ", CANDLES_DIR: "" }), loadConfig({}));
});

Deno.test("config: the hour of the daily updates is a time of day in UTC", () => {
  assert.equal(loadConfig({}).autoUpdateMinute, 10);
  assert.equal(loadConfig({ AUTO_UPDATE_AT: "6:05" }).autoUpdateMinute, 6 * 60 + 5);
  assert.equal(loadConfig({ AUTO_UPDATE_AT: "23:59" }).autoUpdateMinute, 23 * 60 + 59);
  for (const wrong of ["24:00", "7", "07:60", "10 0 * * *", "-1:00"]) {
    assert.match(problemsOf({ AUTO_UPDATE_AT: wrong }).join(), /^AUTO_UPDATE_AT must be a time/);
  }
});

Deno.test("config: trusted proxies are addresses and networks of both families", () => {
  assert.deepEqual(loadConfig({}).trustedProxies, []);
  assert.deepEqual(
    loadConfig({ TRUSTED_PROXIES: "10.0.0.0/8, 192.0.2.1,fd00::/8 ::1" }).trustedProxies,
    [
      { address: "10.0.0.0", prefix: 8, family: "ipv4" },
      { address: "192.0.2.1", prefix: 32, family: "ipv4" },
      { address: "fd00::", prefix: 8, family: "ipv6" },
      { address: "::1", prefix: 128, family: "ipv6" },
    ],
  );
  for (
    const wrong of ["10.0.0.0/33", "fd00::/129", "10.0.0/8", "proxy", "10.0.0.0/", "10.0.0.1;::1"]
  ) {
    assert.match(
      problemsOf({ TRUSTED_PROXIES: wrong }).join(),
      /^TRUSTED_PROXIES must be networks/,
      wrong,
    );
  }
});

Deno.test("config: every problem is named at once, in words", () => {
  const problems = problemsOf({
    PORT: "eighty",
    DATABASE_URL: "mysql://x",
    LOG_LEVEL: "loud",
    WORKER_CONCURRENCY: "0",
    WORKER: "maybe",
  });
  assert.equal(problems.length, 5);
  for (const name of ["PORT", "DATABASE_URL", "LOG_LEVEL", "WORKER_CONCURRENCY", "WORKER"]) {
    assert.ok(problems.some((problem) => problem.startsWith(`${name} must be`)), name);
  }
});

Deno.test("config: mixes that would lose work are refused", () => {
  assert.match(
    problemsOf({ WORKER: "1" }).join(),
    /WORKER=1 needs .*DATABASE_URL, REDIS_URL, S3_ENDPOINT missing/,
  );
  assert.match(
    problemsOf({ REDIS_URL: production.REDIS_URL }).join(),
    /REDIS_URL needs DATABASE_URL and S3_ENDPOINT/,
  );
  assert.match(
    problemsOf({ S3_ENDPOINT: production.S3_ENDPOINT }).join(),
    /S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY missing/,
  );
  assert.deepEqual(problemsOf({ ...production, WORKER: "1" }), []);
});

Deno.test("config: production settings are read whole", () => {
  const config = loadConfig({
    ...production,
    PUBLIC_URL: "https://lab.example.com/",
    APP_ENV: "production",
  });
  assert.equal(config.publicUrl, "https://lab.example.com");
  assert.deepEqual([config.logFormat, config.logLevel], ["json", "info"]);
  assert.deepEqual(config.s3, {
    endpoint: "http://storage:7070",
    region: "us-east-1",
    bucket: "b",
    accessKeyId: "k",
    secretAccessKey: "s",
    forcePathStyle: true,
  });
});

Deno.test("config: .env.example documents every variable, with its default", async () => {
  const text = await Deno.readTextFile(new URL("../../.env.example", import.meta.url));
  const lines = [...text.matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm)];
  const documented = Object.fromEntries(lines.map((match) => [match[1] ?? "", match[2] ?? ""]));
  assert.deepEqual(Object.keys(documented).sort(), Object.keys(environmentSchema.shape).sort());
  assert.deepEqual(loadConfig(documented), loadConfig({}));
});

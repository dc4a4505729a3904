/** The app as a process: start, refusal, stop and resumption. */
import assert from "node:assert/strict";
import { ApiSession } from "../../tests/support/api_session.ts";
import { startApp } from "../../tests/support/app_process.ts";
import { startProcess } from "../../tests/support/program.ts";
import { fillDataDir } from "../../tests/support/data_dir.ts";
import { freePort } from "../../tests/support/servers.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { startFakeVendor } from "../../tests/support/vendor.ts";

const MAIN = ["deno", "run", "-A", "main.ts"];

async function refused(env: Record<string, string>): Promise<string> {
  const process = startProcess(MAIN, env);
  assert.equal(await process.exited, 1, process.output());
  assert.doesNotMatch(process.output(), /\n\s+at /, "no stack trace");
  return process.output();
}

Deno.test("process: every problem of the environment is named, a line each", async () => {
  const output = await refused({ PORT: "eighty", LOG_LEVEL: "loud", WORKER: "1" });
  const lines = output.trim().split("\n");
  assert.equal(lines.length, 3, output);
  for (const name of ["PORT", "LOG_LEVEL", "WORKER"]) {
    assert.ok(lines.some((line) => line.startsWith(name)), name);
  }
});

Deno.test("process: a port or a data folder that is in use is refused with a sentence", async () => {
  const dataDir = await Deno.makeTempDir();
  const otherDir = await Deno.makeTempDir();
  await fillDataDir(dataDir);
  const app = await startApp({ DATA_DIR: dataDir });
  try {
    const { port } = new URL(app.url);
    assert.match(await refused({ PORT: port, DATA_DIR: otherDir }), /^Port \d+ is in use/m);
    const output = await refused({ PORT: String(freePort()), DATA_DIR: dataDir });
    assert.match(output, new RegExp(`in use by process ${app.pid}`));
    const health = await fetch(`${app.url}/health`, { headers: { accept: "application/json" } });
    assert.equal((await health.json()).status, "ok", "the first one is not harmed");
    await app.until(/\/join\?code=[\w-]{43}$/m);
    await app.until(/auto-updates begin each day at="?00:10 UTC/);
  } finally {
    app.kill("SIGTERM");
    assert.equal(await app.exited, 0, app.output());
    for (const folder of [dataDir, otherDir]) await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("process: stopped or killed in the middle of a run, it resumes it at the next start", async () => {
  const dataDir = await Deno.makeTempDir();
  await fillDataDir(dataDir);
  const vendor = startFakeVendor();
  const env = { DATA_DIR: dataDir, VENDOR_URL: vendor.url, VENDOR_TIMEOUT_MS: "60000" };
  const port = String(freePort());
  const url = `http://localhost:${port}`;
  const start = async () => {
    const process = startProcess(MAIN, { ...env, PORT: port });
    await process.until(/Blockbuilders is at/);
    return process;
  };
  const person = new ApiSession(url);
  let process = await start();
  try {
    await person.signUp();
    const strategy = await person.createStrategy(RSI_WITH_STOPS);
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      vendor.stall();
      const asked = vendor.nextRequest();
      const [from, to] = signal === "SIGTERM"
        ? ["2021-01-01", "2021-02-01"]
        : ["2022-01-01", "2022-02-01"];
      const id = await person.startRun(strategy, from, to);
      await asked;
      const events = person.untilEvent(id).catch(() => {});
      process.kill(signal);
      const code = await process.exited;
      if (signal === "SIGTERM") assert.equal(code, 0, process.output());
      await events;
      vendor.release();
      process = await start();
      const run = await person.ended(id);
      assert.equal(run.status, "completed", String(run.error_message));
    }
  } finally {
    process.kill("SIGTERM");
    await process.exited;
    await vendor.close();
    await Deno.remove(dataDir, { recursive: true });
  }
});

Deno.test("process: an unavailable database is reported by health, and waited for", async () => {
  const dataDir = await Deno.makeTempDir();
  const app = await startApp({
    DATA_DIR: dataDir,
    DATABASE_URL: `postgres://postgres@127.0.0.1:${freePort()}/app`,
  });
  try {
    const health = await fetch(`${app.url}/api/v1/health`);
    assert.equal(health.status, 503);
    assert.equal((await health.json()).db, "error");
  } finally {
    app.kill("SIGTERM");
    assert.equal(await app.exited, 0, app.output());
    await Deno.remove(dataDir, { recursive: true });
  }
});

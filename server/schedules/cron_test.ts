import assert from "node:assert/strict";
import { createLogger } from "../logging/log.ts";
import { cronOf, registerDailySweep } from "./cron.ts";

Deno.test("cron: the hour is written as cron has it", () => {
  assert.equal(cronOf(10), "10 0 * * *");
  assert.equal(cronOf(23 * 60 + 59), "59 23 * * *");
});

Deno.test("cron: Deno calls the sweep at its minute, and a sweep that fails ends nothing", async () => {
  const script = new URL("./testing/cron_process.ts", import.meta.url).pathname;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", script],
  }).output();
  const text = new TextDecoder().decode(stdout);
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  assert.match(text, /auto-updates begin each day/);
  assert.match(text, /the hour of the auto-updates/);
  assert.match(text, /the database is away/);
});

Deno.test("cron: what has been told to stop registers nothing", () => {
  const lines: string[] = [];
  const log = createLogger({
    logLevel: "debug",
    logFormat: "text",
    write: (line) => lines.push(line),
  });
  const schedules = { sweep: () => Promise.reject(new Error("nobody sweeps here")) };
  registerDailySweep({ schedules, minuteOfDay: 10, log }, AbortSignal.abort());
  assert.deepEqual(lines, []);
});

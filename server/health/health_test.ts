import assert from "node:assert/strict";
import type { DatabaseHandle } from "../db/connect.ts";
import { HealthChecks } from "./health.ts";
import { createLogger } from "../logging/log.ts";
import type { Queue } from "../queue/queue.ts";
import type { BlobStorage } from "../storage/storage.ts";

Deno.test("health: a part that stops answering, and answers again, is a line each, with the error", async () => {
  const text: string[] = [];
  const log = createLogger({
    logFormat: "json",
    logLevel: "info",
    write: (line) => text.push(line),
  });
  let away = false;
  const well = { ping: () => Promise.resolve() };
  const queue = {
    ping: () => away ? Promise.reject(new Error("Redis does not answer")) : Promise.resolve(),
  };
  const health = new HealthChecks({
    database: well as DatabaseHandle,
    queue: queue as Queue,
    storage: well as BlobStorage,
    disk: { isFull: () => Promise.resolve(false) },
    log,
  });
  assert.equal((await health.check()).status, "ok");
  away = true;
  for (let i = 0; i < 3; i++) assert.equal((await health.check()).queue, "error");
  away = false;
  assert.equal((await health.check()).status, "ok");
  const lines = text.map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ message, part }) => [message, part]), [
    ["a part does not answer", "queue"],
    ["a part answers again", "queue"],
  ]);
  assert.equal(lines[0].error, "Error: Redis does not answer");
  assert.match(lines[0].error_detail.stack, /health_test\.ts/);
});

Deno.test("health: a full disk is told apart from parts that do not answer", async () => {
  const well = { ping: () => Promise.resolve() };
  const log = createLogger({ logFormat: "json", logLevel: "error", write: () => {} });
  let isFull = true;
  const health = new HealthChecks({
    database: well as DatabaseHandle,
    queue: well as Queue,
    storage: well as BlobStorage,
    disk: { isFull: () => Promise.resolve(isFull) },
    log,
  });
  const told = async () => {
    const { status, db, disk } = await health.check();
    return [status, db, disk];
  };
  assert.deepEqual(await told(), ["error", "ok", "full"]);
  isFull = false;
  assert.deepEqual(await told(), ["ok", "ok", "ok"]);
});

import assert from "node:assert/strict";
import type { Run } from "../../contracts/backtests.ts";
import { type EventStream, watchRun } from "./watch_run.ts";

class Events implements EventStream {
  closed = false;
  readonly #listeners = new Map<string, (event: { data?: string }) => void>();
  addEventListener(type: string, listener: (event: { data?: string }) => void): void {
    this.#listeners.set(type, listener);
  }
  close(): void {
    this.closed = true;
  }
  send(run: Run): void {
    this.#listeners.get("progress")?.({ data: JSON.stringify(run) });
  }
  fail(): void {
    this.#listeners.get("error")?.({});
  }
}

const run = (status: Run["status"], progress = 0) => ({ status, progress }) as Run;

Deno.test("watching a run: events are passed on until the run has ended", () => {
  const events = new Events();
  const seen: string[] = [];
  const ask = () => Promise.reject(new Error("nobody should ask"));
  watchRun("r", ({ status }) => seen.push(status), { openEvents: () => events, ask, pollMs: 5 });
  events.send(run("pending"));
  events.send(run("running", 0.4));
  events.send(run("completed", 1));
  events.send(run("running"));
  assert.deepEqual(seen, ["pending", "running", "completed"]);
  assert.equal(events.closed, true);
});

Deno.test("watching a run: while the events fail it asks, through refusals, until the run has ended", async () => {
  const events = new Events();
  const seen: string[] = [];
  const answers = [run("running", 0.4), null, run("failed", 0.4)];
  const done = Promise.withResolvers<void>();
  const ask = () => {
    const answer = answers.shift();
    return answer ? Promise.resolve(answer) : Promise.reject(new Error("away"));
  };
  watchRun("r", ({ status }) => {
    seen.push(status);
    if (status === "failed") done.resolve();
  }, { openEvents: () => events, ask, pollMs: 5 });
  events.fail();
  events.fail();
  await done.promise;
  assert.deepEqual(seen, ["running", "failed"]);
  assert.equal(events.closed, true);
});

Deno.test("watching a run: nothing is told after it was stopped", () => {
  const events = new Events();
  const seen: string[] = [];
  const stop = watchRun("r", ({ status }) => seen.push(status), {
    openEvents: () => events,
    ask: () => Promise.resolve(run("running")),
    pollMs: 5,
  });
  stop();
  events.send(run("running"));
  events.fail();
  assert.deepEqual(seen, []);
});

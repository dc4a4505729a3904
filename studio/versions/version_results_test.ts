import assert from "node:assert/strict";
import { effect } from "@preact/signals";
import type { SavedVersion } from "../document/strategy_api.ts";
import { setUp, template } from "../live/testing/session.ts";
import { type VersionResult, VersionResults } from "./version_results.ts";

const IDS = ["rsi_rebound", "golden_cross", "macd_cross"];

function versionOf(versionNumber: number): SavedVersion {
  return {
    versionNumber,
    createdAt: new Date(versionNumber * 1_000).toISOString(),
    note: null,
    document: template(IDS[versionNumber - 1]!),
  };
}

async function open() {
  const { session, document } = setUp();
  await session.start();
  const fetched: number[] = [];
  const results = new VersionResults(session, (number) => {
    fetched.push(number);
    return Promise.resolve(IDS[number - 1] ? versionOf(number) : null);
  });
  return { session, document, results, fetched };
}

async function until<T>(read: () => T, done: (found: T) => boolean): Promise<T> {
  for (let k = 0; k < 2_000; k++) {
    const found = read();
    if (done(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.fail("it never came");
}
const isOver = ({ kind }: VersionResult) => kind !== "waiting";
const over = (results: VersionResults, version: number) =>
  until(() => results.ofVersion(version).value, isOver);

Deno.test("version results: each is what the live result of that version is", async () => {
  const { session, document, results } = await open();
  for (const number of [1, 2, 3]) {
    const found = await over(results, number);
    assert.ok(found.kind === "ready");
    document.value = versionOf(number).document;
    const answer = await until(
      () => session.answer.value,
      (found) => found?.document === document.value,
    );
    assert.deepEqual(found.metrics, answer!.metrics);
    const { capital } = session.settings.value;
    assert.equal(found.curve.at(-1), answer!.equity.at(-1)! / capital);
    assert.ok(found.curve.length <= 240);
  }
  session.stop();
});

Deno.test("version results: calculated once, and anew when costs change", async () => {
  const { session, results, fetched } = await open();
  const first = await over(results, 1);
  assert.equal(await over(results, 1), first);
  session.settings.value = { ...session.settings.value, feePercent: 2 };
  const dearer = await over(results, 1);
  assert.ok(first.kind === "ready" && dearer.kind === "ready");
  assert.ok(dearer.metrics.total_return! < first.metrics.total_return!);
  assert.deepEqual(fetched, [1]);
  session.stop();
});

Deno.test("version results: while nobody looks nothing is calculated, and with the next look it is", async () => {
  const { session, results, fetched } = await open();
  await until(() => session.basis.value, (basis) => basis !== null);
  const left = [results.ofVersion(1), results.ofVersion(2), results.ofVersion(3)];
  results.pause();
  assert.deepEqual(left.map(({ value }) => value.kind), ["waiting", "waiting", "waiting"]);
  assert.equal((await over(results, 2)).kind, "ready");
  assert.deepEqual(fetched, [2]);
  session.stop();
});

Deno.test("version results: what cannot be had or run says why, and is tried again", async () => {
  const { session, results, fetched } = await open();
  const missing = await over(results, 9);
  assert.deepEqual(missing, { kind: "none", why: "This version could not be read." });
  const { document } = versionOf(1);
  const broken = { ...document, connections: [] };
  const refused = await until(() => results.ofDocument(broken).value, isOver);
  assert.ok(refused.kind === "none" && refused.why.length > 10);
  assert.deepEqual(fetched, [9]);
  session.stop();
});

Deno.test("version results: a reader is told when the candles have come", async () => {
  const { session } = setUp();
  const results = new VersionResults(session, (number) => Promise.resolve(versionOf(number)));
  const kinds: string[] = [];
  const stop = effect(() => void kinds.push(results.ofVersion(1).value.kind));
  await session.start();
  await until(() => kinds, (found) => found.at(-1) === "ready");
  assert.equal(kinds[0], "waiting");
  stop();
  session.stop();
});

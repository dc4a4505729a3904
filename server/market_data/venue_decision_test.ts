import assert from "node:assert/strict";
import { MarketDataError } from "./errors.ts";
import { failure } from "./testing/fetch_harness.ts";
import { HOUR } from "./testing/synthetic.ts";
import type { Vendor } from "./vendor.ts";
import { type Candidate, firstThatCan, inTurn, lackMs } from "./venue_decision.ts";

const DAY = 24 * HOUR;
const STRETCH = { from: 10 * DAY, to: 40 * DAY };

/** A venue whose vendor can give candles from a day on. */
function candidate(name: string, firstDay: number): Candidate {
  return { name, vendor: { name, firstTimeMs: () => firstDay * DAY } as unknown as Vendor };
}

async function turnOf(
  candidates: readonly Candidate[],
  stored: Readonly<Record<string, readonly (readonly [number, number])[]>> = {},
): Promise<string[]> {
  const turn = await inTurn(candidates, STRETCH, {
    asset: "BTC/USDT",
    timeframe: "1h",
    coverageOf: (venue) =>
      Promise.resolve(
        (stored[venue] ?? []).map(([from, to]) => ({ from: from * DAY, to: to * DAY })),
      ),
  });
  return turn.map(({ name }) => name);
}

Deno.test("venue: the order of the settings holds among those that can give the whole stretch", async () => {
  assert.deepEqual(await turnOf([candidate("b", 0), candidate("a", 10)]), ["b", "a"]);
});

Deno.test("venue: one that no longer has the beginning comes after those that have, history included", async () => {
  assert.deepEqual(await turnOf([candidate("a", 11), candidate("b", 0)]), ["b", "a"]);
  // What is stored of it counts as had.
  const stored = { a: [[10, 20]] } as const;
  assert.deepEqual(await turnOf([candidate("a", 20), candidate("b", 0)], stored), ["a", "b"]);
  assert.deepEqual(await turnOf([candidate("a", 21), candidate("b", 0)], stored), ["b", "a"]);
});

Deno.test("venue: where nobody has all of it, the one that lacks the least is asked", async () => {
  const all = [candidate("a", 30), candidate("b", 15), candidate("c", 15), candidate("d", 100)];
  assert.deepEqual(await turnOf(all), ["b", "c", "a", "d"]);
});

Deno.test("venue: what is lacking is what is neither stored nor can be fetched", () => {
  const hole = [{ from: 10 * DAY, to: 15 * DAY }, { from: 20 * DAY, to: 40 * DAY }];
  assert.equal(lackMs(STRETCH, hole, 0), 0);
  assert.equal(lackMs(STRETCH, hole, 18 * DAY), 3 * DAY);
  assert.equal(lackMs(STRETCH, hole, Infinity), 5 * DAY);
  assert.equal(lackMs(STRETCH, [], 100 * DAY), 30 * DAY);
});

const error = (code: MarketDataError["code"], retryable = false) =>
  new MarketDataError(code, `It failed: ${code}.`, { retryable });

/** Asks candidates of which each fails as told; `null` = it does not. */
function decided(outcomes: readonly (MarketDataError | null)[]) {
  const asked: string[] = [];
  const candidates = outcomes.map((_, i) => candidate(`v${i}`, 0));
  const decision = firstThatCan(candidates, ({ name }) => {
    asked.push(name);
    const problem = outcomes[Number(name.slice(1))];
    return problem ? Promise.reject(problem) : Promise.resolve();
  });
  return { decision, asked };
}

Deno.test("venue: the first that succeeds is read, and those that failed before it are named", async () => {
  const { decision, asked } = decided([error("vendor_refused"), null, null]);
  assert.deepEqual(await decision, {
    venue: "v1",
    passedOver: [{ venue: "v0", code: "vendor_refused", what: "It failed: vendor_refused." }],
  });
  assert.deepEqual(asked, ["v0", "v1"]);
});

Deno.test("venue: one that does not have the candles is no failure to tell of", async () => {
  const { decision } = decided([error("no_candles"), null]);
  assert.deepEqual(await decision, { venue: "v1", passedOver: [] });
});

Deno.test("venue: when all fail, what may pass is told, so that it is waited for", async () => {
  const both = decided([error("vendor_refused"), error("vendor_unreachable", true)]);
  assert.equal((await failure(both.decision)).code, "vendor_unreachable");
  const lasting = decided([error("vendor_refused"), error("vendor_error")]);
  assert.equal((await failure(lasting.decision)).code, "vendor_refused");
  assert.equal((await failure(decided([]).decision)).code, "no_candles");
});

Deno.test("venue: a caller that leaves, and a fault of ours, ask nobody else", async () => {
  const left = decided([error("aborted"), null]);
  assert.equal((await failure(left.decision)).code, "aborted");
  assert.deepEqual(left.asked, ["v0"]);
  await assert.rejects(
    firstThatCan([candidate("a", 0)], () => Promise.reject(new TypeError("x"))),
    TypeError,
  );
});

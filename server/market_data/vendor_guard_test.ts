/** Two processes before one vendor: their guards have the same cells, or connections of their own to one Redis. */
import assert from "node:assert/strict";
import { testEnv, testWith } from "../../tests/support/env.ts";
import { MarketDataError } from "./errors.ts";
import { openSharedCells, type SharedCells } from "./shared_cells.ts";
import { candlesAt, HOUR } from "./testing/synthetic.ts";
import { failure } from "./testing/fetch_harness.ts";
import type { Vendor, VendorDefinition } from "./vendor.ts";
import { guard, type GuardedVendor, type VendorChange } from "./vendor_guard.ts";

const FROM = Date.UTC(2022, 0, 1);

interface Scene {
  readonly a: GuardedVendor;
  readonly b: GuardedVendor;
  readonly changes: VendorChange[];
  /** Requests that the vendor got. */
  asked(): number;
  /** How it answers from now on. */
  answer(error: MarketDataError | null): void;
  wait(ms: number): void;
}

type Options = Partial<VendorDefinition["budget"]> & { readonly longestWaitMs?: number };

async function withGuards(
  cells: readonly [SharedCells, SharedCells],
  { longestWaitMs = 0, ...budget }: Options,
  fn: (scene: Scene) => Promise<void>,
): Promise<void> {
  let nowMs = Date.UTC(2026, 0, 1);
  let asked = 0;
  let failing: MarketDataError | null = null;
  const name = `vendor_${crypto.randomUUID()}`;
  const definition: VendorDefinition = {
    name,
    title: "Somewhere",
    addressSetting: "BINANCE_URL",
    needsKey: false,
    byDefault: true,
    timeframes: ["1h"],
    markets: [],
    budget: { requests: 1_000, perMs: 1_000, ...budget },
    attribution: { text: "", url: "" },
    open: () => vendor,
  };
  const vendor: Vendor = {
    name,
    title: definition.title,
    definition,
    market: () => undefined,
    firstTimeMs: () => 0,
    async *fetchCandles({ fromMs, toMs, signal }) {
      await Promise.resolve();
      asked++;
      if (signal?.aborted) throw new MarketDataError("aborted", "It was stopped.");
      if (failing) throw failing;
      yield { candles: candlesAt([fromMs]), completeToMs: toMs };
    },
  };
  const changes: VendorChange[] = [];
  const [a, b] = cells.map((one) =>
    guard(vendor, {
      cells: one,
      now: () => nowMs,
      longestWaitMs,
      onChange: (change) => {
        changes.push(change);
        return Promise.resolve();
      },
    })
  );
  await fn({
    a: a!,
    b: b!,
    changes,
    asked: () => asked,
    answer: (error) => {
      failing = error;
    },
    wait: (ms) => {
      nowMs += ms;
    },
  });
}

function check(name: string, options: Options, fn: (scene: Scene) => Promise<void>): void {
  Deno.test(`vendor guard: ${name} (process)`, async () => {
    const cells = await openSharedCells({ redisUrl: null });
    await withGuards([cells, cells], options, fn);
  });
  testWith(["redis"], `vendor guard: ${name} (Redis)`, async () => {
    const open = () => openSharedCells({ redisUrl: testEnv.redisUrl });
    const [one, other] = [await open(), await open()];
    try {
      await withGuards([one, other], options, fn);
    } finally {
      await one.close();
      await other.close();
    }
  });
}

const request = { asset: "BTC/USDT", timeframe: "1h", fromMs: FROM, toMs: FROM + HOUR } as const;

async function fetch(vendor: Vendor, signal?: AbortSignal): Promise<number> {
  let candles = 0;
  const pages = vendor.fetchCandles(signal ? { ...request, signal } : request);
  for await (const page of pages) candles += page.candles.length;
  return candles;
}

const REFUSED = new MarketDataError("vendor_refused", "Somewhere does not serve this server.");

check("what one process finds out holds for the other", {}, async (scene) => {
  const { a, b, changes, asked, answer, wait } = scene;
  answer(REFUSED);
  for (const vendor of [a, b, a]) await failure(fetch(vendor));
  assert.equal(asked(), 3);
  const refused = await failure(fetch(b));
  assert.deepEqual(
    [refused.code, refused.message, refused.retryable, refused.retryAfterMs],
    ["vendor_refused", REFUSED.message, false, 30_000],
  );
  assert.equal(asked(), 3, "it is left alone");
  assert.deepEqual(changes.map(({ state, reason }) => [state, reason]), [
    ["away", "vendor_refused"],
  ]);

  wait(30_000);
  answer(null);
  const outcomes = await Promise.allSettled([fetch(a), fetch(b)]);
  assert.equal(asked(), outcomes.filter(({ status }) => status === "fulfilled").length + 3);
  assert.ok(asked() >= 4);
  assert.deepEqual(changes.map(({ state }) => state), ["away", "working"]);
  for (const vendor of [a, b]) {
    assert.equal((await vendor.standing()).phase, "closed");
    assert.equal(await fetch(vendor), 1);
  }
});

check("one trial is made at a time", {}, async ({ a, b, asked, answer, wait }) => {
  answer(REFUSED);
  for (let i = 0; i < 3; i++) await failure(fetch(a));
  wait(30_000);
  const outcomes = await Promise.allSettled([fetch(a), fetch(b), fetch(a), fetch(b)]);
  assert.equal(asked(), 4);
  assert.ok(outcomes.every(({ status }) => status === "rejected"));
});

check("a trial that is stopped makes room for another", {}, async ({ a, b, answer, wait }) => {
  answer(REFUSED);
  for (let i = 0; i < 3; i++) await failure(fetch(a));
  answer(null);
  wait(30_000);
  assert.equal((await failure(fetch(a, AbortSignal.abort()))).code, "aborted");
  assert.equal(await fetch(b), 1);
});

check("an asset that it does not list, and a caller that leaves, are no failures", {}, async (
  { a, answer, changes },
) => {
  answer(new MarketDataError("no_candles", "It is not listed there."));
  for (let i = 0; i < 5; i++) await failure(fetch(a));
  answer(null);
  for (let i = 0; i < 5; i++) await failure(fetch(a, AbortSignal.abort()));
  assert.equal(await fetch(a), 1);
  assert.deepEqual(changes, []);
});

check("the budget is one for both", { requests: 2, perMs: 60_000 }, async (
  { a, b, asked, wait, changes },
) => {
  assert.equal(await fetch(a), 1);
  const refused = await failure(fetch(b));
  assert.deepEqual(
    [refused.code, refused.retryable, refused.retryAfterMs],
    ["rate_limited", true, 30_000],
  );
  assert.equal(asked(), 1);
  wait(30_000);
  assert.equal(await fetch(b), 1);
  assert.deepEqual(changes, [], "a budget that is used up is no failure of the vendor");
});

check(
  "a pause that the vendor asks for holds for both",
  {},
  async ({ a, b, asked, answer, wait }) => {
    const busy = { retryable: true, retryAfterMs: 7_000 };
    answer(new MarketDataError("rate_limited", "Somewhere asks for a pause.", busy));
    await failure(fetch(a));
    answer(null);
    assert.equal((await failure(fetch(b))).retryAfterMs, 7_000);
    assert.equal(asked(), 1);
    wait(7_000);
    assert.equal(await fetch(b), 1);
  },
);

check(
  "who waits for the budget stops waiting when stopped",
  { requests: 1, perMs: 3_600_000, longestWaitMs: 86_400_000 },
  async ({ a, b, asked }) => {
    await fetch(a);
    const leave = new AbortController();
    const waiting = failure(fetch(b, leave.signal));
    leave.abort();
    assert.equal((await waiting).code, "aborted");
    assert.equal(asked(), 1);
  },
);

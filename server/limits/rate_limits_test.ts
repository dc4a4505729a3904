/** Calls are counted alike in memory and in Redis, and a Redis that is away lets nobody wait. */
import assert from "node:assert/strict";
import { type Need, testEnv, testWith } from "../../tests/support/env.ts";
import { openRateLimits, RATE_RULES, RateLimitedError, type RateLimits } from "./rate_limits.ts";

const RULES = {
  ...RATE_RULES,
  runs: { address: 5, account: 3, seconds: 60 },
  everything: { address: 8, account: null, seconds: 60 },
};

const open = async (redisUrl: string | null, onProblem?: (error: unknown) => void) => {
  const limits = await openRateLimits({ rateLimits: true, redisUrl }, onProblem, RULES);
  assert.ok(limits);
  return limits;
};

const refusal = async (call: Promise<unknown>) => {
  const error = await call.then(() => null, (thrown: unknown) => thrown);
  assert.ok(error instanceof RateLimitedError, String(error));
  return error;
};

/** Waits until Redis answers: a count before that is this process's own. */
async function ready(limits: RateLimits): Promise<void> {
  const other = await open(testEnv.redisUrl);
  try {
    for (let n = 0;; n++) {
      assert.ok(n < 500, "Redis counts for both");
      const account = crypto.randomUUID();
      await other.count("runs", { account });
      const standing = await limits.count("runs", { account });
      if (standing?.remaining === 1) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  } finally {
    await other.close();
  }
}

function testLimits(name: string, test: (limits: RateLimits) => Promise<void>): void {
  const on = (where: string, needs: readonly Need[], redisUrl: string | null) =>
    testWith(needs, `rate limits, ${where}: ${name}`, async () => {
      const limits = await open(redisUrl);
      try {
        if (redisUrl !== null) await ready(limits);
        await test(limits);
      } finally {
        await limits.close();
      }
    }, { sanitizeOps: false, sanitizeResources: false });
  on("memory", [], null);
  on("Redis", ["redis"], testEnv.redisUrl ?? "");
}

testLimits("each account and each address has its own count of each kind", async (limits) => {
  const account = crypto.randomUUID();
  for (let left = 2; left >= 0; left--) {
    const standing = await limits.count("runs", { account });
    assert.deepEqual([standing?.limit, standing?.remaining], [3, left]);
    assert.ok(standing && standing.resetSeconds >= 1 && standing.resetSeconds <= 60);
  }
  const error = await refusal(limits.count("runs", { account }));
  assert.deepEqual([error.code, error.status, error.standing.remaining], ["rate_limited", 429, 0]);
  const seconds = error.options.retryAfterSeconds ?? 0;
  assert.ok(seconds >= 1 && seconds <= 60, `${seconds}`);
  assert.equal(error.message, `Too many requests. Wait ${seconds} seconds, then try again.`);
  assert.equal((await limits.count("runs", { account: crypto.randomUUID() }))?.remaining, 2);
  assert.equal((await limits.count("candles", { account }))?.limit, 600);
  assert.equal(await limits.count("everything", { account }), null, "not counted by account");
});

testLimits("many calls at once are counted one by one; a /64 is one address", async (limits) => {
  const [a, b] = crypto.getRandomValues(new Uint16Array(2));
  const prefix = `2001:db8:${a?.toString(16)}:${b?.toString(16)}`;
  const calls = await Promise.allSettled(
    Array.from({ length: 40 }, (_, n) => limits.count("runs", { address: `${prefix}::${n}` })),
  );
  assert.equal(calls.filter(({ status }) => status === "fulfilled").length, 5);
});

testWith(["redis"], "rate limits, Redis: web processes count together", async () => {
  const [one, two] = [await open(testEnv.redisUrl), await open(testEnv.redisUrl)];
  try {
    await Promise.all([ready(one), ready(two)]);
    const account = crypto.randomUUID();
    await one.count("runs", { account });
    await two.count("runs", { account });
    await one.count("runs", { account });
    await refusal(two.count("runs", { account }));
    await refusal(one.count("runs", { account }));
  } finally {
    await one.close();
    await two.close();
  }
}, { sanitizeOps: false, sanitizeResources: false });

Deno.test({
  name: "rate limits: while Redis is away each process counts for itself",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const problems: unknown[] = [];
    const limits = await open("redis://127.0.0.1:9", (error) => problems.push(error));
    try {
      for (let n = 0; n < 3; n++) assert.ok(await limits.count("runs", { account: "ada" }));
      await refusal(limits.count("runs", { account: "ada" }));
    } finally {
      await limits.close();
    }
  },
});

Deno.test("rate limits: switched off there are none", async () => {
  assert.equal(await openRateLimits({ rateLimits: false, redisUrl: null }), null);
});

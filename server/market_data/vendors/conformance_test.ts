/** What every vendor has to do alike, each against a server of its own format on loopback. */
import assert from "node:assert/strict";
import { MARKET_TIMEFRAMES } from "../catalog.ts";
import { MarketDataError } from "../errors.ts";
import {
  type LoopbackVendor,
  madeUpCandles,
  startLoopbackVendor,
} from "../testing/loopback_vendor.ts";
import type { Vendor, VendorPage } from "../vendor.ts";
import { VENDORS } from "./mod.ts";

const HOUR = 3_600_000;
/** What the clocks say: half past twelve. */
const NOW = Date.UTC(2024, 5, 14, 12, 30);
const LAST = Date.UTC(2024, 5, 14, 12);

interface Setup {
  readonly vendor: Vendor;
  readonly server: LoopbackVendor;
  readonly asset: string;
  setClock(ms: number): void;
  fetch(fromMs: number, toMs: number, signal?: AbortSignal): Promise<VendorPage[]>;
}

function each(
  what: string,
  run: (setup: Setup) => Promise<void>,
  options: { readonly timeoutMs?: number } = {},
): void {
  for (const definition of VENDORS) {
    Deno.test(`${definition.name}: ${what}`, async () => {
      let clock = NOW;
      const now = () => clock;
      const setClock = (ms: number) => void (clock = ms);
      const server = startLoopbackVendor(definition.name, { now, candles: madeUpCandles(500.25) });
      const vendor = definition.open({
        baseUrl: server.baseUrl,
        timeoutMs: options.timeoutMs ?? 5_000,
        now,
        retryDelaysMs: [1, 1],
        ...(definition.keySetting ? { apiKey: "secret-key" } : {}),
      });
      const asset = definition.markets[0]!.asset;
      const fetch = async (fromMs: number, toMs: number, signal?: AbortSignal) => {
        const pages: VendorPage[] = [];
        const request = {
          asset,
          timeframe: "1h" as const,
          fromMs,
          toMs,
          ...(signal ? { signal } : {}),
        };
        for await (const page of vendor.fetchCandles(request)) pages.push(page);
        return pages;
      };
      try {
        await run({ vendor, server, asset, setClock, fetch });
      } finally {
        await server.close();
      }
    });
  }
}

function times(pages: readonly VendorPage[]): number[] {
  return pages.flatMap(({ candles }) => Array.from(candles.time));
}

function hours(fromMs: number, toMs: number): number[] {
  return Array.from({ length: (toMs - fromMs) / HOUR }, (_, i) => fromMs + i * HOUR);
}

async function failure(promise: Promise<unknown>): Promise<MarketDataError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof MarketDataError, String(error));
    return error;
  }
  throw new Error("It did not fail.");
}

each(
  "a stretch arrives whole, its first candle included and its end not, with the values as written",
  async ({ fetch, asset }) => {
    const from = LAST - 30 * HOUR;
    const pages = await fetch(from, LAST - 5 * HOUR);
    assert.deepEqual(times(pages), hours(from, LAST - 5 * HOUR));
    assert.equal(pages.at(-1)?.completeToMs, LAST - 5 * HOUR);
    const source = madeUpCandles(500.25);
    for (const { candles } of pages) {
      for (let i = 0; i < candles.length; i++) {
        const { timeMs: _, ...expected } = source(asset, candles.time[i]!, HOUR)!;
        const [open, high, low, close, volume] =
          (["open", "high", "low", "close", "volume"] as const)
            .map((field) => candles[field][i]);
        assert.deepEqual({ open, high, low, close, volume }, expected);
      }
    }
  },
);

each(
  "a long stretch comes page by page, each of them telling how far it is complete",
  async ({ fetch, server, vendor, asset }) => {
    // Coinbase's pages are the smallest, and it is asked ten times a second at most.
    const stretch = vendor.name === "coinbase" ? 1_000 : 12_345;
    const from = Math.max(LAST - stretch * HOUR, vendor.firstTimeMs(asset, "1h"));
    const pages = await fetch(from, LAST);
    assert.deepEqual(times(pages), hours(from, LAST));
    assert.equal(pages.length, server.requests.length);
    let covered = from;
    for (const { candles, completeToMs } of pages) {
      assert.ok(completeToMs > covered);
      assert.ok(candles.time[0]! >= covered && candles.time[candles.length - 1]! < completeToMs);
      covered = completeToMs;
    }
    assert.equal(covered, LAST);
  },
);

each(
  "nothing from before the market's first candle is asked for or made up",
  async ({ fetch, vendor, asset }) => {
    const first = vendor.firstTimeMs(asset, "1h");
    const pages = await fetch(first - 500 * HOUR, first + 10 * HOUR);
    assert.deepEqual(times(pages), hours(first, first + 10 * HOUR));
  },
);

each(
  "a candle that has not been closed for 10 s is left out, and not called complete",
  async ({ fetch }) => {
    // Asked for beyond what has closed, as a caller with a wrong clock would.
    const pages = await fetch(LAST - 3 * HOUR, LAST + 3 * HOUR);
    assert.deepEqual(times(pages), hours(LAST - 3 * HOUR, LAST));
    assert.equal(pages.at(-1)?.completeToMs, LAST);
  },
);

each("a candle counts as closed 10 s after its end", async ({ fetch, setClock }) => {
  for (const [ms, count] of [[-1, 2], [0, 2], [9_999, 2], [10_000, 3]] as const) {
    setClock(LAST + ms);
    const pages = await fetch(LAST - 3 * HOUR, LAST);
    assert.equal(times(pages).length, count, `${ms} ms`);
    assert.equal(pages.at(-1)?.completeToMs, LAST - (3 - count) * HOUR);
  }
});

each(
  "a vendor whose clock is ahead gives no candle of the future",
  async ({ fetch, server }) => {
    server.misbehave({ kind: "skew", ms: 2 * HOUR });
    const pages = await fetch(LAST - 3 * HOUR, LAST + 4 * HOUR);
    assert.deepEqual(times(pages), hours(LAST - 3 * HOUR, LAST));
    assert.equal(pages.at(-1)?.completeToMs, LAST);
  },
);

each(
  "a vendor whose clock is behind is still making the candle that has closed for us",
  async ({ fetch, server, setClock }) => {
    for (
      const [late, skew, end] of [
        [15_000, -20_000, LAST - HOUR],
        [15_000, -15_000, LAST],
        [15_000, -14_000, LAST],
        [30 * 60_000, -2 * HOUR, LAST - 2 * HOUR],
      ] as const
    ) {
      setClock(LAST + late);
      server.misbehave({ kind: "skew", ms: skew });
      const pages = await fetch(LAST - 4 * HOUR, LAST);
      assert.deepEqual(times(pages), hours(LAST - 4 * HOUR, end), `${skew} ms`);
      assert.equal(pages.at(-1)?.completeToMs, end, `${skew} ms`);
    }
  },
);

each("a clock of the vendor's that is days off says nothing", async ({ fetch, server }) => {
  // As of a copy that is kept of an answer, or a machine that was never set.
  server.date("Thu, 01 Jan 1970 00:00:00 GMT");
  assert.deepEqual(times(await fetch(LAST - 3 * HOUR, LAST)), hours(LAST - 3 * HOUR, LAST));
  server.date("nonsense");
  assert.deepEqual(times(await fetch(LAST - 3 * HOUR, LAST)), hours(LAST - 3 * HOUR, LAST));
});

each("gaps stay gaps", async ({ fetch, server }) => {
  const missing = (t: number) => t >= LAST - 20 * HOUR && t < LAST - 15 * HOUR;
  server.misbehave({ kind: "gaps", missing });
  const from = LAST - 30 * HOUR;
  const pages = await fetch(from, LAST - 5 * HOUR);
  assert.deepEqual(times(pages), hours(from, LAST - 5 * HOUR).filter((t) => !missing(t)));
  assert.equal(pages.at(-1)?.completeToMs, LAST - 5 * HOUR);
});

each("an outage longer than a page is passed over", async ({ fetch, server, vendor, asset }) => {
  const from = Math.max(LAST - 700 * HOUR, vendor.firstTimeMs(asset, "1h"));
  const missing = (t: number) => t > from && t < LAST - 3 * HOUR;
  server.misbehave({ kind: "gaps", missing });
  const pages = await fetch(from, LAST);
  assert.deepEqual(times(pages), hours(from, LAST).filter((t) => !missing(t)));
  assert.equal(pages.at(-1)?.completeToMs, LAST);
});

each("a stretch without a candle is an answer, not a failure", async ({ fetch, server }) => {
  server.misbehave({ kind: "gaps", missing: () => true });
  const pages = await fetch(LAST - 8 * HOUR, LAST);
  assert.deepEqual(times(pages), []);
  assert.equal(pages.at(-1)?.completeToMs, LAST);
});

each("fewer rows than asked for are what there is, not a failure", async ({ fetch, server }) => {
  server.misbehave({ kind: "fewer", rows: 4 });
  const pages = await fetch(LAST - 10 * HOUR, LAST);
  const got = times(pages);
  assert.ok(got.length <= 4);
  assert.ok(got.every((t) => t >= LAST - 10 * HOUR && t < LAST));
  assert.equal(pages.at(-1)?.completeToMs, LAST);
});

each("a restated candle arrives as it is now", async ({ fetch, server, asset }) => {
  const timeMs = LAST - 4 * HOUR;
  server.restate(asset, { timeMs, open: 7, high: 9.5, low: 6, close: 8, volume: 1 });
  const [page] = await fetch(timeMs, timeMs + HOUR);
  assert.deepEqual([page?.candles.open[0], page?.candles.high[0]], [7, 9.5]);
});

for (const kind of ["garbage", "wrong_order", "twice"] as const) {
  each(
    `an answer that cannot be right is refused whole (${kind})`,
    async ({ fetch, server, vendor }) => {
      server.misbehave({ kind });
      const error = await failure(fetch(LAST - 10 * HOUR, LAST));
      assert.equal(error.code, "vendor_error");
      assert.equal(error.message, `${vendor.title} sent an answer that cannot be read.`);
      assert.equal(error.retryable, true);
    },
  );
}

for (const status of [500, 503]) {
  each(
    `an error of the vendor's own (${status}) is asked again, then told`,
    async ({ fetch, server, vendor }) => {
      server.misbehave({ kind: "status", status }, 2);
      assert.equal(times(await fetch(LAST - 10 * HOUR, LAST)).length, 10);
      assert.equal(server.requests.length, 3);
      server.misbehave({ kind: "status", status });
      const error = await failure(fetch(LAST - 10 * HOUR, LAST));
      assert.equal(error.code, "vendor_unreachable");
      assert.equal(error.message, `${vendor.title} has trouble of its own (HTTP ${status}).`);
      assert.equal(error.retryable, true);
      assert.equal(server.requests.length, 6);
    },
  );
}

for (const kind of ["reset", "cut_off"] as const) {
  each(
    `a broken connection is asked again, then told (${kind})`,
    async ({ fetch, server, vendor }) => {
      server.misbehave({ kind }, 1);
      assert.equal(times(await fetch(LAST - 10 * HOUR, LAST)).length, 10);
      server.misbehave({ kind });
      const error = await failure(fetch(LAST - 10 * HOUR, LAST));
      assert.equal(error.code, "vendor_unreachable");
      assert.equal(error.message, `${vendor.title} could not be reached.`);
    },
  );
}

each(
  "too many requests: a long pause is the caller's, a short one is waited for",
  async ({ fetch, server, vendor }) => {
    server.misbehave({ kind: "status", status: 429, retryAfter: "120" });
    const error = await failure(fetch(LAST - 10 * HOUR, LAST));
    assert.equal(error.code, "rate_limited");
    assert.equal(error.retryAfterMs, 120_000);
    assert.equal(
      error.message,
      `${vendor.title} asks for a pause of 2 minutes: too many requests came.`,
    );
    assert.equal(server.requests.length, 1);
    server.misbehave({ kind: "status", status: 429, retryAfter: "0" }, 1);
    assert.equal(times(await fetch(LAST - 10 * HOUR, LAST)).length, 10);
  },
);

each(
  "too many requests without a word about when: a pause all the same",
  async ({ fetch, server }) => {
    server.misbehave({ kind: "status", status: 429 });
    const error = await failure(fetch(LAST - 10 * HOUR, LAST));
    assert.equal(error.code, "rate_limited");
    assert.ok(error.retryAfterMs !== null && error.retryAfterMs > 0);
    assert.equal(server.requests.length, 1);
  },
);

each("a location that it does not serve is not asked again", async ({ fetch, server, vendor }) => {
  server.misbehave({ kind: "status", status: 451 });
  const error = await failure(fetch(LAST - 10 * HOUR, LAST));
  assert.equal(error.code, "vendor_refused");
  assert.equal(error.retryable, false);
  assert.equal(error.message, `${vendor.title} does not serve this server's location or network.`);
  assert.equal(server.requests.length, 1);
});

each("an asset that it does not list is not asked for", async ({ vendor, server }) => {
  const request = {
    asset: "NOT/LISTED",
    timeframe: "1h" as const,
    fromMs: LAST - HOUR,
    toMs: LAST,
  };
  const error = await failure(Array.fromAsync(vendor.fetchCandles(request)));
  assert.equal(error.code, "no_candles");
  assert.equal(error.message, `${vendor.title} does not list NOT/LISTED.`);
  assert.equal(server.requests.length, 0);
});

each("silence ends with the time-out, once", async ({ fetch, server, vendor }) => {
  server.misbehave({ kind: "stall" });
  const error = await failure(fetch(LAST - 10 * HOUR, LAST));
  assert.equal(error.code, "vendor_unreachable");
  assert.equal(error.message, `${vendor.title} did not answer within 1 s.`);
  assert.equal(server.requests.length, 1);
}, { timeoutMs: 200 });

each("a fetch that is stopped stops its request", async ({ fetch, server }) => {
  server.misbehave({ kind: "stall" });
  const controller = new AbortController();
  const arrived = server.nextRequest();
  const fetching = failure(fetch(LAST - 10 * HOUR, LAST, controller.signal));
  await arrived;
  controller.abort();
  assert.equal((await fetching).code, "aborted");
});

each("no server at the address", async ({ fetch, server, vendor }) => {
  await server.close();
  const error = await failure(fetch(LAST - 10 * HOUR, LAST));
  assert.equal(error.code, "vendor_unreachable");
  assert.equal(error.message, `${vendor.title} could not be reached.`);
});

each("every timeframe that it is asked for arrives", async ({ vendor, asset }) => {
  for (const timeframe of vendor.definition.timeframes) {
    const step = MARKET_TIMEFRAMES[timeframe];
    // A candle counts as closed 10 s after its end.
    const toMs = Math.floor((NOW - 10_000) / step) * step;
    const pages = await Array.fromAsync(
      vendor.fetchCandles({ asset, timeframe, fromMs: toMs - 40 * step, toMs }),
    );
    assert.deepEqual(times(pages), Array.from({ length: 40 }, (_, i) => toMs - (40 - i) * step));
  }
});

import assert from "node:assert/strict";
import { createBinance } from "./binance.ts";
import { MarketDataError } from "../errors.ts";
import {
  type Answer,
  endlessKlines,
  type RecordedBinance,
  startRecordedBinance,
} from "../testing/recorded_binance.ts";
import type { VendorPage } from "../vendor.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2021, 0, 1);

async function withServer(
  answers: readonly Answer[],
  run: (server: RecordedBinance) => Promise<void>,
): Promise<void> {
  const server = startRecordedBinance(...answers);
  try {
    await run(server);
  } finally {
    await server.close();
  }
}

async function fetchAll(
  baseUrl: string,
  options: { hours?: number; timeoutMs?: number; signal?: AbortSignal; asset?: string } = {},
): Promise<VendorPage[]> {
  const vendor = createBinance({
    baseUrl,
    timeoutMs: options.timeoutMs ?? 5_000,
    retryDelaysMs: [1, 1],
  });
  const pages: VendorPage[] = [];
  const request = {
    asset: options.asset ?? "BTC/USDT",
    timeframe: "1h" as const,
    fromMs: START,
    toMs: START + (options.hours ?? 6) * HOUR,
    ...(options.signal ? { signal: options.signal } : {}),
  };
  for await (const page of vendor.fetchCandles(request)) pages.push(page);
  return pages;
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

Deno.test("Binance: a stretch arrives as candles, with the query that the documentation asks for", async () => {
  await withServer(["klines"], async (server) => {
    const pages = await fetchAll(server.baseUrl);
    assert.equal(pages.length, 1);
    const { candles, completeToMs } = pages[0] as VendorPage;
    assert.equal(completeToMs, START + 6 * HOUR);
    assert.deepEqual(Array.from(candles.time), [0, 1, 2, 3, 4, 5].map((i) => START + i * HOUR));
    assert.deepEqual(Array.from(candles.close), [103, 101.5, 98.125, 99.375, 100.5, 100.5]);
    assert.deepEqual(Array.from(candles.volume), [41.5, 38.25, 77, 22.0625, 30.5, 0]);
    assert.deepEqual(Object.fromEntries(server.queries[0] ?? []), {
      symbol: "BTCUSDT",
      interval: "1h",
      startTime: String(START),
      endTime: String(START + 6 * HOUR - 1),
      limit: "1000",
    });
  });
});

Deno.test("Binance: a long stretch is asked for in pages of 1,000", async () => {
  await withServer([endlessKlines()], async (server) => {
    const pages = await fetchAll(server.baseUrl, { hours: 2500 });
    assert.deepEqual(pages.map((page) => page.candles.length), [1000, 1000, 500]);
    assert.deepEqual(
      pages.map((page) => page.completeToMs),
      [1000, 2000, 2500].map((hours) => START + hours * HOUR),
    );
    const times = pages.flatMap((page) => Array.from(page.candles.time));
    assert.deepEqual(times, Array.from({ length: 2500 }, (_, i) => START + i * HOUR));
    assert.equal(server.queries[1]?.get("startTime"), String(START + 1000 * HOUR));
  });
});

Deno.test("Binance: rows after the end that was asked for are left out", async () => {
  await withServer(["klines"], async (server) => {
    const pages = await fetchAll(server.baseUrl, { hours: 4 });
    assert.equal(pages[0]?.candles.length, 4);
  });
});

Deno.test("Binance: a gap stays a gap", async () => {
  await withServer(["gap"], async (server) => {
    const [page] = await fetchAll(server.baseUrl);
    assert.deepEqual(
      Array.from(page?.candles.time ?? []),
      [0, 1, 4, 5].map((i) => START + i * HOUR),
    );
    assert.equal(page?.completeToMs, START + 6 * HOUR);
  });
});

Deno.test("Binance: nothing (not listed yet) is an answer, not a failure", async () => {
  await withServer(["empty"], async (server) => {
    const [page] = await fetchAll(server.baseUrl);
    assert.equal(page?.candles.length, 0);
    assert.equal(page?.completeToMs, START + 6 * HOUR);
  });
});

Deno.test("Binance: 429 with a long Retry-After is returned to the caller at once", async () => {
  await withServer(["rate_limited"], async (server) => {
    const error = await failure(fetchAll(server.baseUrl));
    assert.equal(error.code, "rate_limited");
    assert.equal(error.retryAfterMs, 120_000);
    assert.equal(error.retryable, true);
    assert.equal(error.message, "Binance asks for a pause of 2 minutes: too many requests came.");
    assert.equal(server.queries.length, 1);
  });
});

Deno.test("Binance: a short Retry-After is waited for", async () => {
  await withServer(["rate_limited_briefly", "klines"], async (server) => {
    assert.equal((await fetchAll(server.baseUrl))[0]?.candles.length, 6);
    assert.equal(server.queries.length, 2);
  });
});

Deno.test("Binance: a ban (418) is not asked again", async () => {
  await withServer(["banned"], async (server) => {
    const error = await failure(fetchAll(server.baseUrl));
    assert.equal(error.code, "rate_limited");
    assert.equal(error.retryAfterMs, 600_000);
    assert.match(error.message, /shut this server out for 10 minutes/);
    assert.equal(server.queries.length, 1);
  });
});

Deno.test("Binance: a server error (5xx) is retried, then reported", async () => {
  await withServer(["unavailable", "internal_error", "klines"], async (server) => {
    assert.equal((await fetchAll(server.baseUrl))[0]?.candles.length, 6);
    assert.equal(server.queries.length, 3);
  });
  await withServer(["unavailable"], async (server) => {
    const error = await failure(fetchAll(server.baseUrl));
    assert.equal(error.code, "vendor_unreachable");
    assert.equal(error.retryable, true);
    assert.equal(error.message, "Binance has trouble of its own (HTTP 503).");
    assert.equal(server.queries.length, 3);
  });
});

Deno.test("Binance: a pair that it does not list", async () => {
  await withServer(["invalid_symbol"], async (server) => {
    const error = await failure(fetchAll(server.baseUrl, { asset: "ADA/USDT" }));
    assert.equal(error.code, "no_candles");
    assert.equal(error.message, "Binance does not list ADA/USDT.");
    assert.equal(error.retryable, false);
  });
});

Deno.test("Binance: a location that it does not serve", async () => {
  await withServer(["restricted_location"], async (server) => {
    const error = await failure(fetchAll(server.baseUrl));
    assert.equal(error.code, "vendor_refused");
    assert.equal(error.retryable, false);
    assert.match(error.message, /does not serve this server's location/);
  });
});

for (
  const name of [
    "malformed",
    "not_a_list",
    "high_below_low",
    "not_a_number",
    "off_the_hour",
    "another_time",
    "twice",
  ] as const
) {
  Deno.test(`Binance: an answer that cannot be right is refused whole (${name})`, async () => {
    await withServer([name], async (server) => {
      const error = await failure(fetchAll(server.baseUrl));
      assert.equal(error.code, "vendor_error");
      assert.equal(error.message, "Binance sent an answer that cannot be read.");
    });
  });
}

Deno.test("Binance: no server at the address", async () => {
  const server = startRecordedBinance("klines");
  await server.close();
  const error = await failure(fetchAll(server.baseUrl));
  assert.equal(error.code, "vendor_unreachable");
  assert.equal(error.message, "Binance could not be reached.");
  assert.equal(error.retryable, true);
});

for (const kind of ["stall", "stall_in_body"] as const) {
  Deno.test(`Binance: silence ends with the time-out, once (${kind})`, async () => {
    await withServer([kind], async (server) => {
      const error = await failure(fetchAll(server.baseUrl, { timeoutMs: 150 }));
      assert.equal(error.code, "vendor_unreachable");
      assert.equal(error.message, "Binance did not answer within 1 s.");
      assert.equal(server.queries.length, 1);
    });
  });

  Deno.test(`Binance: a run that is stopped stops its fetch (${kind})`, async () => {
    await withServer([kind], async (server) => {
      const controller = new AbortController();
      const arrived = server.nextRequest();
      const fetching = failure(fetchAll(server.baseUrl, { signal: controller.signal }));
      await arrived;
      controller.abort();
      assert.equal((await fetching).code, "aborted");
    });
  });
}

Deno.test("Binance: nothing is asked for from before it opened", async () => {
  await withServer(["empty"], async (server) => {
    const vendor = createBinance({ baseUrl: server.baseUrl, timeoutMs: 5_000 });
    const pages: VendorPage[] = [];
    const request = {
      asset: "BTC/USDT",
      timeframe: "1d" as const,
      fromMs: Date.UTC(2010, 0, 1),
      toMs: Date.UTC(2018, 0, 1),
    };
    for await (const page of vendor.fetchCandles(request)) pages.push(page);
    assert.equal(server.queries[0]?.get("startTime"), String(Date.UTC(2017, 7, 17)));
    assert.equal(vendor.firstTimeMs("BTC/USDT", "1d"), Date.UTC(2017, 7, 17));
  });
});

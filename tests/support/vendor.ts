/**
 * A stand-in for Binance's public REST API on loopback: deterministic klines for any range, and switches that make it
 * hold its answers back, refuse, or have none, as a failing exchange does.
 */

const INTERVAL_MS: Record<string, number> = { "15m": 900_000, "1h": 3_600_000 };

export interface FakeVendor {
  /** Base address, without a slash at the end. */
  readonly url: string;
  /** Requests for klines so far. */
  requests(): number;
  /** From now on answers are held back until `release`. */
  stall(): void;
  /** From now on every request for klines is answered with this; `null` = with candles again. */
  answerWith(answer: (() => Response) | null): void;
  /** There are no candles before this time, Unix ms. */
  beginAt(timeMs: number): void;
  /** Lets everything held back go, and answers at once from now on. */
  release(): void;
  /** Resolves when the next request for klines arrives, with the port it came from. */
  nextRequest(): Promise<number>;
  close(): Promise<void>;
}

/** Starts the stand-in on a free loopback port. */
export function startFakeVendor(): FakeVendor {
  let count = 0;
  let gate: { promise: Promise<void>; open: () => void } | null = null;
  let waiting: ((port: number) => void)[] = [];
  let fixed: (() => Response) | null = null;
  let beginsMs = 0;
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request, info) => {
      const url = new URL(request.url);
      if (!url.pathname.endsWith("/klines")) return Response.json({});
      count++;
      for (const resolve of waiting) resolve((info.remoteAddr as Deno.NetAddr).port);
      waiting = [];
      await gate?.promise;
      return fixed?.() ?? Response.json(klines(url.searchParams, beginsMs));
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    requests: () => count,
    stall() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = { promise, open: resolve };
    },
    answerWith(answer) {
      fixed = answer;
    },
    beginAt(timeMs) {
      beginsMs = timeMs;
    },
    release() {
      gate?.open();
      gate = null;
    },
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    async close() {
      gate?.open();
      await server.shutdown();
    },
  };
}

/** One candle of the stand-in's market: a function of its open time alone, so that pages always agree. */
export function fakeKline(openTimeMs: number, stepMs: number): (number | string)[] {
  const price = (time: number) => {
    const k = Math.floor(time / stepMs);
    return 20_000 + 3_000 * wave(k, 240) + 600 * wave(k, 37) + 90 * wave(k, 7);
  };
  const open = price(openTimeMs);
  const close = price(openTimeMs + stepMs);
  const high = Math.max(open, close) + 25;
  const low = Math.min(open, close) - 25;
  const closeTime = openTimeMs + stepMs - 1;
  const text = (value: number) => value.toFixed(2);
  return [
    openTimeMs,
    text(open),
    text(high),
    text(low),
    text(close),
    "12.500000",
    closeTime,
    "250000.00",
    100,
    "6.000000",
    "120000.00",
    "0",
  ];
}

/** A triangle wave of `period` steps between −1 and 1. */
function wave(k: number, period: number): number {
  const phase = ((k % period) + period) % period / period;
  return phase < 0.5 ? 4 * phase - 1 : 3 - 4 * phase;
}

function klines(query: URLSearchParams, beginsMs: number): (number | string)[][] {
  const stepMs = INTERVAL_MS[query.get("interval") ?? ""] ?? 3_600_000;
  const limit = Math.min(Number(query.get("limit") ?? 500), 1000);
  const start = Math.max(beginsMs, Number(query.get("startTime") ?? 0));
  const end = Number(query.get("endTime") ?? Date.now());
  const rows: (number | string)[][] = [];
  for (
    let time = Math.ceil(start / stepMs) * stepMs;
    time <= end && rows.length < limit;
    time += stepMs
  ) {
    rows.push(fakeKline(time, stepMs));
  }
  return rows;
}

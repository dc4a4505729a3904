/**
 * Binance's klines on loopback, from `vendors/recorded/binance.json`, one answer after the other as the test lays them out.
 */
import recorded from "../vendors/recorded/binance.json" with { type: "json" };

export type RecordedName = keyof typeof recorded.answers;

/** An answer: a recorded one, no answer until the client's time-out, or one computed from the query. */
export type Answer =
  | RecordedName
  | "stall"
  | "stall_in_body"
  | ((query: URLSearchParams) => Response);

export interface RecordedBinance {
  /** Base address for `createBinance`. */
  readonly baseUrl: string;
  /** Queries so far. */
  readonly queries: URLSearchParams[];
  /** Resolves at the next request. */
  nextRequest(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the server; after the last of `answers` it repeats that one. */
export function startRecordedBinance(...answers: readonly Answer[]): RecordedBinance {
  const queries: URLSearchParams[] = [];
  let waiting: (() => void)[] = [];
  const { promise: closing, resolve: letGo } = Promise.withResolvers<void>();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const url = new URL(request.url);
      if (url.pathname !== "/api/v3/klines") return new Response("no such path", { status: 404 });
      const answer = answers[Math.min(queries.length, answers.length - 1)] ?? "empty";
      queries.push(url.searchParams);
      for (const resolve of waiting) resolve();
      waiting = [];
      if (typeof answer === "function") return answer(url.searchParams);
      if (answer === "stall_in_body") return new Response(halfABody(closing));
      if (answer === "stall") {
        await closing;
        return new Response("[]");
      }
      const { status, headers, body } = recorded.answers[answer];
      return new Response(typeof body === "string" ? body : JSON.stringify(body), {
        status,
        headers: headers as Record<string, string>,
      });
    },
  );
  return {
    baseUrl: `http://127.0.0.1:${server.addr.port}`,
    queries,
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    async close() {
      letGo();
      await server.shutdown();
    },
  };
}

/** Binance's way with a query over an endless synthetic series; `missing` says which open times do not exist. */
export function endlessKlines(
  options: { readonly missing?: (openTimeMs: number) => boolean; readonly listedMs?: number } = {},
): (query: URLSearchParams) => Response {
  return (query) => {
    const step = { "15m": 900_000, "1h": 3_600_000 }[query.get("interval") ?? ""];
    if (!step) return Response.json({ code: -1120, msg: "Invalid interval." }, { status: 400 });
    const limit = Math.min(1000, Number(query.get("limit") ?? 500));
    const start = Math.max(Number(query.get("startTime") ?? 0), options.listedMs ?? 0);
    const end = Number(query.get("endTime") ?? 0);
    const rows = [];
    for (let t = Math.ceil(start / step) * step; t <= end && rows.length < limit; t += step) {
      if (!options.missing?.(t)) rows.push(madeUpKline(t, step));
    }
    return Response.json(rows);
  };
}

function madeUpKline(openTimeMs: number, step: number): (number | string)[] {
  const n = openTimeMs / step;
  const open = 1000 + (n % 97);
  const close = 1000 + ((n + 1) % 97);
  const text = (value: number) => value.toFixed(8);
  return [
    openTimeMs,
    text(open),
    text(Math.max(open, close) + 1),
    text(Math.min(open, close) - 1),
    text(close),
    text(10 + (n % 7)),
    openTimeMs + step - 1,
    "0",
    1,
    "0",
    "0",
    "0",
  ];
}

function halfABody(closing: Promise<void>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async start(controller) {
      controller.enqueue(new TextEncoder().encode('[[1609459200000,"1'));
      await closing;
      try {
        controller.close();
      } catch {
        // The client has gone, as the test wanted.
      }
    },
  });
}

/** A vendor that gives one recorded answer, from `vendors/recorded/`. */
import type { MarketTimeframe } from "../catalog.ts";
import type { VendorDefinition, VendorPage } from "../vendor.ts";
import { serveByHand } from "./loopback_http.ts";

export interface RecordedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface RecordedRequest {
  readonly url: URL;
  readonly headers: Headers;
}

/** What the vendor makes of recorded answers, one a request; the last one is repeated. */
export async function readRecorded(
  definition: VendorDefinition,
  first: RecordedAnswer | readonly [RecordedAnswer, ...RecordedAnswer[]],
  { now, asset = definition.markets[0]?.asset ?? "", timeframe = "1h", fromMs, toMs, apiKey }: {
    readonly now: number;
    readonly asset?: string;
    readonly timeframe?: MarketTimeframe;
    readonly fromMs?: number;
    readonly toMs?: number;
    readonly apiKey?: string;
  },
): Promise<{
  readonly pages: readonly VendorPage[];
  /** Open time, open, high, low, close, volume. */
  readonly rows: readonly (readonly number[])[];
  readonly requests: readonly RecordedRequest[];
}> {
  const answers: readonly RecordedAnswer[] = "status" in first ? [first] : first;
  const requests: RecordedRequest[] = [];
  const server = serveByHand((url, headers) => {
    const { status, headers: given, body } =
      answers[Math.min(requests.length, answers.length - 1)]!;
    requests.push({ url, headers });
    // Where an answer says where the next page is.
    const text = (typeof body === "string" ? body : JSON.stringify(body))
      .replaceAll("{origin}", server.baseUrl);
    return Promise.resolve({ status, ...(given ? { headers: given } : {}), body: text });
  });
  try {
    const vendor = definition.open({
      baseUrl: server.baseUrl,
      timeoutMs: 5_000,
      now: () => now,
      retryDelaysMs: [],
      ...(apiKey === undefined ? {} : { apiKey }),
    });
    const request = {
      asset,
      timeframe,
      fromMs: fromMs ?? now - 3 * 3_600_000,
      toMs: toMs ?? now,
    };
    const pages = await Array.fromAsync(vendor.fetchCandles(request));
    const rows = pages.flatMap(({ candles: { time, open, high, low, close, volume } }) =>
      Array.from(time, (t, i) => [t, open[i]!, high[i]!, low[i]!, close[i]!, volume[i]!])
    );
    return { pages, rows, requests };
  } finally {
    await server.close();
  }
}

/** One request of a vendor: its time-out, what came back, and a body that cannot grow without end. */
import { MarketDataError } from "../../errors.ts";

/** Larger answers are refused; the largest that a vendor is asked for have some MB. */
const MOST_BYTES = 32_000_000;
const DAY_MS = 86_400_000;

/** What one request needs to know and leaves behind. */
export interface Call {
  readonly signal: AbortSignal;
  readonly nowMs: number;
  /** HTTP status of the last answer; `null` while there is none. */
  status: number | null;
  retryAfterMs: number | null;
  /** When the vendor made its last answer, by its own clock, Unix ms; `null` where it does not say. */
  vendorMs: number | null;
}

/** An answer that is not what the vendor's documentation says. */
export class Unreadable extends Error {}

/** The connection broke while the answer came. */
export class ConnectionLost extends Error {}

/** The vendor said no. `status` is its own code where it hides one under HTTP 200. */
export class Refusal extends Error {
  constructor(readonly status: number, readonly text: string) {
    super(`HTTP ${status}: ${text.slice(0, 500)}`);
  }
}

/**
 * `fetch` that notes the status in `call` and reads the whole body before it returns, so that the time-out covers it.
 *
 * @throws {ConnectionLost} when the body breaks off
 * @throws {Unreadable} when it is too large
 */
export async function fetchWhole(url: string, init: RequestInit, call: Call): Promise<Response> {
  const signals = [init.signal, call.signal].filter((signal) => signal instanceof AbortSignal);
  const response = await fetch(url, {
    method: init.method ?? "GET",
    ...(init.headers ? { headers: init.headers } : {}),
    redirect: "error",
    signal: AbortSignal.any(signals),
  });
  call.status = response.status;
  call.retryAfterMs = readRetryAfter(response.headers.get("retry-after"), call.nowMs) ??
    (response.status === 429
      ? readReset(response.headers.get("x-ratelimit-reset"), call.nowMs)
      : null);
  call.vendorMs = readDate(response.headers.get("date"), call.nowMs);
  const { status, statusText, headers } = response;
  return new Response(await readBody(response), { status, statusText, headers });
}

/**
 * The JSON at an address.
 *
 * @throws {Refusal} for a status from 400 up
 * @throws {Unreadable} when it is no JSON
 */
export async function getJson(
  url: string,
  call: Call,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const response = await fetchWhole(
    url,
    { headers: { accept: "application/json", ...headers } },
    call,
  );
  const text = await response.text();
  if (response.status >= 400) throw new Refusal(response.status, text);
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreadable("the answer is no JSON");
  }
}

async function readBody(response: Response): Promise<Uint8Array<ArrayBuffer> | null> {
  if (response.body === null) return null;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new ConnectionLost("the answer broke off", { cause: error });
  }
  if (bytes > MOST_BYTES) throw new Unreadable(`the answer has more than ${MOST_BYTES} bytes`);
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  // A status without a body, 204 or 304, allows none.
  return bytes === 0 ? null : whole;
}

/** `Retry-After` in ms: seconds or an HTTP date; `null` when absent or unreadable. */
function readRetryAfter(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

/** `Date`, ms; `null` when absent or unreadable, and where it is so far off that it is no time of day at all. */
function readDate(header: string | null, nowMs: number): number | null {
  const date = header === null ? NaN : Date.parse(header);
  return Math.abs(date - nowMs) <= DAY_MS ? date : null;
}

/** `X-RateLimit-Reset`: seconds from now, or since 1970; anything that is not within a day says nothing. */
function readReset(header: string | null, nowMs: number): number | null {
  if (header === null || !/^\d+(\.\d+)?$/.test(header.trim())) return null;
  const seconds = Number(header);
  const ms = seconds < 1e9 ? seconds * 1000 : seconds * 1000 - nowMs;
  return ms > 0 && ms <= DAY_MS ? Math.ceil(ms) : null;
}

/** An address of the vendor, or of what stands in for it: `baseUrl` replaces scheme, host and port. */
export function addressOf(
  own: string,
  baseUrl: string | undefined,
  path: string,
  query: Readonly<Record<string, string | number>>,
): string {
  const base = (baseUrl ?? own).replace(/\/+$/, "");
  const params = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, String(value)]),
  );
  return `${base}${path}?${params}`;
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw aborted();
}

export function aborted(): MarketDataError {
  return new MarketDataError("aborted", "Fetching the candles was stopped.", { retryable: true });
}

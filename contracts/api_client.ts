/** Calls the REST API from the browser. */
import type { ErrorBody, Issue } from "./errors.ts";

/** The API refused, or could not be reached (`code: "unreachable"`, status 0). `message` is a sentence for the person. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly issues: readonly Issue[] = [],
  ) {
    super(message);
  }

  /** What is wrong with one field, or `undefined`. */
  issue(path: string): string | undefined {
    return this.issues.find((issue) => issue.path === path)?.message;
  }
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** It is sent to the end, also when the page is left meanwhile. */
  readonly keepalive?: boolean;
}

/** `api.get("/strategies")` asks `/api/v1/strategies`. Every call throws {@link ApiError} when it is refused. */
export const api = {
  get: <T>(path: string, options?: CallOptions) => call<T>("GET", path, undefined, options),
  post: <T>(path: string, body: unknown = {}, options?: CallOptions) =>
    call<T>("POST", path, body, options),
  patch: <T>(path: string, body: unknown, options?: CallOptions) =>
    call<T>("PATCH", path, body, options),
  del: <T>(path: string, options?: CallOptions) => call<T>("DELETE", path, undefined, options),
} as const;

/** Which candles, of which days ("2024-01-31", or an instant), with how many before them. */
export interface CandleQuery {
  readonly asset: string;
  readonly timeframe: string;
  readonly from: string;
  readonly to: string;
  readonly historyBars: number;
}

/** Candles as the bytes that `decodeCandles` reads; an `Error` says why not in words for the person. */
export async function fetchCandles(query: CandleQuery): Promise<ArrayBuffer> {
  const { historyBars, ...rest } = query;
  const search = new URLSearchParams({ ...rest, history_bars: String(historyBars) });
  try {
    const asked = request("GET", `/candles?${search}`, "application/octet-stream");
    return await whole((await asked).arrayBuffer());
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 0) throw error;
    throw new Error("The candles could not be loaded: the server could not be reached.");
  }
}

async function call<T>(
  method: string,
  path: string,
  body: unknown,
  options: CallOptions = {},
): Promise<T> {
  const response = await request(method, path, "application/json", body, options);
  if (response.status === 204) return undefined as T;
  const text = await whole(response.text());
  try {
    return JSON.parse(text);
  } catch {
    // A page of a proxy: that it was granted has not been said by the API.
    throw toApiError(502, null);
  }
}

/** The head of what was granted; its body is still to come. A refusal is thrown. */
async function request(
  method: string,
  path: string,
  accept: string,
  body?: unknown,
  { signal, keepalive = false }: CallOptions = {},
): Promise<Response> {
  const response = await whole(fetch(`/api/v1${path}`, {
    method,
    credentials: "same-origin",
    headers: {
      accept,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
    keepalive,
  }));
  if (response.ok) return response;
  let answer: unknown = null;
  try {
    answer = JSON.parse(await whole(response.text()));
  } catch (error) {
    // Refused it is, whether or not the reason can be read.
    if (!(error instanceof SyntaxError || error instanceof ApiError)) throw error;
  }
  throw toApiError(response.status, answer);
}

/**
 * The head has come before the body, and either may be broken off: what whoever asked gave up stays an `AbortError`, all else
 * is the connection.
 */
async function whole<T>(coming: Promise<T>): Promise<T> {
  try {
    return await coming;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(
      0,
      "unreachable",
      "The server cannot be reached. Check your connection and try again.",
    );
  }
}

function toApiError(status: number, answer: unknown): ApiError {
  const error = (answer as Partial<ErrorBody> | null)?.error;
  return new ApiError(
    status,
    error?.code ?? "internal",
    error?.message ?? "Something went wrong on our side. Try again in a moment.",
    error?.issues ?? [],
  );
}

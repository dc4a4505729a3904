/** Calls the REST API from the browser. */
import type { ErrorBody, Issue } from "../errors.ts";
import type {
  AddressParts,
  AnswerOf,
  BinaryEndpoint,
  Call,
  CallOptions,
  EndpointName,
  EventData,
  EventEndpoint,
  EventName,
  GetEndpoint,
  JsonEndpoint,
  Optional,
} from "./calls.ts";

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

/**
 * Calls an endpoint: `api("GET /strategies/{id}", { params: { id } })`. What it takes and gives is typed by its declaration.
 * Every call throws {@link ApiError} when it is refused.
 */
export function api<K extends JsonEndpoint>(
  name: K,
  ...[call]: Optional<Call<K>>
): Promise<AnswerOf<K>> {
  return ask<AnswerOf<K>>(name, call as AnyCall);
}

/** The calls, for what is given them from outside. */
export type Api = typeof api;

/** The bytes that an endpoint answers with. Throws as {@link api} does. */
export async function apiBytes<K extends BinaryEndpoint>(
  name: K,
  call: Call<K>,
): Promise<ArrayBuffer> {
  return await whole(
    (await request(name, "application/octet-stream", call as AnyCall)).arrayBuffer(),
  );
}

/** The address of an endpoint, for links and event sources. */
export function apiAddress<K extends GetEndpoint>(
  name: K,
  ...[parts]: Optional<AddressParts<K>>
): string {
  return addressOf(name, parts as AnyCall);
}

/** The data of an event of a stream. @throws {SyntaxError} for what is not JSON */
export function readEvent<K extends EventEndpoint, N extends EventName<K>>(
  _stream: K,
  _event: N,
  data: string,
): EventData<K, N> {
  return JSON.parse(data);
}

/** Which candles, of which days ("2024-01-31", or an instant), with how many before them. */
export interface CandleQuery {
  readonly asset: string;
  readonly timeframe: string;
  /** An import of one's own. */
  readonly import?: string | null | undefined;
  readonly from: string;
  readonly to: string;
  readonly historyBars: number;
  /** The venue that a run has read; without it the one that a run would read. */
  readonly venue?: string | undefined;
}

/** Candles as the bytes that `decodeCandles` reads; an `Error` says why not in words for the person. */
export async function fetchCandles(query: CandleQuery): Promise<ArrayBuffer> {
  const { historyBars, asset, timeframe, import: own, from, to, venue } = query;
  try {
    return await apiBytes("GET /candles", {
      query: {
        asset,
        timeframe,
        ...(own ? { import: own } : {}),
        from,
        to,
        history_bars: historyBars,
        venue,
      },
    });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 0) throw error;
    throw new Error("The candles could not be loaded: the server could not be reached.");
  }
}

/** A call whose parts the types of its endpoint have been checked against. */
interface AnyCall extends CallOptions {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

function addressOf(name: EndpointName, { params = {}, query = {} }: AnyCall = {}): string {
  const path = name.slice(name.indexOf(" ") + 1)
    .replace(/\{(\w+)\}/g, (_, param) => encodeURIComponent(params[param] ?? ""));
  const search = new URLSearchParams();
  for (const [field, value] of Object.entries(query)) {
    if (value !== undefined) search.set(field, String(value));
  }
  return `/api/v1${path}${search.size > 0 ? `?${search}` : ""}`;
}

/** `T` is what the declaration of `name` says. */
async function ask<T>(name: EndpointName, call?: AnyCall): Promise<T> {
  const response = await request(name, "application/json", call);
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
  name: EndpointName,
  accept: string,
  call: AnyCall = {},
): Promise<Response> {
  const { body, signal, keepalive = false } = call;
  const response = await whole(fetch(addressOf(name, call), {
    method: name.slice(0, name.indexOf(" ")),
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

/** Holds an answer of the API against what its endpoint declares. */
import type { z } from "zod";
import {
  type Endpoint,
  type EndpointKey,
  errorCodesOf,
} from "../../contracts/endpoints/endpoint.ts";
import { endpointList } from "../../contracts/endpoints/mod.ts";
import { ERROR_STATUS, errorBodySchema, type ErrorCode } from "../../contracts/errors.ts";

/** What may happen to any request: a way that does not exist, a part that is down, a fault of ours. */
const ANYWHERE: readonly ErrorCode[] = [
  "not_found",
  "method_not_allowed",
  "unavailable",
  "internal",
];

const ROUTES = endpointList.map((endpoint) => ({
  endpoint,
  pattern: new RegExp(`^${endpoint.path.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "[^/]+")}/?$`),
}));

export interface GivenAnswer {
  readonly method: string;
  /** Below `/api/v1`, with or without a query. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
}

/** The endpoint that a request goes to; `null` when there is none. A path without values comes before one with. */
export function endpointFor(method: string, path: string): Endpoint | null {
  const bare = path.replace(/[?#].*$/s, "");
  const found = ROUTES.filter(({ endpoint, pattern }) =>
    endpoint.method === method && pattern.test(bare)
  );
  const exact = found.find(({ endpoint }) => !endpoint.path.includes("{"));
  return (exact ?? found[0])?.endpoint ?? null;
}

/** What of an answer is not as declared, a line each. */
export function contractBreaches(given: GivenAnswer): string[] {
  const { method, path, status } = given;
  const endpoint = endpointFor(method, path);
  if (!endpoint) return status < 400 ? [`${method} ${path}: ${status}, but not declared`] : [];
  return [...breachesOf(endpoint, given)].map((line) => `${endpoint.key}, ${status}: ${line}`);
}

function* breachesOf(endpoint: Endpoint, given: GivenAnswer): Generator<string> {
  const { status, text } = given;
  const type = given.contentType?.replace(/;.*$/s, "").trim() ?? null;
  if (status >= 400 && !isHealth(endpoint.key)) {
    yield* errorBreaches(endpoint, status, text);
    return;
  }
  if (status === 202 && endpoint.accepted) {
    yield* jsonBreaches(endpoint.accepted, text);
    return;
  }
  if (status !== endpoint.status && !(isHealth(endpoint.key) && status === 503)) {
    yield `the declared status is ${endpoint.status}`;
  }
  const others = endpoint.otherResponses?.map((other) => other.type) ?? [];
  if (endpoint.response && type === "application/json") {
    yield* jsonBreaches(endpoint.response, text);
  } else if (endpoint.response || others.length > 0) {
    if (!others.includes(type ?? "")) yield `the content type ${type} is not declared`;
  } else if (text !== "") yield "a body, and none is declared";
}

/** Its answer is the same in either state, and 503 is one of them. */
function isHealth(key: EndpointKey): boolean {
  return key === "GET /health";
}

function* errorBreaches(endpoint: Endpoint, status: number, text: string): Generator<string> {
  let broken = false;
  for (const line of jsonBreaches(errorBodySchema, text)) {
    broken = true;
    yield line;
  }
  if (broken) return;
  const { code } = errorBodySchema.parse(JSON.parse(text)).error;
  if (!(code in ERROR_STATUS)) yield `no such code: ${code}`;
  else if (ERROR_STATUS[code as ErrorCode] !== status) yield `not the status of ${code}`;
  const known = new Set<string>([...errorCodesOf(endpoint), ...ANYWHERE]);
  if (!known.has(code)) yield `${code} is not declared`;
}

/** A field that is wrong or missing, and one that the schema does not name. */
function* jsonBreaches(schema: z.ZodType, text: string): Generator<string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    yield `no JSON: ${text.slice(0, 100)}`;
    return;
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues.slice(0, 5)) {
      yield `${path.map(String).join(".") || "the whole"}: ${message}`;
    }
    return;
  }
  yield* differences(value, parsed.data, "");
}

/** Where a parsed value differs: parsing drops what a schema does not name. */
function* differences(given: unknown, parsed: unknown, at: string): Generator<string> {
  if (typeof given !== "object" || given === null) {
    if (!Object.is(given, parsed)) yield `${at || "the whole"}: parsed to another value`;
    return;
  }
  const other = (parsed ?? {}) as Record<string, unknown>;
  for (const [name, value] of Object.entries(given)) {
    const path = at ? `${at}.${name}` : name;
    if (!(name in other)) yield `${path}: not declared`;
    else yield* differences(value, other[name], path);
  }
}

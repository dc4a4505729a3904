/** How an endpoint of the API is declared: router, description, client and tests all read the one declaration. */
import type { z } from "zod";
import type { ErrorCode } from "../errors.ts";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** Method and path, the path as in OpenAPI: `GET /strategies/{id}`. */
export type EndpointKey = `${Method} /${string}`;

/** A body that is not JSON. */
export interface OtherContent {
  readonly type: string;
  readonly description: string;
}

export interface EndpointDeclaration {
  readonly summary: string;
  /** The group in the description. */
  readonly tag: string;
  /** Open to visitors. */
  readonly open?: boolean;
  /** For operators alone; to others it does not exist. */
  readonly operator?: boolean;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** The body may be left out. */
  readonly bodyOptional?: boolean;
  /** A body that is not JSON; the handler reads it. */
  readonly rawBody?: OtherContent;
  /** Status of the answer when the request was granted. */
  readonly status: number;
  /** The JSON that is answered; without it and without `otherResponses` the answer has no body. */
  readonly response?: z.ZodType;
  /** The JSON that is answered with 202 and `Retry-After` while what was asked for is computed. */
  readonly accepted?: z.ZodType;
  /** What is answered instead of JSON. */
  readonly otherResponses?: readonly OtherContent[];
  /** Of a stream of events: the data of each, by its name. */
  readonly events?: Readonly<Record<string, z.ZodType>>;
  /** Errors beyond those that any endpoint may answer with. */
  readonly errors?: readonly ErrorCode[];
}

/** Endpoints by method and path. */
export type Declarations = Readonly<Record<EndpointKey, EndpointDeclaration>>;

/** A declaration with the parts of its key. */
export interface Endpoint extends EndpointDeclaration {
  readonly key: EndpointKey;
  readonly method: Method;
  readonly path: string;
}

/** The declarations as a list, in their order. */
export function listEndpoints(declarations: Declarations): Endpoint[] {
  return (Object.entries(declarations) as [EndpointKey, EndpointDeclaration][])
    .map(([key, declaration]) => {
      const [method, path] = key.split(" ") as [Method, string];
      return { ...declaration, key, method, path };
    });
}

/** The names in braces of a key's path. */
export type PathParam<Key> = Key extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParam<Rest>
  : never;

/** The account itself: what a person does who has just signed up, or wants to leave. */
export const ACCOUNT_TAG = "Account";
/** What API keys reach. Whatever is not named here asks for a session. */
const KEY_TAGS: ReadonlySet<string> = new Set(["Strategies", "Backtests", "Markets", "Templates"]);

/** What an API key has to be allowed to use an endpoint; `null` = none may. */
export function keyScopeFor(
  { tag, method }: Pick<Endpoint, "tag" | "method">,
): "read" | "run" | null {
  if (!KEY_TAGS.has(tag)) return null;
  return method === "GET" ? "read" : "run";
}

/** The errors that an endpoint may answer with: its own, and those that follow from what it takes and who may ask. */
export function errorCodesOf(
  { open, operator, tag, query, body, errors = [], method, path }: Endpoint,
): ReadonlySet<ErrorCode> {
  const codes = new Set<ErrorCode>(errors);
  // The health of the app is told to everybody, as often as they ask.
  if (path !== "/health") {
    for (const code of ["wrong_host", "rate_limited"] as const) codes.add(code);
  }
  if (!open) {
    codes.add("not_signed_in");
    if (keyScopeFor({ tag, method }) !== "read") codes.add("key_scope");
    if (tag !== ACCOUNT_TAG) codes.add("email_unverified");
  }
  if (operator) codes.add("not_found");
  if (query || body) codes.add("invalid_input");
  if (body) {
    for (
      const code of ["bad_request", "too_large", "too_slow", "unsupported_media_type"] as const
    ) {
      codes.add(code);
    }
  }
  if (method !== "GET") codes.add("forbidden_origin");
  // Whatever is not read or removed takes room.
  if (method === "POST" || method === "PATCH") codes.add("disk_full");
  return codes;
}

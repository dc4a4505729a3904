/** Makes a router of declared endpoints: parses what comes in, and refuses it in words. */
import { type Context, Hono } from "hono";
import type { StatusCode } from "hono/utils/http-status";
import type { z } from "zod";
import { ACCOUNT_TAG, type Endpoint, keyScopeFor } from "../../contracts/endpoints/endpoint.ts";
import { isOperator } from "../../contracts/admin.ts";
import { AppError, type Issue } from "../../contracts/errors.ts";
import type { AppEnv } from "../http/app_env.ts";
import { requireUser, requireVerified } from "../middleware/session.ts";
import type { SessionOwner } from "../../server/accounts/sessions.ts";
import { type AnyHandler, WrittenJson } from "./endpoint.ts";

/**
 * A router for `endpoints`; a known path with another method answers 405.
 *
 * @throws {Error} at once when an endpoint has no handler, or a handler no endpoint
 */
export function routerOf(
  endpoints: readonly Endpoint[],
  handlers: Readonly<Record<string, unknown>>,
): Hono<AppEnv> {
  const router = new Hono<AppEnv>({ strict: false });
  const methods = new Map<string, string[]>();
  const unused = new Set(Object.keys(handlers));
  for (const endpoint of endpoints) {
    const handle = handlers[endpoint.key];
    if (typeof handle !== "function") throw new Error(`${endpoint.key} has no handler`);
    unused.delete(endpoint.key);
    const path = endpoint.path.replace(/\{(\w+)\}/g, ":$1");
    methods.set(path, [...(methods.get(path) ?? []), endpoint.method]);
    router.on(endpoint.method, path, (c) => answer(endpoint, handle as AnyHandler, c));
  }
  if (unused.size > 0) throw new Error(`not declared: ${[...unused].join(", ")}`);
  for (const [path, known] of methods) {
    const allow = [...known, ...(known.includes("GET") ? ["HEAD"] : [])].sort().join(", ");
    router.all(path, () => {
      throw new AppError("method_not_allowed", `This address takes ${allow}.`, { allow });
    });
  }
  return router;
}

async function answer(
  endpoint: Endpoint,
  handle: AnyHandler,
  c: Context<AppEnv>,
): Promise<Response> {
  const user = endpoint.open ? c.get("user") : requireAllowed(endpoint, c);
  const query = endpoint.query ? parse(endpoint.query, queryOf(c), "query") : undefined;
  const body = endpoint.body
    ? parse(endpoint.body, await readJson(endpoint, c), "body")
    : undefined;
  c.status(endpoint.status as StatusCode);
  const given = await handle({
    c,
    services: c.get("services"),
    user,
    params: c.req.param(),
    query,
    body,
  });
  return given instanceof Response
    ? given
    : given instanceof WrittenJson
    ? c.body(given.bytes as Uint8Array<ArrayBuffer>, {
      headers: { "content-type": "application/json", ...given.headers },
    })
    : given === undefined
    ? c.body(null)
    : c.json(given);
}

/**
 * Who asks, if they may.
 *
 * @throws {AppError} `not_signed_in`, `key_scope`, `email_unverified`; `not_found` for what is an operator's
 */
function requireAllowed(endpoint: Endpoint, c: Context<AppEnv>): SessionOwner {
  const user = requireUser(c);
  if (user.keyScope !== undefined) {
    const needed = keyScopeFor(endpoint);
    if (needed === null) {
      throw new AppError("key_scope", "API keys cannot be used for this. Log in instead.");
    }
    if (needed === "run" && user.keyScope !== "run") {
      throw new AppError("key_scope", "This API key may only read. Make one that may run.");
    }
  }
  if (endpoint.operator && !isOperator(user.role)) {
    throw new AppError("not_found", "This address does not exist.");
  }
  if (endpoint.tag !== ACCOUNT_TAG) requireVerified(c, user);
  return user;
}

/** A repeated name counts once, with its first value. */
function queryOf(c: Context): Record<string, string> {
  return Object.fromEntries([...new URL(c.req.url).searchParams].reverse());
}

/** The value as it came, unless a text in it is one that no database takes: with a NUL, or half a character. */
function requireStorable<T>(value: T): T {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const part = open.pop();
    if (typeof part === "string") {
      if (part.includes("\0") || !part.isWellFormed()) {
        throw new AppError("invalid_input", "A text holds characters that cannot be stored.");
      }
    } else if (typeof part === "object" && part !== null) {
      for (const [name, inner] of Object.entries(part)) open.push(name, inner);
    }
  }
  return value;
}

async function readJson({ bodyOptional }: Endpoint, c: Context): Promise<unknown> {
  const type = c.req.header("content-type");
  if (bodyOptional && type === undefined && (await c.req.text()).trim() === "") return {};
  // A form of another site can send text, but never this type.
  if (!/^application\/json\s*(;|$)/i.test(type ?? "")) {
    throw new AppError(
      "unsupported_media_type",
      "Send JSON, with the header Content-Type: application/json.",
    );
  }
  const text = await c.req.text();
  if (bodyOptional && text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("bad_request", "The body is not JSON.");
  }
}

/** @throws {AppError} `invalid_input` with an issue for each field that is wrong */
export function parse<T extends z.ZodType>(
  schema: T,
  value: unknown,
  what: "body" | "query" | "form",
): z.output<T> {
  const parsed = schema.safeParse(requireStorable(value));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }): Issue => ({
    ...(path.length > 0 ? { path: path.map(String).join(".") } : {}),
    message,
  }));
  const [first] = issues;
  const message = issues.length !== 1 || !first
    ? `${issues.length} things in the ${what} are not right.`
    // The schemas' own sentences stand for themselves; the library's need the field's name.
    : first.path && /^(Invalid|Too |Unrecognized)/.test(first.message)
    ? `${first.path}: ${first.message}`
    : first.message;
  throw new AppError("invalid_input", message, { issues });
}

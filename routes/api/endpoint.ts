/** How an endpoint of the API is declared: one object from which the router and the API's description are both made. */
import type { Context } from "hono";
import type { z } from "zod";
import type { ErrorCode } from "../../contracts/errors.ts";
import type { SessionOwner } from "../../server/accounts/sessions.ts";
import type { Services } from "../../server/services.ts";
import type { AppEnv } from "../http/app_env.ts";

/** What a handler is given; everything is parsed. */
export interface EndpointInput<Query, Body, User> {
  readonly c: Context<AppEnv>;
  readonly services: Services;
  readonly user: User;
  /** A value of the path, for example `param("id")`. */
  param(name: string): string;
  readonly query: Query;
  readonly body: Body;
}

/** An answer that is not JSON, for the description. */
export interface OtherContent {
  readonly type: string;
  readonly description: string;
}

export interface EndpointDescription {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** As in OpenAPI: `/strategies/{id}`. */
  readonly path: string;
  readonly summary: string;
  /** The group in the description. */
  readonly tag: string;
  /** Open to visitors. */
  readonly open?: boolean;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** The body may be left out. */
  readonly bodyOptional?: boolean;
  /** A body that is not JSON; the handler reads it. */
  readonly rawBody?: OtherContent;
  readonly status: number;
  readonly response?: z.ZodType;
  readonly otherResponses?: readonly OtherContent[];
  /** Errors beyond those that any endpoint may answer with. */
  readonly errors?: readonly ErrorCode[];
}

export interface Endpoint extends EndpointDescription {
  readonly handle: (
    input: EndpointInput<unknown, unknown, SessionOwner | null>,
  ) => Response | Promise<Response>;
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;
type Declared<Query, Body, Open> =
  & Omit<EndpointDescription, "query" | "body" | "open">
  & { readonly query?: Query; readonly body?: Body; readonly open?: Open };

/** Declares an endpoint; the handler's input is typed by the schemas. */
export function endpoint<
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
  Open extends boolean = false,
>(
  description: Declared<Query, Body, Open>,
  handle: (
    input: EndpointInput<
      Parsed<Query>,
      Parsed<Body>,
      Open extends true ? SessionOwner | null : SessionOwner
    >,
  ) => Response | Promise<Response>,
): Endpoint {
  // The router parses with the very schemas that type the input.
  return { ...description, handle: handle as Endpoint["handle"] } as Endpoint;
}

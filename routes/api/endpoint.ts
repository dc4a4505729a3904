/** What handles an endpoint: its input and its answer are typed by the declaration in `contracts/endpoints/`. */
import type { Context } from "hono";
import type { z } from "zod";
import type {
  Declarations,
  EndpointDeclaration,
  PathParam,
} from "../../contracts/endpoints/endpoint.ts";
import type { SessionOwner } from "../../server/accounts/sessions.ts";
import type { Services } from "../../server/services.ts";
import type { AppEnv } from "../http/app_env.ts";

/** What a handler is given; everything is parsed. */
export interface HandlerInput<Params extends string, Query, Body, User> {
  /** For headers and cookies; the answer's status is the declared one unless `c.status` sets another. */
  readonly c: Context<AppEnv>;
  readonly services: Services;
  readonly user: User;
  /** The values of the path. */
  readonly params: Readonly<Record<Params, string>>;
  readonly query: Query;
  readonly body: Body;
}

/** JSON as it was written before; `T` is what it holds. */
export class WrittenJson<T> {
  declare readonly holds: T;
  constructor(
    readonly bytes: Uint8Array,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

type Parsed<D, Part extends "query" | "body"> = D extends { readonly [P in Part]: infer S }
  ? S extends z.ZodType ? z.output<S> : undefined
  : undefined;

type Plain = string | number | boolean | bigint | null | undefined;
type DeepReadonly<T> = unknown extends T ? T
  : T extends Plain ? T
  : { readonly [K in keyof T]: DeepReadonly<T[K]> };

type JsonAnswer<D> =
  | (D extends { readonly response: infer S extends z.ZodType }
    ? DeepReadonly<z.output<S>> | WrittenJson<z.output<S>>
    : never)
  | (D extends { readonly accepted: infer S extends z.ZodType } ? DeepReadonly<z.output<S>>
    : never);

type OtherAnswer<D> = D extends { readonly otherResponses: readonly unknown[] } ? Response : never;

/** What a handler gives back: the declared JSON as a value, a `Response` where other content is declared, else nothing. */
export type HandlerAnswer<D> = D extends { readonly response: unknown } | {
  readonly otherResponses: unknown;
} ? JsonAnswer<D> | OtherAnswer<D>
  : void;

export type Handler<Key, D extends EndpointDeclaration> = (
  input: HandlerInput<
    PathParam<Key>,
    Parsed<D, "query">,
    Parsed<D, "body">,
    D extends { readonly open: true } ? SessionOwner | null : SessionOwner
  >,
) => HandlerAnswer<D> | Promise<HandlerAnswer<D>>;

/** A handler for each declaration: one that is missing, or that answers otherwise, is an error of types. */
export type Handlers<All extends Declarations> = {
  readonly [Key in keyof All]: All[Key] extends EndpointDeclaration ? Handler<Key, All[Key]>
    : never;
};

/** Any handler, as the router calls it after it has parsed what the declaration says. */
export type AnyHandler = (
  input: HandlerInput<string, unknown, unknown, SessionOwner | null>,
) => unknown;

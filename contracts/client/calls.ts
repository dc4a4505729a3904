/** What a call of each endpoint takes and gives, by its declaration. Types alone: nothing of the schemas reaches a page. */
import type { z } from "zod";
import type { IntrabarMode } from "../../engine/mod.ts";
import type { PathParam } from "../endpoints/endpoint.ts";
import type { Endpoints } from "../endpoints/mod.ts";
import type { Asset, Timeframe } from "../markets.ts";

export type EndpointName = keyof Endpoints;

/** Endpoints that take JSON or nothing, and answer with JSON or nothing. */
export type JsonEndpoint = {
  [K in EndpointName]: Endpoints[K] extends { readonly rawBody: unknown } ? never
    : Endpoints[K] extends { readonly response: unknown } ? K
    : Endpoints[K] extends { readonly otherResponses: unknown } ? never
    : K;
}[EndpointName];

/** Endpoints that answer with bytes to who asks for them. */
export type BinaryEndpoint = {
  [K in EndpointName]: Endpoints[K] extends {
    readonly otherResponses: readonly [{ readonly type: "application/octet-stream" }];
  } ? K
    : never;
}[EndpointName];

/** Endpoints that a link or an event source can open. */
export type GetEndpoint = Extract<EndpointName, `GET ${string}`>;

/** Endpoints that answer with a stream of events. */
export type EventEndpoint = {
  [K in EndpointName]: Endpoints[K] extends { readonly events: unknown } ? K : never;
}[EndpointName];

/** Pages carry these choices as text, from forms, addresses and storage; whether there is such a one the API says. */
type Given<T> = unknown extends T ? T
  : T extends Asset | Timeframe | IntrabarMode ? string
  : T extends string | number | boolean | null | undefined ? T
  : { readonly [K in keyof T]: Given<T[K]> };

type Input<K extends EndpointName, Part extends "query" | "body"> = Endpoints[K] extends
  { readonly [P in Part]: infer S extends z.ZodType } ? Given<z.input<S>> : never;

/** The body that an endpoint takes. */
export type BodyOf<K extends EndpointName> = Input<K, "body">;

/** A part that may be left out where nothing in it has to be there. */
type Part<Name extends string, T> = [T] extends [never] ? { readonly [N in Name]?: never }
  // deno-lint-ignore ban-types -- `{}` is what every object without required fields takes.
  : {} extends T ? { readonly [N in Name]?: T }
  : { readonly [N in Name]: T };

type Params<K extends EndpointName> = [PathParam<K>] extends [never] ? never
  : Readonly<Record<PathParam<K>, string | number>>;

/** What an address is made of. */
export type AddressParts<K extends EndpointName> =
  & Part<"params", Params<K>>
  & Part<"query", Input<K, "query">>;

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** It is sent to the end, also when the page is left meanwhile. */
  readonly keepalive?: boolean;
}

export type Call<K extends EndpointName> =
  & AddressParts<K>
  & Part<"body", Input<K, "body">>
  & CallOptions;

/** The rest of a function's parameters: `T`, which may be left out where nothing in it has to be there. */
// deno-lint-ignore ban-types -- as above
export type Optional<T> = {} extends T ? [given?: T] : [given: T];

/** The JSON that is answered, `undefined` where there is none; with what stands in for it while it is computed. */
export type AnswerOf<K extends EndpointName> =
  | (Endpoints[K] extends { readonly response: infer S extends z.ZodType } ? z.output<S>
    : undefined)
  | (Endpoints[K] extends { readonly accepted: infer S extends z.ZodType } ? z.output<S> : never);

/** The names of a stream's events. */
export type EventName<K extends EventEndpoint> = keyof Endpoints[K]["events"] & string;

/** The data of an event. */
export type EventData<K extends EventEndpoint, N extends EventName<K>> =
  Endpoints[K]["events"][N] extends infer S extends z.ZodType ? z.output<S> : never;

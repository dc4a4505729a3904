/** What a request or a job is about, so that every line that is written on its behalf says so. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { LoggedError } from "./log_error.ts";

/** Named values of a line; an error as `describeError` gives it. */
export type LogFields = Readonly<
  Record<string, string | number | boolean | null | undefined | LoggedError>
>;

type Value = LogFields[string];
const contexts = new AsyncLocalStorage<Record<string, Value>>();

/** Runs `work`; lines logged meanwhile, however deep, carry `fields`. */
export function withLogFields<T>(fields: LogFields, work: () => T): T {
  return contexts.run({ ...contexts.getStore(), ...fields }, work);
}

/** Adds to the fields of the request or job under way; outside of one nothing happens. */
export function addLogFields(fields: LogFields): void {
  const context = contexts.getStore();
  if (context) Object.assign(context, fields);
}

/** The fields of the request or job under way. */
export function logFields(): LogFields {
  return contexts.getStore() ?? {};
}

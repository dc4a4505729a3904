/** Every number in a query of the API is read by the strict reader, whichever endpoint has it. */
import assert from "node:assert/strict";
import { z } from "zod";
import { endpointList } from "./mod.ts";

interface JsonSchema {
  readonly properties?: Record<string, { readonly type?: string; readonly minimum?: number }>;
}

/** The parameters that are described as whole numbers: endpoint, name, least value. */
const NUMBERS = endpointList.flatMap(({ key, query }) => {
  if (!query) return [];
  const { properties = {} } = z.toJSONSchema(query, {
    io: "input",
    unrepresentable: "any",
  }) as JsonSchema;
  return Object.entries(properties).flatMap(([name, { type, minimum = 0 }]) =>
    type === "integer" || type === "number" ? [{ key, query, name, minimum }] : []
  );
});

/** What the query says of one parameter; the others are missing. */
function refusalsOf(query: z.ZodType, name: string, text: string): string[] {
  const { error } = query.safeParse({ [name]: text });
  return (error?.issues ?? []).filter(({ path }) => path[0] === name).map(({ message }) => message);
}

Deno.test("queries: a number is decimal digits, in every endpoint that takes one", () => {
  const found = NUMBERS.map(({ key, name }) => `${key} ${name}`);
  assert.deepEqual(found, [
    "GET /backtests limit",
    "GET /backtests offset",
    "GET /backtests/{run_id}/overview buckets",
    "GET /backtests/{run_id}/bars from_bar",
    "GET /backtests/{run_id}/bars to_bar",
    "GET /backtests/{run_id}/bars bars_each",
    ...["signals", "orders", "trades", "events"].flatMap((list) => [
      `GET /${list} limit`,
      `GET /${list} before`,
    ]),
    "GET /notices limit",
    "GET /notices before",
    "GET /candles history_bars",
    "GET /admin/accounts page",
    "GET /admin/audit before",
  ]);
  for (const { key, query, name, minimum } of NUMBERS) {
    assert.deepEqual(refusalsOf(query, name, String(minimum + 16)), [], `${key} ${name}`);
    for (
      const text of ["0x10", "0b11", "1e1", "16.0", "+16", " 16", "016", "", "true", "Infinity"]
    ) {
      const refusals = refusalsOf(query, name, text);
      assert.equal(refusals.length, 1, `${key} ${name}=${text}`);
      assert.match(refusals[0] ?? "", new RegExp(`^${name} is a whole number from ${minimum} to `));
    }
  }
});

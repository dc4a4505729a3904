/** Whatever comes in, the API answers in its own words: never an error of ours, always JSON. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { testApp, type TestClient } from "../../tests/support/app.ts";
import { endpointList } from "../../contracts/endpoints/mod.ts";

const id = fc.oneof(
  fc.constantFrom("0", "null", "%00", "..", "%E0%A4%A", "a'b", "💥", "00000000"),
  fc.uuid(),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }).map(encodeURIComponent),
);

const value = fc.oneof(
  { withCrossShrink: true },
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    "DEMO/USDT",
    "1h",
    "2021-01-01",
    "9999-12-31",
    "1969-01-01",
    "\0",
    "\ud800",
    1e308,
    -1,
    0,
    2 ** 53,
  ),
  fc.record({
    version: fc.constant(1),
    blocks: fc.array(fc.jsonValue()),
    connections: fc.jsonValue(),
  }),
);

const names = [
  "email",
  "password",
  "name",
  "asset",
  "timeframe",
  "template",
  "is_archived",
  "definition",
  "base_version",
  "strategy_id",
  "version",
  "date_from",
  "date_to",
  "fee_percent",
  "initial_capital",
  "intrabar",
  "timezone",
  "search",
  "sort",
  "archived",
  "limit",
  "offset",
  "from",
  "to",
  "history_bars",
  "import",
];
const fields = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 });

const body = fc.oneof(
  fields.map((v) => JSON.stringify(v)),
  fc.jsonValue().map((v) => JSON.stringify(v)),
  fc.string(),
  fc.constant("[".repeat(20_000)),
  fc.constant(`{"definition":${"[".repeat(5_000)}${"]".repeat(5_000)},"base_version":0}`),
);

const contentType = fc.constantFrom(
  "application/json",
  "application/json; charset=utf-8",
  "text/csv",
  "text/plain",
  "multipart/form-data",
  "",
);

const request = fc.record({
  // By its name, which a counterexample can be read with.
  name: fc.constantFrom(
    // These end the session that the others need.
    ...endpointList.map(({ key }) => key).filter((key) =>
      key !== "POST /auth/logout" && key !== "DELETE /users/me" &&
      // Streams go on for as long as they are read.
      !(key.endsWith("/events") && key !== "GET /events")
    ),
  ),
  ids: fc.array(id, { minLength: 2, maxLength: 2 }),
  query: fields,
  body,
  contentType,
  slash: fc.constantFrom("", "/"),
});

testApp("no request, however broken, is answered with an error of ours", async (app) => {
  const person = await app.person();
  const known = (await person.post("/strategies", {
    name: "Known",
    asset: "DEMO/USDT",
    timeframe: "1h",
    template: "buy_and_hold",
  })).json.id;
  await fc.assert(
    fc.asyncProperty(request, fc.boolean(), async (given, onKnown) => {
      await check(person, given, onKnown ? known : null);
    }),
    { numRuns: 400 },
  );
}, { config: { limits: { strategies: 1_000, backtestsPerDay: 1_000 } } });

type Given = typeof request extends fc.Arbitrary<infer T> ? T : never;

async function check(person: TestClient, given: Given, known: string | null): Promise<void> {
  const { name, ids, query, slash } = given;
  let next = 0;
  const [method = "", template = ""] = name.split(" ");
  const path = template.replace(/\{\w+\}/g, () => {
    const first = next === 0;
    return (first && known) || (ids[next++ % ids.length] ?? "0");
  });
  const search = new URLSearchParams(
    Object.entries(query).map(([name, v]) => [name, typeof v === "string" ? v : JSON.stringify(v)]),
  );
  const reads = method === "GET";
  const answer = await person.send(
    method,
    `${path}${slash}?${search}`,
    reads ? undefined : given.body,
    reads || given.contentType === "" ? {} : { "content-type": given.contentType },
  );
  const { status, json, text } = answer;
  assert.ok(status < 500 || status === 503, `${method} ${path}: ${status} ${text}`);
  if (status >= 400) {
    assert.equal(typeof json?.error?.message, "string", text);
    assert.ok(!/\bat \w+.*:\d+:\d+|node_modules|select .* from/i.test(text), text);
  }
}

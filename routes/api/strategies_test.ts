import assert from "node:assert/strict";
import { TEMPLATES } from "../../engine/mod.ts";
import { freshPostgres } from "../../tests/support/database.ts";
import { testApp, type TestClient } from "../../tests/support/app.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";

const blank = { name: "Dip", asset: "BTC/USDT", timeframe: "1h" };

async function create(client: TestClient, more: Record<string, unknown> = {}): Promise<string> {
  const { status, json } = await client.post("/strategies", { ...blank, ...more });
  assert.equal(status, 201, JSON.stringify(json));
  return json.id;
}

testApp("a blank strategy has no version; one from a template begins with it", async (app) => {
  const person = await app.person();
  const first = await person.post("/strategies/", blank);
  assert.equal(first.status, 201);
  assert.equal(first.json.latest_version, null);
  assert.equal(first.headers.get("location"), `/api/v1/strategies/${first.json.id}`);
  for (const { id, document } of TEMPLATES.slice(0, 2)) {
    const made = await person.post("/strategies", { ...blank, template: id });
    assert.equal(made.json.latest_version.version_number, 1);
    assert.deepEqual(made.json.latest_version.definition, JSON.parse(JSON.stringify(document)));
  }
  const unknown = await person.post("/strategies", { ...blank, template: "none" });
  assert.equal(unknown.status, 422);
});

testApp("a strategy can begin with a document of its own, as version 1", async (app) => {
  const person = await app.person();
  const made = await person.post("/strategies", { ...blank, definition: RSI_WITH_STOPS });
  assert.equal(made.status, 201);
  assert.equal(made.json.latest_version.version_number, 1);
  const shown = await person.get(`/strategies/${made.json.id}`);
  assert.deepEqual(shown.json.latest_version.definition.blocks, RSI_WITH_STOPS.blocks);

  const draft = { version: 1, blocks: RSI_WITH_STOPS.blocks.slice(0, 1), connections: [] };
  assert.equal((await person.post("/strategies", { ...blank, definition: draft })).status, 201);
  for (const definition of [null, 7, "x", [], { blocks: [] }]) {
    const { status, json } = await person.post("/strategies", { ...blank, definition });
    assert.deepEqual([status, json.error?.code], [422, "invalid_strategy"]);
  }
  const both = { ...blank, template: TEMPLATES[0]?.id, definition: RSI_WITH_STOPS };
  assert.equal((await person.post("/strategies", both)).status, 422);
  assert.equal((await person.get("/strategies")).json.strategies.length, 2);
});

testApp("an id of one's own makes nothing twice, not even at once or at the limit", async (app) => {
  const person = await app.person();
  const id = crypto.randomUUID();
  const send = (client: TestClient, definition: unknown = RSI_WITH_STOPS) =>
    client.post("/strategies", { ...blank, id, definition });
  const both = await Promise.all([send(person), send(person)]);
  assert.deepEqual(both.map(({ status, json }) => [status, json.id]), [[201, id], [201, id]]);
  const { json } = await person.get("/strategies");
  assert.equal(json.strategies.length, 1);
  while ((await person.post("/strategies", blank)).status === 201);
  const again = await send(person, { version: 1, blocks: [], connections: [] });
  assert.deepEqual([again.status, again.json.latest_version.version_number], [201, 1]);
  assert.deepEqual(
    again.json.latest_version.definition.blocks,
    RSI_WITH_STOPS.blocks,
    "what is there stays",
  );

  const other = await send(await app.person());
  assert.equal(other.status, 422);
  assert.equal(other.json.error.issues[0].path, "id");
  assert.equal((await person.post("/strategies", { ...blank, id: "mine" })).status, 422);
});

testApp("only markets on offer are taken", async (app) => {
  const person = await app.person();
  for (
    const wrong of [
      { asset: "PEPE/USDT" },
      { timeframe: "5m" },
      { name: "  " },
      { name: "x".repeat(101) },
      { surprise: 1 },
    ]
  ) {
    const answer = await person.post("/strategies", { ...blank, ...wrong });
    assert.equal(answer.status, 422, JSON.stringify(wrong));
    assert.ok(answer.json.error.issues.length > 0);
  }
  for (const asset of ["DOGE/USDT", "DEMO/USDT"]) await create(person, { asset, timeframe: "4h" });
});

testApp("each save is a version of its own that never changes", async (app) => {
  const person = await app.person();
  const id = await create(person);
  const save = (definition: unknown, base_version: number) =>
    person.post(`/strategies/${id}/versions`, { definition, base_version });
  const first = await save(RSI_WITH_STOPS, 0);
  assert.equal(first.status, 201);
  assert.equal(first.json.version_number, 1);
  const changed = structuredClone(RSI_WITH_STOPS);
  changed.blocks[0]!.params = { period: 21 };
  assert.equal((await save(changed, 1)).json.version_number, 2);

  const late = await save(RSI_WITH_STOPS, 1);
  assert.equal(late.status, 409);
  assert.equal(late.json.error.code, "version_conflict");

  const list = await person.get(`/strategies/${id}/versions`);
  assert.deepEqual(list.json.versions.map((v: { version_number: number }) => v.version_number), [
    2,
    1,
  ]);
  const old = await person.get(`/strategies/${id}/versions/1`);
  assert.equal(old.json.definition.blocks[0].params.period, 14);
  assert.equal((await person.get(`/strategies/${id}`)).json.latest_version.version_number, 2);
  for (const n of ["0", "3", "-1", "1.5", "x", "99999999999"]) {
    assert.equal((await person.get(`/strategies/${id}/versions/${n}`)).status, 404, n);
  }
});

testApp("a version keeps its author's note, on one line", async (app) => {
  const person = await app.person();
  const id = await create(person);
  const save = (base_version: number, note?: unknown) =>
    person.post(`/strategies/${id}/versions`, { definition: RSI_WITH_STOPS, base_version, note });
  assert.equal((await save(0)).json.note, null);
  const noted = await save(1, "  Wider stop,\n  after the May crash ");
  assert.equal(noted.status, 201);
  assert.equal(noted.json.note, "Wider stop, after the May crash");
  assert.equal((await save(2, " \n ")).json.note, null, "an empty note is none");
  assert.equal((await save(3, ` ${"é".repeat(200)} `)).json.note.length, 200);
  for (const wrong of ["x".repeat(201), 5, null, "a\0b"]) {
    assert.equal((await save(4, wrong)).status, 422, JSON.stringify(wrong));
  }

  const { versions } = (await person.get(`/strategies/${id}/versions`)).json;
  assert.deepEqual(versions.map(({ note }: { note: string | null }) => note), [
    "é".repeat(200),
    null,
    "Wider stop, after the May crash",
    null,
  ]);
  const one = await person.get(`/strategies/${id}/versions/2`);
  assert.equal(one.json.note, "Wider stop, after the May crash");
  assert.equal((await person.get(`/strategies/${id}`)).json.latest_version.note.length, 200);
  const copy = await person.post(`/strategies/${id}/duplicate`);
  assert.equal(copy.json.latest_version.note, null, "a copy begins without notes");

  const { json: openapi } = await app.visitor().get("/openapi.json");
  const post = openapi.paths["/strategies/{id}/versions"].post;
  const { note } = post.requestBody.content["application/json"].schema.properties;
  assert.equal(note.maxLength, 200);
});

for (const postgres of [false, true]) {
  testApp(
    `of many saves at once on the same version one wins (${postgres ? "PostgreSQL" : "PGlite"})`,
    async (app) => {
      const person = await app.person();
      const id = await create(person);
      const saves = await Promise.all(
        Array.from(
          { length: 8 },
          () =>
            person.post(`/strategies/${id}/versions`, {
              definition: RSI_WITH_STOPS,
              base_version: 0,
            }),
        ),
      );
      assert.deepEqual(saves.map(({ status }) => status).sort(), [201, ...Array(7).fill(409)]);
      const { json } = await person.get(`/strategies/${id}/versions`);
      assert.equal(json.versions.length, 1);
    },
    async () => postgres ? { database: await freshPostgres() } : {},
    postgres ? ["postgres"] : [],
  );
  testApp(
    `two requests cannot both take the last place (${postgres ? "PostgreSQL" : "PGlite"})`,
    async (app) => {
      const person = await app.person();
      const made = await Promise.all(
        Array.from({ length: 6 }, () => person.post("/strategies", blank)),
      );
      assert.equal(made.filter(({ status }) => status === 201).length, 3);
      const refused = made.find(({ status }) => status === 403);
      assert.equal(refused?.json.error.code, "limit_reached");
      assert.match(refused?.json.error.message, /3 strategies.*Archive/);
    },
    async () => ({
      config: { limits: { strategies: 3, backtestsPerDay: 2 } },
      ...postgres ? { database: await freshPostgres() } : {},
    }),
    postgres ? ["postgres"] : [],
  );
}

testApp(
  "a draft with faults is kept; what is no document is refused with the reasons",
  async (app) => {
    const person = await app.person();
    const id = await create(person);
    const draft = { version: 1, blocks: [], connections: [] };
    const kept = await person.post(`/strategies/${id}/versions`, {
      definition: draft,
      base_version: 0,
    });
    assert.equal(kept.status, 201);
    const check = await person.post(`/strategies/${id}/validate`);
    assert.equal(check.status, 200);
    assert.equal(check.json.valid, false);
    assert.ok(check.json.errors.length > 0);

    for (const definition of [null, 5, {}, { ...draft, surprise: true }, { version: 9 }]) {
      const answer = await person.post(`/strategies/${id}/versions`, {
        definition,
        base_version: 1,
      });
      assert.equal(answer.status, 422, JSON.stringify(definition));
      assert.equal(answer.json.error.code, "invalid_strategy");
      assert.ok(answer.json.error.issues.every((issue: { message: string }) => issue.message));
    }
    const unsaved = await person.post(`/strategies/${id}/validate`, { definition: RSI_WITH_STOPS });
    assert.deepEqual(unsaved.json, { valid: true, errors: [], warnings: [] });
    const broken = await person.post(`/strategies/${id}/validate`, { definition: { version: 9 } });
    assert.equal(broken.status, 200);
    assert.equal(broken.json.valid, false);
  },
);

testApp("texts that no database takes are refused, not an error of ours", async (app) => {
  const person = await app.person();
  const id = await create(person);
  for (const text of ["a\0b", "\ud800"]) {
    assert.equal((await person.post("/strategies", { ...blank, name: text })).status, 422);
    const definition = { ...RSI_WITH_STOPS, notes: text };
    const saved = await person.post(`/strategies/${id}/versions`, { definition, base_version: 0 });
    assert.equal(saved.status, 422);
    const search = await person.get(`/strategies?search=${encodeURIComponent("a\0b")}`);
    assert.equal(search.status, 422);
  }
});

testApp("the list is searched, sorted, and without what is archived", async (app) => {
  const person = await app.person();
  const names = ["beta 100%", "Alpha", "gamma_1"];
  const ids: string[] = [];
  for (const name of names) ids.push(await create(person, { name }));
  const list = async (query: string) =>
    (await person.get(`/strategies${query}`)).json.strategies
      .map((s: { name: string }) => s.name);
  assert.deepEqual(await list("?sort=name"), ["Alpha", "beta 100%", "gamma_1"]);
  assert.deepEqual(await list("?sort=-name"), ["gamma_1", "beta 100%", "Alpha"]);
  assert.deepEqual(await list("?search=ALP"), ["Alpha"]);
  assert.deepEqual(await list("?search=100%25"), ["beta 100%"], "% is a letter here");
  assert.deepEqual(await list("?search=_"), ["gamma_1"], "and so is _");
  assert.equal((await list("?search=btc")).length, 3);
  assert.deepEqual(await list("?search=1h%20gam%20btc"), ["gamma_1"], "every word, anywhere");
  assert.deepEqual(await list("?search=gam%20eth"), []);
  assert.equal((await person.get("/strategies?sort=owner")).status, 422);

  assert.equal((await person.delete(`/strategies/${ids[1]}`)).status, 204);
  assert.deepEqual(await list("?sort=name"), ["beta 100%", "gamma_1"]);
  assert.deepEqual(await list("?archived=true"), ["Alpha"]);
  const restored = await person.patch(`/strategies/${ids[1]}`, { is_archived: false });
  assert.equal(restored.json.is_archived, false);
  assert.equal((await list("")).length, 3);
});

testApp("a copy has the newest version as its first, and a life of its own", async (app) => {
  const person = await app.person();
  const id = await create(person, { name: "x".repeat(100) });
  await person.post(`/strategies/${id}/versions`, { definition: RSI_WITH_STOPS, base_version: 0 });
  const copy = await person.post(`/strategies/${id}/duplicate`);
  assert.equal(copy.status, 201);
  assert.match(copy.json.name, / copy$/);
  assert.ok(copy.json.name.length <= 100);
  assert.equal(copy.json.latest_version.version_number, 1);
  await person.patch(`/strategies/${copy.json.id}`, { name: "Mine", timeframe: "4h" });
  const original = await person.get(`/strategies/${id}`);
  assert.equal(original.json.timeframe, "1h");
});

testApp("what belongs to somebody else is not there", async (app) => {
  const owner = await app.person();
  const id = await create(owner);
  await owner.post(`/strategies/${id}/versions`, { definition: RSI_WITH_STOPS, base_version: 0 });
  const stranger = await app.person();
  const version = { definition: RSI_WITH_STOPS, base_version: 1 };
  const answers = await Promise.all([
    stranger.get(`/strategies/${id}`),
    stranger.patch(`/strategies/${id}`, { name: "Mine now" }),
    stranger.delete(`/strategies/${id}`),
    stranger.post(`/strategies/${id}/duplicate`),
    stranger.get(`/strategies/${id}/versions`),
    stranger.get(`/strategies/${id}/versions/1`),
    stranger.post(`/strategies/${id}/versions`, version),
    stranger.post(`/strategies/${id}/validate`, {}),
    stranger.get(`/backtests?strategy_id=${id}`),
    stranger.post("/backtests", {
      strategy_id: id,
      date_from: "2021-01-01",
      date_to: "2022-01-01",
    }),
  ]);
  assert.deepEqual(answers.map(({ status }) => status), answers.map(() => 404));
  assert.deepEqual((await stranger.get("/strategies")).json, { strategies: [] });
  assert.equal((await owner.get(`/strategies/${id}`)).json.name, "Dip");
  assert.equal((await app.visitor().get(`/strategies/${id}`)).status, 401);
});

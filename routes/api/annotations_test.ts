/** Tags, pins and notes: kept as sent, found again, handed out, and nobody else's business. */
import assert from "node:assert/strict";
import { testApp, type TestClient, untilEnded } from "../../tests/support/app.ts";
import { freshPostgres } from "../../tests/support/database.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { unzip } from "../../tests/support/zip.ts";

const DEMO = { asset: "DEMO/USDT", timeframe: "1d" };

async function made(person: TestClient, name: string): Promise<string> {
  const { status, json } = await person.post("/strategies", {
    name,
    ...DEMO,
    definition: RSI_WITH_STOPS,
  });
  assert.equal(status, 201, JSON.stringify(json));
  return json.id;
}

async function ran(person: TestClient, strategy_id: string): Promise<string> {
  const { json } = await person.post("/backtests", {
    strategy_id,
    date_from: "2021-01-01",
    date_to: "2021-06-01",
  });
  assert.equal((await untilEnded(person, json.run_id)).status, "completed");
  return json.run_id;
}

for (const postgres of [false, true]) {
  testApp(
    `tags and pin of a strategy are kept, searched and sorted by (${
      postgres ? "PostgreSQL" : "PGlite"
    })`,
    async (app) => {
      const person = await app.person();
      const ids: string[] = [];
      for (const name of ["Alpha", "Beta", "Gamma"]) ids.push(await made(person, name));
      const [alpha = "", beta = "", gamma = ""] = ids;
      const before = (await person.get(`/strategies/${alpha}`)).json;
      assert.deepEqual([before.tags, before.is_pinned], [[], false]);
      const set = await person.patch(`/strategies/${alpha}`, {
        is_pinned: true,
        tags: ["  mean   reversion ", "BTC", "btc", "100%_sure"],
      });
      assert.deepEqual(set.json.tags, ["mean reversion", "BTC", "100%_sure"]);
      assert.equal(set.json.is_pinned, true);
      assert.equal(set.json.updated_at, before.updated_at, "this is no edit of the strategy");
      await person.patch(`/strategies/${beta}`, { tags: ["Btc"] });
      const names = async (query: string) =>
        (await person.get(`/strategies${query}`)).json.strategies
          .map(({ name }: { name: string }) => name);
      assert.deepEqual(await names(""), ["Alpha", "Gamma", "Beta"], "pinned, then newest");
      assert.deepEqual(await names("?sort=-name"), ["Alpha", "Gamma", "Beta"]);
      assert.deepEqual(await names("?tag=bTC&sort=name"), ["Alpha", "Beta"]);
      assert.deepEqual(await names("?tag=mean"), [], "a tag is meant as a whole");
      assert.deepEqual(await names("?search=revers"), ["Alpha"], "the search looks inside");
      assert.deepEqual(await names("?search=%25_"), ["Alpha"], "signs of patterns are plain text");
      // Fields of their own: neither takes the other's back.
      await Promise.all([
        person.patch(`/strategies/${gamma}`, { is_pinned: true }),
        person.patch(`/strategies/${gamma}`, { tags: ["x"] }),
      ]);
      const both = (await person.get(`/strategies/${gamma}`)).json;
      assert.deepEqual([both.is_pinned, both.tags], [true, ["x"]]);
      const copy = await person.post(`/strategies/${alpha}/duplicate`);
      assert.deepEqual([copy.json.tags, copy.json.is_pinned], [set.json.tags, false]);
      const none = await person.patch(`/strategies/${alpha}`, { is_pinned: false, tags: [] });
      assert.deepEqual([none.json.tags, none.json.is_pinned], [[], false]);
    },
    async () => postgres ? { database: await freshPostgres() } : {},
    postgres ? ["postgres"] : [],
  );
}

testApp("tags and notes that cannot be meant are refused, and nothing changes", async (app) => {
  const person = await app.person();
  const id = await made(person, "Alpha");
  await app.services.runner.start({ alone: true });
  const run = await ran(person, id);
  const tagLists = [
    null,
    "trend",
    ["trend", 3],
    [""],
    ["   "],
    ["a,b"],
    ["x".repeat(31)],
    Array.from({ length: 11 }, (_, i) => `tag ${i}`),
    Array.from({ length: 5_000 }, () => "tag"),
  ];
  for (const tags of tagLists) {
    for (const path of [`/strategies/${id}`, `/backtests/${run}`]) {
      const { status, json } = await person.patch(path, { tags });
      assert.equal(status, 422, `${path} ${JSON.stringify(tags).slice(0, 60)}`);
      assert.match(json.error.issues[0].path, /^tags/);
    }
  }
  const nul = ["a\u0000b"];
  assert.equal((await person.patch(`/strategies/${id}`, { tags: nul })).status, 422);
  assert.equal((await person.patch(`/backtests/${run}`, { tags: nul })).status, 422);
  for (const is_pinned of ["yes", 1, null]) {
    assert.equal((await person.patch(`/strategies/${id}`, { is_pinned })).status, 422);
  }
  for (const note of ["x".repeat(201), "a\u0000b", 7, ["a"]]) {
    for (const path of [`/strategies/${id}/versions/1`, `/backtests/${run}`]) {
      assert.equal((await person.patch(path, { note })).status, 422);
    }
  }
  for (const path of [`/strategies/${id}/versions/1`, `/backtests/${run}`]) {
    assert.equal((await person.patch(path, { note: "a", surprise: 1 })).status, 422);
  }
  assert.equal((await person.patch(`/backtests/${run}`, { status: "failed" })).status, 422);
  for (const query of ["?tag=", "?tag=a,b", `?tag=${"x".repeat(31)}`]) {
    assert.equal((await person.get(`/strategies${query}`)).status, 422);
    assert.equal((await person.get(`/backtests${query}`)).status, 422);
  }
  const kept = (await person.get(`/backtests/${run}`)).json;
  assert.deepEqual([kept.note, kept.tags, kept.status], [null, [], "completed"]);
  const strategy = (await person.get(`/strategies/${id}`)).json;
  assert.deepEqual([strategy.tags, strategy.is_pinned], [[], false]);
  assert.equal(strategy.latest_version.note, null);
});

testApp("a run has a note and tags, and a version a note that comes later", async (app) => {
  const person = await app.person();
  const id = await made(person, "Alpha");
  await app.services.runner.start({ alone: true });
  const [first, second] = [await ran(person, id), await ran(person, id)];
  const path = `/backtests/${first}`;
  const noted = await person.patch(path, { note: " Two\nlines " });
  assert.deepEqual([noted.json.note, noted.json.tags], ["Two lines", []]);
  const tagged = await person.patch(path, { tags: ["best", "2021"] });
  assert.deepEqual([tagged.json.note, tagged.json.tags], ["Two lines", ["best", "2021"]]);
  assert.equal(tagged.json.status, "completed");
  assert.deepEqual((await person.patch(path, {})).json, tagged.json);
  const ids = async (query: string) =>
    (await person.get(`/backtests${query}`)).json.runs
      .map(({ run_id }: { run_id: string }) => run_id);
  assert.deepEqual(await ids("?tag=BEST"), [first]);
  assert.deepEqual(await ids(`?strategy_id=${id}`), [second, first]);
  assert.equal((await person.patch(path, { note: "" })).json.note, null);
  await person.patch(path, { note: "again" });
  assert.equal((await person.patch(path, { note: null })).json.note, null);
  const rerun = await person.post(`${path}/rerun`);
  assert.equal(rerun.status, 202);
  const again = await untilEnded(person, rerun.json.run_id);
  assert.deepEqual([again.note, again.tags], [null, []], "what is said is said of one run");

  const version = `/strategies/${id}/versions/1`;
  const said = await person.patch(version, { note: "The first idea" });
  assert.equal(said.json.note, "The first idea");
  assert.deepEqual(said.json.definition, (await person.get(version)).json.definition);
  assert.equal(
    (await person.get(`/strategies/${id}/versions`)).json.versions[0].note,
    "The first idea",
  );
  assert.equal((await person.patch(version, { note: null })).json.note, null);
  for (const n of ["0", "2", "x", "99999999999"]) {
    assert.equal(
      (await person.patch(`/strategies/${id}/versions/${n}`, { note: "a" })).status,
      404,
    );
  }
});

testApp(
  "what somebody has said is theirs alone, in the export, and goes with the account",
  async (app) => {
    const person = await app.person();
    const id = await made(person, "Alpha");
    await app.services.runner.start({ alone: true });
    const run = await ran(person, id);
    await person.patch(`/strategies/${id}`, { tags: ["mine"], is_pinned: true });
    await person.patch(`/strategies/${id}/versions/1`, { note: "start" });
    await person.patch(`/backtests/${run}`, { note: "=cmd()", tags: ["a", "b"] });
    const other = await app.person();
    assert.equal((await other.patch(`/strategies/${id}`, { tags: [] })).status, 404);
    assert.equal((await other.patch(`/strategies/${id}/versions/1`, { note: null })).status, 404);
    assert.equal((await other.patch(`/backtests/${run}`, { note: null })).status, 404);
    assert.equal((await app.visitor().patch(`/backtests/${run}`, { note: null })).status, 401);

    const response = await person.raw("GET", "/users/me/export");
    const files = await unzip(new Uint8Array(await response.arrayBuffer()));
    const file = (end: string) => {
      const path = Object.keys(files).find((name) => name.endsWith(end)) ?? "";
      return files[path] ?? "";
    };
    const strategy = JSON.parse(file("/strategy.json"));
    assert.deepEqual([strategy.tags, strategy.is_pinned], [["mine"], true]);
    assert.equal(strategy.versions[0].note, "start");
    const said = JSON.parse(file("/run.json"));
    assert.deepEqual([said.note, said.tags], ["=cmd()", ["a", "b"]]);
    const [head = "", line = ""] = file("backtests.csv").split("\r\n");
    assert.ok(head.split(",").includes("tags") && head.split(",").includes("note"), head);
    assert.match(line, /,'=cmd\(\),"a, b",/, "a note is no formula in a spreadsheet");

    assert.equal(
      (await person.raw("DELETE", "/users/me", { password: "correct horse" })).status,
      204,
    );
    const { db } = app.services.database;
    const left = await db.selectFrom("strategies").select("id").where("id", "=", id).execute();
    assert.deepEqual(left, []);
  },
);

testApp("stored tags that cannot be read count as none", async (app) => {
  const person = await app.person();
  const id = await made(person, "Alpha");
  const { db } = app.services.database;
  for (const tags of ["null", "{}", '"x"', "[1]", '["a","b,c"]']) {
    await db.updateTable("strategies").set({ tags }).where("id", "=", id).execute();
    const { status, json } = await person.get("/strategies");
    assert.equal(status, 200, tags);
    assert.deepEqual(json.strategies[0].tags, [], tags);
    assert.equal((await person.get("/strategies?tag=x&search=y")).status, 200, tags);
  }
});

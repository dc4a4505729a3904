/** The list of strategies: how often the database is asked, and that what is kept in memory is never old. */
import assert from "node:assert/strict";
import type { KyselyPlugin, RootOperationNode } from "kysely";
import type { TableName } from "../../server/db/changes.ts";
import { SESSION_DAYS } from "../../server/accounts/sessions.ts";
import { type TestApp, testApp, type TestClient, testClock } from "../../tests/support/app.ts";
import { freshPglite } from "../../tests/support/database.ts";
import { open, testPages } from "../../tests/support/html_pages.ts";
import { fillAccount } from "../../tests/support/many_rows.ts";

/** Notes which tables each statement names. */
class Statements implements KyselyPlugin {
  readonly tables: string[][] = [];
  #answered = 0;
  transformQuery({ node }: { node: RootOperationNode }): RootOperationNode {
    this.tables.push([...new Set(tablesOf(node))]);
    return node;
  }
  transformResult<T extends { result: unknown }>({ result }: T): Promise<T["result"]> {
    // A part of a statement is transformed too, and answers nothing by itself.
    this.#answered++;
    return Promise.resolve(result);
  }
  /** How many statements `work` makes. */
  async during(work: () => Promise<unknown>): Promise<number> {
    this.tables.length = 0;
    this.#answered = 0;
    await work();
    return this.#answered;
  }
}

function tablesOf(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  const { kind, table } = node as { kind?: string; table?: { identifier?: { name: string } } };
  const own = kind === "TableNode" && table?.identifier ? [table.identifier.name] : [];
  return [...own, ...Object.values(node).flatMap(tablesOf)];
}

async function counted() {
  const handle = await freshPglite();
  const statements = new Statements();
  return { statements, database: { ...handle, db: handle.db.withPlugin(statements) } };
}

let statements = new Statements();
const countingApp = async () => {
  const made = await counted();
  statements = made.statements;
  return { database: made.database };
};

async function filled(app: TestApp, person: TestClient, strategies: number): Promise<string> {
  const { id } = (await person.get("/users/me")).json;
  await fillAccount(app.services.database.db, id, {
    strategies,
    runs: strategies * 3,
    nowMs: app.services.now(),
  });
  return id;
}

const viteOrigin = "http://localhost:5173";

testApp(
  "list: a page asks the database as often for 60 strategies as for 3, and then not again",
  async (app) => {
    const asked: number[] = [];
    for (const strategies of [3, 60]) {
      const person = await app.person();
      await filled(app, person, strategies);
      const page = () => open(person, "/strategies");
      asked.push(await statements.during(page));
      assert.equal(await statements.during(page), 0, "the page once more");
      assert.equal(await statements.during(() => person.get("/strategies")), 0, "the API");
    }
    // The session is known by then: the list, its track records, the usage, the first steps, the unread notices.
    assert.deepEqual(asked, [5, 5]);
  },
  async () => ({ ...await countingApp(), config: { viteOrigin } }),
);

testApp(
  "list: whatever a kept answer was read from, a write to it has it read again",
  async (app) => {
    const person = await app.person();
    const id = await filled(app, person, 3);
    const { strategies, limits, onboarding, accounts, database } = app.services;
    const token = person.cookie!.slice("session=".length);
    const reads: Record<string, () => Promise<unknown>> = {
      strategies: () => strategies.list(id),
      usage: () => limits.usage(id),
      onboarding: () => onboarding.state(id),
      session: () => accounts.userForToken(token),
    };
    // References name aliases, too.
    const real = new Set((await database.db.introspection.getTables()).map(({ name }) => name));
    for (const [name, read] of Object.entries(reads)) {
      database.changes!.wrote("users");
      assert.ok(await statements.during(read) > 0, name);
      // What a row is removed with is not always named by the statement.
      const tables = new Set([...statements.tables.flat(), "users"]).intersection(real);
      assert.ok(tables.size > 1, name);
      assert.equal(await statements.during(read), 0, name);
      for (const table of tables) {
        database.changes!.wrote(table as TableName);
        assert.ok(await statements.during(read) > 0, `${name}: ${table}`);
      }
    }
  },
  countingApp,
);

testApp("list: what a person does is there at once", async (app) => {
  const person = await app.person();
  const made = await person.post("/strategies", {
    name: "Mine",
    asset: "DEMO/USDT",
    timeframe: "1h",
    template: "buy_and_hold",
  });
  const list = async () => (await person.get("/strategies")).json.strategies;
  assert.deepEqual((await list()).map(({ name }: { name: string }) => name), ["Mine"]);
  await person.patch(`/strategies/${made.json.id}`, { name: "Ours" });
  assert.equal((await list())[0].name, "Ours");
  await person.post(`/strategies/${made.json.id}/duplicate`);
  assert.equal((await list()).length, 2);
  await person.delete(`/strategies/${made.json.id}`);
  assert.equal((await list()).length, 1);
  assert.equal((await person.get("/users/me")).json.usage.strategies.used, 1);
});

testPages("list: a page that is kept is the page that is drawn", async (app) => {
  const person = await app.person();
  await filled(app, person, 5);
  const named = await person.get("/strategies");
  const [{ id }] = named.json.strategies;
  await person.patch(`/strategies/${id}`, { name: `<!--kept:0-->&"'<b>$&` });
  const ids: string[] = [];
  const html = async () => {
    const { text } = await open(person, "/strategies");
    const [, blank = ""] = /name="id" value="([^"]+)"/.exec(text) ?? [];
    ids.push(blank);
    return text.replaceAll(blank, "ID");
  };
  const drawn = await html();
  assert.doesNotMatch(drawn, /<!--/);
  assert.equal(await html(), drawn, "kept");
  app.services.database.changes!.wrote("users");
  assert.equal(await html(), drawn, "drawn again, of rows that were kept");
  assert.equal(new Set(ids).size, 3, "every answer has an id of its own for a new strategy");
  await person.patch(`/strategies/${id}`, { name: "Plain" });
  assert.match(await html(), />Plain</);
  const other = { accept: "text/html", cookie: "theme=dark; zone=Asia/Tokyo" };
  assert.match((await person.get("//strategies", other)).text, /data-theme="dark"/);
  assert.match((await person.get("//strategies", other)).text, /data-zone="Asia\/Tokyo"/);
  assert.match((await open(person, "/strategies?archived=1")).text, /Archived strategies – /);
  const stranger = await app.person();
  assert.doesNotMatch((await open(stranger, "/strategies")).text, /Plain/);
});

const clock = testClock();
testApp("sessions: one that is kept in memory ends at once, however it ends", async (app) => {
  const email = "many@example.com";
  const first = await app.person(email);
  const entered = async () => {
    const client = app.visitor();
    await client.post("/auth/login", { email, password: "correct horse" });
    // Twice, so that the second time it is known.
    for (const _ of [1, 2]) assert.equal((await client.get("/users/me")).status, 200);
    return client;
  };
  const endedBy = async (way: string, end: (client: TestClient) => Promise<unknown>) => {
    const client = await entered();
    const { cookie } = client;
    await end(client);
    client.cookie = cookie;
    assert.equal((await client.get("/users/me")).status, 401, way);
  };
  await endedBy("logged out", (client) => client.post("/auth/logout"));
  await endedBy("ended from another device", async () => {
    const { sessions } = (await first.get("/users/me/sessions")).json;
    const other = sessions.find(({ current }: { current: boolean }) => !current);
    assert.equal((await first.delete(`/users/me/sessions/${other.id}`)).status, 204);
  });
  await endedBy("all others ended", () => first.delete("/users/me/sessions"));
  await endedBy("another password", () =>
    first.post("/users/me/password", {
      current_password: "correct horse",
      new_password: "staple battery",
    }).then(() =>
      first.post("/users/me/password", {
        current_password: "staple battery",
        new_password: "correct horse",
      })
    ));
  const zoned = await entered();
  await zoned.patch("/users/me", { timezone: "Asia/Tokyo" });
  const token = zoned.cookie!.slice("session=".length);
  const found = await app.services.accounts.userForToken(token);
  assert.equal(found?.user.timezone, "Asia/Tokyo");
  await endedBy("run out", () => Promise.resolve(clock.advance((SESSION_DAYS + 1) * 86_400_000)));
  const again = await entered();
  const { cookie } = again;
  assert.equal((await again.delete("/users/me", { password: "correct horse" })).status, 204);
  again.cookie = cookie;
  assert.equal((await again.get("/users/me")).status, 401, "the account is gone");
}, { now: clock.now });

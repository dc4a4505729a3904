/** Making strategies, as a browser without JavaScript meets it. */
import assert from "node:assert/strict";
import { TEMPLATES } from "../../engine/mod.ts";
import { setAccountLimits } from "../../server/limits/account_limits.ts";
import { open, submit, testPages } from "../../tests/support/html_pages.ts";

testPages(
  "start from blank goes straight to the editor, under the next free name, on the market used last",
  async (app) => {
    const person = await app.person();
    const blank = async () => {
      const made = await submit(person, "/strategies/blank", {});
      assert.equal(made.status, 303);
      const path = made.headers.get("location") ?? "";
      assert.match(path, /^\/strategies\/[0-9a-f-]{36}$/);
      const { name, asset, timeframe, latest_version } = (await person.get(path)).json;
      assert.equal(latest_version, null);
      return { path, name, market: `${asset} ${timeframe}` };
    };
    const first = await blank();
    assert.deepEqual([first.name, first.market], ["Untitled 1", "BTC/USDT 1d"]);
    assert.match((await open(person, first.path)).text, /data-island="editor"/);
    await person.patch(first.path, { asset: "ETH/USDT", timeframe: "4h", name: "untitled 2 " });
    const second = await blank();
    assert.deepEqual([second.name, second.market], ["Untitled 1", "ETH/USDT 4h"]);
    // One that is archived keeps its name.
    await person.patch(second.path, { is_archived: true });
    assert.equal((await blank()).name, "Untitled 3");
    // The form takes such a name too, where nothing else gives one.
    const typed = { name: " ", asset: "DEMO/USDT", timeframe: "1h", template: "blank" };
    const made = await submit(person, "/strategies/new", typed);
    assert.equal(
      (await person.get(made.headers.get("location") ?? "")).json.name,
      "Untitled 4",
    );
    assert.equal((await submit(app.visitor(), "/strategies/blank", {})).status, 303);
    const other = await app.person();
    assert.equal((await other.get("/strategies")).json.strategies.length, 0);
  },
);

testPages(
  "start from blank pressed twice makes one; pressed again later, or with an id of somebody else, another",
  async (app) => {
    const person = await app.person("twice@example.com");
    const idOn = async (path: string) =>
      /action="\/strategies\/blank"><input type="hidden" name="id" value="([0-9a-f-]{36})"/
        .exec((await open(person, path)).text)?.[1] ?? "";
    const press = async (id: string, by = person) =>
      (await submit(by, "/strategies/blank", { id })).headers.get("location") ?? "";
    const id = await idOn("/strategies/new");
    assert.notEqual(id, "");
    // The last place of the list, at the same moment.
    await setAccountLimits(app.services.database.db, "twice@example.com", { strategies: 1 });
    const path = `/strategies/${id}`;
    assert.deepEqual(await Promise.all([press(id), press(id)]), [path, path]);
    assert.equal(await press(id), path);
    assert.equal((await person.get("/strategies")).json.strategies.length, 1);
    await setAccountLimits(app.services.database.db, "twice@example.com", { strategies: 9 });
    assert.notEqual(await idOn("/strategies"), id);
    const definition = TEMPLATES[0]!.document;
    assert.equal(
      (await person.post(`${path}/versions`, { definition, base_version: 0 })).status,
      201,
    );
    const later = await press(id);
    assert.match(later, /^\/strategies\/[0-9a-f-]{36}$/);
    assert.notEqual(later, path);
    const other = await app.person();
    const refused = await submit(other, "/strategies/blank", { id });
    assert.equal(refused.status, 422);
    assert.equal((await other.get("/strategies")).json.strategies.length, 0);
    assert.match(await press("no id", other), /^\/strategies\/[0-9a-f-]{36}$/);
  },
);

testPages("start from blank with a full list says so", async (app) => {
  const person = await app.person("full@example.com");
  assert.equal((await submit(person, "/strategies/blank", {})).status, 303);
  await setAccountLimits(app.services.database.db, "full@example.com", { strategies: 1 });
  const { status, text } = await submit(person, "/strategies/blank", {});
  assert.equal(status, 403);
  assert.match(text, /You have 1 of 1 strategy, the beta limit\./);
  assert.equal((await person.get("/strategies")).json.strategies.length, 1);
});

testPages(
  "the templates are offered with their blocks, their kind and what they make of the market used last",
  async (app) => {
    const person = await app.person();
    const nothing = (await open(person, "/strategies/new")).text.replaceAll("\u00a0", " ");
    assert.match(nothing, /No candles of BTC\/USDT 1d are stored yet, so no results are shown\./);
    assert.doesNotMatch(nothing, /template-result/);
    // What can be said is offered where nothing is written yet.
    assert.match(nothing, /For example:.*RSI rebound.*Golden cross.*Dip in a trend/s);
    await person.post("/strategies", { name: "x", asset: "DEMO/USDT", timeframe: "4h" });
    // The page waits for results that are there, and leaves the others to its script.
    await person.get("/templates?asset=DEMO/USDT&timeframe=4h");
    const { text } = await open(person, "/strategies/new?template=turtle");
    const plain = text.replaceAll("\u00a0", " ").replaceAll("&amp;", "&");
    assert.match(plain, /<option selected value="DEMO\/USDT"/);
    assert.match(
      plain,
      /Results on DEMO\/USDT 4h, \d+ \w+ \d{4} – \d+ \w+ \d{4}, with the default costs\./,
    );
    const cards = plain.split("<label").filter((part) => part.includes('name="template"'));
    assert.equal(cards.length, TEMPLATES.length + 1);
    for (const { id, kind } of TEMPLATES) {
      const card = cards.find((part) => part.includes(`value="${id}"`)) ?? "";
      assert.ok(card.includes(`data-kind="${kind}"`), id);
      assert.match(card, /aria-label="Its \d+ blocks"/, id);
      assert.match(card, /Equity between .* at the end/, id);
      assert.match(card, /Buy & hold [+−]?[\d.]+ % · [\d,]+ trades?/, id);
      assert.match(card, /Works when:.*Fails when:/s, id);
      assert.equal(card.includes(" checked"), id === "turtle", id);
    }
  },
);

testPages("a strategy is made from a template, named by it when no name is given", async (app) => {
  const person = await app.person();
  assert.match((await open(person, "/strategies")).text, /Your first strategy/);
  const made = await submit(person, "/strategies/new", {
    name: "",
    asset: "DEMO/USDT",
    timeframe: "4h",
    template: "golden_cross",
  });
  assert.equal(made.status, 303);
  const path = made.headers.get("location") ?? "";
  assert.match(path, /^\/strategies\/[0-9a-f-]{36}$/);
  const editor = await open(person, path);
  assert.equal(editor.status, 200);
  assert.match(editor.text, /data-island="editor"/);
  const list = await open(person, "/strategies");
  assert.match(list.text, /Golden cross/);
  assert.match(list.text, /synthetic/);
  const runs = await open(person, `${path}/runs`);
  assert.match(runs.text, /No backtests yet/);
  assert.match(runs.text, /Run backtest/);
});

testPages("a new strategy with mistakes comes back with what was typed", async (app) => {
  const person = await app.person();
  const { status, text } = await submit(person, "/strategies/new", {
    name: "My idea",
    asset: "NOPE/USDT",
    timeframe: "1h",
    template: "blank",
  });
  assert.equal(status, 422);
  assert.match(text, /id="asset-error"/);
  assert.match(text, /value="My idea"/);
});

testPages("an account that is full is told so before it fills in a form, once", async (app) => {
  const person = await app.person("full@example.com");
  const typed = { name: "My idea", asset: "DEMO/USDT", timeframe: "4h", template: "blank" };
  const full = "You have 1 of 1 strategy, the beta limit. Archive one to make room.";
  const said = (text: string) => text.split(full).length - 1;
  const button = /<button[^>]*type="submit"[^>]*disabled[^>]*>Create strategy/;
  assert.equal(said((await open(person, "/strategies/new")).text), 0);
  assert.equal((await submit(person, "/strategies/new", typed)).status, 303);
  await setAccountLimits(app.services.database.db, "full@example.com", { strategies: 1 });
  const fresh = await open(person, "/strategies/new");
  assert.equal(said(fresh.text), 1);
  assert.match(fresh.text, button);
  // One that was opened before the list was full keeps what was typed.
  const late = await submit(person, "/strategies/new", typed);
  assert.equal(late.status, 403);
  assert.equal(said(late.text), 1);
  assert.match(late.text, /value="My idea"/);
  // Saving from the first page and from the full editor knows it too; a visitor has no account that could be full.
  for (const path of ["/", "/try"]) {
    const props = (text: string) => text.includes(`&quot;full&quot;:&quot;${full}&quot;`);
    assert.ok(props((await open(person, path)).text), path);
    assert.match((await open(app.visitor(), path)).text, /&quot;full&quot;:null/, path);
  }
});

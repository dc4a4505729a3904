/** The operator's pages and those around links, as a browser without JavaScript meets them. */
import assert from "node:assert/strict";
import { candlesAt, hours } from "../../server/market_data/testing/synthetic.ts";
import type { TestApp, TestClient } from "../../tests/support/app.ts";
import { open, submit, testPages } from "../../tests/support/html_pages.ts";
import { ADMIN_PANELS } from "./admin.tsx";

const PASSWORD = "correct horse";

async function owner(app: TestApp): Promise<TestClient> {
  const client = app.visitor();
  const code = await app.services.joining.ownerCode() ?? "";
  const page = await open(client, `/join?code=${code}`);
  assert.match(page.text, /Become the owner/);
  const short = { code, email: "owner@example.com", password: "short" };
  const refused = await submit(client, "/join", short);
  assert.equal(refused.status, 422);
  assert.match(refused.text, /value="owner@example\.com"/, "what was typed is kept");
  const joined = await submit(client, "/join", { ...short, password: PASSWORD });
  assert.deepEqual([joined.status, joined.headers.get("location")], [303, "/admin"]);
  return client;
}

testPages("every panel is there for an operator, and for nobody else", async (app) => {
  const boss = await owner(app);
  const member = await app.person("eve@example.com");
  assert.match((await open(boss, "/strategies")).text, /href="\/admin"/, "in the account's menu");
  assert.doesNotMatch((await open(member, "/strategies")).text, /href="\/admin"/);
  assert.ok(ADMIN_PANELS.length >= 6);
  for (const { id, title, actions = {} } of ADMIN_PANELS) {
    const page = await open(boss, `/admin/${id}`);
    assert.equal(page.status, 200, id);
    assert.match(page.text, new RegExp(`<a[^>]*aria-current="page"[^>]*>${title}</a>`));
    assert.doesNotMatch(page.text, /undefined|NaN|\[object/);
    assert.equal((await open(member, `/admin/${id}`)).status, 404, id);
    const out = await open(app.visitor(), `/admin/${id}`);
    assert.equal(out.headers.get("location"), `/login?next=%2Fadmin%2F${id}`);
    for (const action of Object.keys(actions)) {
      assert.equal((await submit(member, `/admin/${id}/${action}`, {})).status, 404, action);
    }
  }
  assert.equal((await open(member, "/admin")).status, 404);
  const strange = await open(boss, "/admin/accounts?page=x&q=%00");
  assert.equal(strange.status, 200, "whatever stands in the address");
  assert.equal((await open(boss, "/admin/audit?before=x&account=y")).status, 200);
  assert.equal((await open(boss, "/admin/accounts/none")).status, 404);
});

testPages("activation: this week's sign-ups are counted with how far they got", async (app) => {
  const boss = await owner(app);
  await app.person("eve@example.com");
  await boss.patch("/users/me/onboarding", { seen: "compare" });
  const { text } = await open(boss, "/admin/activation");
  const [, week = ""] = /<tbody>(<tr>.*?<\/tr>)/s.exec(text) ?? [];
  const cells = [...week.matchAll(/<td[^>]*>([^<]*)</g)].map(([, cell]) => cell);
  assert.deepEqual(cells, ["2", "0 (0 %)", "1 (50 %)", "0 (0 %)"]);
});

testPages("an account is changed by forms that keep what was typed", async (app) => {
  const boss = await owner(app);
  const eve = await app.person("eve@example.com");
  const { id } = (await eve.get("/users/me")).json;
  const post = (action: string, fields: Record<string, string> = {}) =>
    submit(boss, `/admin/accounts/${action}`, { id, ...fields });
  const limits = { strategies: "25", backtests: "many", imports: "", candles: "" };
  const wrong = await post("limits", limits);
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /value="25"/);
  assert.match(wrong.text, /value="many"/);
  assert.equal((await post("limits", { ...limits, backtests: "7" })).status, 303);
  assert.equal((await eve.get("/users/me")).json.usage.backtests_today.limit, 7);
  const done = await open(boss, `/admin/accounts/${id}?done=limits`);
  assert.match(done.text, /Limits saved\./);
  assert.match(done.text, /id="limit_backtests"[^>]*value="7"|value="7"[^>]*id="limit_backtests"/);

  const shown = await post("reset-link");
  const [link = ""] = /http:[^<]*reset-password\?code=[\w-]+/.exec(shown.text) ?? [];
  assert.ok(link, "the link is shown");
  assert.doesNotMatch((await open(boss, `/admin/accounts/${id}`)).text, /reset-password\?code/);
  const code = new URL(link).searchParams.get("code") ?? "";
  assert.match(
    (await open(app.visitor(), `/reset-password?code=${code}`)).text,
    /eve@example\.com/,
  );
  const guest = app.visitor();
  const poor = await submit(guest, "/reset-password", { code, password: "password" });
  assert.equal(poor.status, 422);
  const saved = await submit(guest, "/reset-password", { code, password: "battery staple" });
  assert.match(saved.text, /Password saved/);
  const again = await open(guest, `/reset-password?code=${code}`);
  assert.deepEqual([again.status, /does not work/.test(again.text)], [410, true]);

  assert.equal((await post("disable")).status, 303);
  assert.match((await open(boss, `/admin/accounts/${id}`)).text, /Enable account/);
  assert.equal((await post("enable")).status, 303);
  assert.equal((await post("role", { role: "god" })).status, 422);
  assert.equal((await post("role", { role: "admin" })).status, 303);
  const kept = await post("delete", { confirm: "somebody else" });
  assert.match(kept.text, /Nothing was deleted\./);
  const gone = await post("delete", { confirm: "eve@example.com" });
  assert.equal(gone.headers.get("location"), "/admin/accounts?done=deleted");
  assert.equal((await post("disable")).status, 404, "its page is gone too");
});

testPages("without mail it is said whom to ask, and an invitation is a link", async (app) => {
  const boss = await owner(app);
  const forgot = await open(app.visitor(), "/forgot-password");
  assert.match(forgot.text, /Ask whoever runs it/);
  assert.doesNotMatch(forgot.text, /<form[^>]*forgot/);
  const wrong = await submit(boss, "/admin/invitations/invite", { email: "eve@" });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /value="eve@"/);
  const made = await submit(boss, "/admin/invitations/invite", { email: "eve@example.com" });
  const [, code = ""] = /join\?code=([\w-]+)/.exec(made.text) ?? [];
  const page = await open(app.visitor(), `/join?code=${code}`);
  assert.match(page.text, /value="eve@example\.com"/);
  const { invitations } = (await boss.get("/admin/invitations")).json;
  await submit(boss, "/admin/invitations/withdraw", { id: invitations[0].id });
  assert.equal((await open(app.visitor(), `/join?code=${code}`)).status, 410);
});

testPages("an account that is logged in becomes the owner with one press", async (app) => {
  const ada = await app.person("ada@example.com");
  const code = await app.services.joining.ownerCode() ?? "";
  assert.match((await open(ada, `/join?code=${code}`)).text, /Make ada@example\.com the owner/);
  const claimed = await submit(ada, "/join", { code, claim: "yes" });
  assert.equal(claimed.headers.get("location"), "/admin");
  assert.equal((await open(ada, "/admin/accounts")).status, 200);
});

testPages(
  "keys and two-step log-in are set up by forms, and secrets are shown once",
  async (app) => {
    const ada = await app.person("ada@example.com");
    const unnamed = await submit(ada, "/settings/keys", { name: " ", scope: "run" });
    assert.equal(unnamed.status, 422);
    assert.match(unnamed.text, /Give the key a name\./);
    const made = await submit(ada, "/settings/keys", { name: "Sheet", scope: "read" });
    const [key = ""] = /bb_[\w-]{43}/.exec(made.text) ?? [];
    const read = await ada.get("/strategies", { authorization: `Bearer ${key}` });
    assert.equal(read.status, 200);
    const settings = await open(ada, "/settings");
    assert.ok(!settings.text.includes(key) && settings.text.includes(key.slice(0, 11)));

    const setUp = await open(ada, "/settings/two-step");
    assert.match(setUp.text, /<svg[^>]*role="img"/);
    const wrong = await submit(ada, "/settings/two-step", { code: "000000" });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /This code is not right/);
    const empty = await submit(ada, "/settings/two-step", { code: "" });
    assert.match(empty.text, /Enter the code\./);
  },
);

testPages(
  "incidents are written on a form that keeps what was typed, and told to everybody",
  async (app) => {
    const boss = await owner(app);
    const typed = { title: "Backtests wait", words: "A worker is full.", state: "investigating" };
    const wrong = await submit(boss, "/admin/incidents/open", { ...typed, since: "yesterday" });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /Write it as 2026-01-31 09:30, UTC\./);
    assert.match(wrong.text, /value="Backtests wait"/);
    const body = new URLSearchParams({ ...typed, since: "2026-01-31 09:30" });
    body.append("components", "backtests");
    body.append("components", "mail");
    const opened = await boss.send("POST", "//admin/incidents/open", `${body}`, {
      "content-type": "application/x-www-form-urlencoded",
    });
    assert.equal(opened.headers.get("location"), "/admin/incidents?done=opened");
    const status = (await open(app.visitor(), "/status")).text;
    assert.match(status, /Backtests wait/);
    assert.match(status, /Backtests, Mail/);
    const [, id = ""] = /name="id" value="([\w-]{36})"/.exec(
      (await open(boss, "/admin/incidents")).text,
    ) ?? [];
    const early = { id, words: "Done.", state: "resolved", until: "2025-01-31 09:30" };
    const refused = await submit(boss, "/admin/incidents/update", early);
    assert.match(refused.text, /It cannot end before it began\./);
    const ended = await submit(boss, "/admin/incidents/update", { ...early, until: "" });
    assert.equal(ended.status, 303);
    assert.match((await open(app.visitor(), "/status")).text, /✓ Resolved/);
    assert.equal((await submit(boss, "/admin/incidents/remove", { id })).status, 303);
    assert.doesNotMatch((await open(app.visitor(), "/status")).text, /Backtests wait/);
    assert.equal((await submit(boss, "/admin/incidents/remove", { id })).status, 404);
  },
);

testPages("restated candles are decided on where they are listed, once", async (app) => {
  const boss = await owner(app);
  const { store, restatements } = app.services.marketData;
  const btc = { asset: "BTC/USDT", timeframe: "1h", venue: "binance", ownerId: null } as const;
  const start = Date.UTC(2021, 0, 1);
  await store.insert(btc, candlesAt(hours(start, 5)));
  await restatements.record(btc, candlesAt(hours(start, 3), 1), "binance");
  const at = "/admin/market-data";
  const listed = async () =>
    [...(await open(boss, at)).text.matchAll(/name="ids" value="([^" ]+)"/g)].map(([, id = ""]) =>
      id
    );
  const ids = await listed();
  assert.equal(ids.length, 3);
  const close = async () => {
    const rows = await app.services.database.db.selectFrom("candles").select("close")
      .where("venue", "=", "binance").orderBy("timestamp").execute();
    return rows.map((row) => row.close).join();
  };
  const before = await close();

  const kept = await submit(boss, `${at}/reject`, { ids: ids[0]! });
  assert.equal(kept.headers.get("location"), `${at}?done=reject`);
  assert.match((await open(boss, `${at}?done=reject`)).text, /The stored values stay\./);
  assert.equal(await close(), before);
  assert.deepEqual(await listed(), ids.slice(1));
  const again = await submit(boss, `${at}/reject`, { ids: ids[0]! });
  assert.equal(again.status, 404);
  assert.match(again.text, /decided already/);
  for (const wrong of ["", "all", `${ids[1]} x`]) {
    assert.equal((await submit(boss, `${at}/accept`, { ids: wrong })).status, 422, wrong);
  }
  assert.equal((await listed()).length, 2);

  const taken = await submit(boss, `${at}/accept`, { ids: ids.slice(1).join(" ") });
  assert.equal(taken.headers.get("location"), `${at}?done=accept`);
  assert.notEqual(await close(), before);
  assert.deepEqual(await listed(), []);
  const events = (await boss.get("/admin/audit")).json.entries.map(
    ({ event, details }: Record<string, unknown>) => [event, details],
  ).slice(0, 2);
  assert.deepEqual(events, [
    ["restatements_accepted", { candles: 2, superseded: 0 }],
    ["restatements_rejected", { candles: 1, superseded: 0 }],
  ]);
});

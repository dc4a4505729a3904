/** Notices as people meet them: the bell, the list, the settings, and the link of a mail. */
import assert from "node:assert/strict";
import { failingStrategy } from "../../server/notices/kinds/failing_strategy.ts";
import { type TestApp, testApp, type TestClient } from "../../tests/support/app.ts";
import { open, submit, testPages } from "../../tests/support/html_pages.ts";

async function idOf(client: TestClient): Promise<string> {
  return (await client.get("/users/me")).json.id;
}

async function fail(app: TestApp, client: TestClient, key: string): Promise<void> {
  await app.services.notices.notify(await idOf(client), failingStrategy, {
    key,
    payload: { strategy: "<b>Dips</b>", problem: "It has a fault.", link: "/desk" },
  });
}

testPages("the bell counts what is unread, and a notice leads where it is about", async (app) => {
  const ada = await app.person();
  const eve = await app.person();
  assert.match((await open(ada, "/strategies")).text, /aria-label="Notices"/);
  assert.match((await open(ada, "/notices")).text, /No notices yet/);
  await fail(app, ada, "1");
  await fail(app, ada, "2");
  assert.match((await open(ada, "/strategies")).text, /aria-label="Notices, 2 unread"/);
  const { text } = await open(ada, "/notices");
  assert.match(text, /&lt;b>Dips&lt;\/b>|&lt;b&gt;Dips/);
  const [, id = ""] = /href="\/notices\/([0-9a-f-]{36})"/.exec(text) ?? [];
  // That of somebody else is neither opened nor read.
  assert.equal((await open(eve, `/notices/${id}`)).headers.get("location"), "/notices");
  assert.match((await open(ada, "/strategies")).text, /2 unread/);
  const opened = await open(ada, `/notices/${id}`);
  assert.deepEqual([opened.status, opened.headers.get("location")], [303, "/desk"]);
  assert.match((await open(ada, "/strategies")).text, /1 unread/);
  assert.equal((await submit(ada, "/notices/read", {})).status, 303);
  assert.match((await open(ada, "/strategies")).text, /aria-label="Notices"/);
  assert.equal(
    (await open(app.visitor(), "/notices")).headers.get("location"),
    "/login?next=%2Fnotices",
  );
});

testPages(
  "notices are set by plain forms, and a webhook's faults stand at its fields",
  async (app) => {
    const ada = await app.person();
    const sent = await submit(ada, "/settings/notices", {
      new_signal_mode: "silent",
      limit_near_mode: "off",
      daily_result_mode: "whatever",
    });
    assert.equal(sent.headers.get("location"), "/settings?saved=notices#notices");
    const { kinds } = (await ada.get("/notices/settings")).json;
    assert.deepEqual(
      kinds.map(({ mode }: { mode: string }) => mode),
      ["silent", "on", "on", "on", "off"],
    );
    // Without the operator's leave there are none.
    assert.match((await open(ada, "/settings")).text, /This Blockbuilders sends no webhooks\./);
    const refused = await submit(ada, "/settings/webhook", {
      url: "https://x.test/",
      shape: "json",
    });
    assert.equal(refused.status, 403);
    assert.match(refused.text, /sends no webhooks/);
    const invalid = await open(app.visitor(), "/unsubscribe?token=x.y");
    assert.equal(invalid.status, 410);
    assert.match(invalid.text, /not valid/);
    assert.equal((await submit(app.visitor(), "/unsubscribe?token=x.y", {})).status, 410);
  },
);

testApp("notices: the API lists them, marks them, and changes how they come", async (app) => {
  const ada = await app.person();
  const eve = await app.person();
  for (const key of ["1", "2", "3"]) await fail(app, ada, key);
  const first = (await ada.get("/notices?limit=2")).json;
  assert.deepEqual([first.notices.length, first.unread], [2, 3]);
  const rest = (await ada.get(`/notices?limit=2&before=${first.next}`)).json;
  assert.deepEqual([rest.notices.length, rest.next], [1, null]);
  const ids = [rest.notices[0].id];
  assert.equal((await eve.post("/notices/read", { ids })).json.unread, 0);
  assert.equal((await ada.post("/notices/read", { ids })).json.unread, 2);
  assert.equal((await ada.post("/notices/read", { ids: ["1"] })).status, 422);
  assert.equal((await ada.post("/notices/read", {})).json.unread, 0);
  assert.equal((await ada.get("/notices?limit=0")).status, 422);

  const refuse = async (body: unknown, status: number, message: RegExp) => {
    const answer = await ada.patch("/notices/settings", body);
    assert.deepEqual([answer.status], [status], answer.text);
    assert.match(answer.text, message);
  };
  await refuse({ kinds: [{ kind: "new_signal", mode: "loud" }] }, 422, /on, silent or off/);
  await refuse({ kinds: [{ kind: "none" }] }, 422, /no such notices/);
  await refuse({ webhook: { url: "http://localhost/" } }, 422, /begins with https/);
  await refuse({ webhook: { url: "https://[::ffff:169.254.169.254]/" } }, 422, /public internet/);
  await refuse({ webhook: { url: "https://inner.test/" } }, 422, /public internet/);
  const hook = { url: "https://hooks.test/x", shape: "telegram", chat_id: "-100" };
  const { webhook } = (await ada.patch("/notices/settings", { webhook: hook })).json;
  assert.deepEqual([webhook.url, webhook.chat_id, webhook.dead], [hook.url, "-100", []]);
  assert.equal((await eve.get("/notices/settings")).json.webhook, null);
  assert.equal((await eve.post("/notices/webhook/test", {})).status, 404);
  assert.equal((await app.visitor().get("/notices")).status, 401);
}, {
  config: { webhooks: { isOn: true, allowed: new Set() } },
  resolve: (host) => Promise.resolve([host === "inner.test" ? "10.0.0.7" : "1.1.1.1"]),
});

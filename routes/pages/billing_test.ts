/** Plans on pages: as a browser without JavaScript meets them, with and without anything to buy. */
import assert from "node:assert/strict";
import { testApp } from "../../tests/support/app.ts";
import { open, submit, testPages } from "../../tests/support/html_pages.ts";
import { StripeStandIn } from "../../tests/support/stripe.ts";
import { OPERATOR_COMMANDS } from "../../server/operator/mod.ts";

const stripe = new StripeStandIn();
const VITE = { viteOrigin: "http://localhost:5173" };
const blank = { name: "Dip", asset: "DEMO/USDT", timeframe: "4h" };

testPages(
  "plans: where nothing is sold the limits stand there, and nothing prompts",
  async (app) => {
    const person = await app.person();
    for (const client of [person, app.visitor()]) {
      const page = await open(client, "/plans");
      assert.equal(page.status, 200);
      assert.match(page.text, /No plans are sold here/);
      assert.match(page.text, /500,000/);
      assert.doesNotMatch(page.text, /Premium|Stripe|undefined|NaN/);
    }
    const settings = await open(person, "/settings");
    assert.doesNotMatch(settings.text, /id="plan"|Premium|\/plans/);
    assert.match(settings.text, /The beta limits\./);
    assert.match(settings.headers.get("content-security-policy") ?? "", /form-action 'self';/);
    assert.equal((await submit(person, "/settings/plan/checkout", {})).status, 404);
    const back = await open(person, "/settings/plan/return?paid=1");
    assert.equal(back.headers.get("location"), "/settings?saved=plan-waiting#plan");
  },
);

testApp(
  "pages: plans that are sold, bought, changed and given",
  async (app) => {
    const person = await app.person("ada@example.com");
    const { id } = (await person.get("/users/me")).json;
    const offered = await open(app.visitor(), "/plans");
    assert.match(offered.text, /Premium/);
    assert.match(offered.text, /5,000,000/);

    await person.post("/strategies", blank);
    for (const path of ["/strategies", "/strategies/new", "/settings"]) {
      const { text, status } = await open(person, path);
      assert.equal(status, 200, path);
      assert.match(text, /<a[^>]*href="\/plans"[^>]*>See what Premium allows<\/a>/, path);
    }
    const before = await open(person, "/settings");
    assert.match(before.text, /You have Free\. Nothing is charged\./);
    assert.match(before.text, /Upgrade to Premium/);
    assert.match(
      before.headers.get("content-security-policy") ?? "",
      /form-action 'self' https:\/\/checkout\.stripe\.com https:\/\/billing\.stripe\.com;/,
    );

    stripe.failing = 500;
    const away = await submit(person, "/settings/plan/checkout", {});
    assert.equal(away.status, 503);
    assert.match(away.text, /The payment service cannot be reached\. Nothing was charged/);
    stripe.failing = null;
    const paying = await submit(person, "/settings/plan/checkout", {});
    assert.deepEqual([paying.status, paying.headers.get("location")], [
      303,
      "https://checkout.stripe.com/c/pay/cs_1",
    ]);
    const [customer = ""] = stripe.customers;
    const early = await open(person, "/settings/plan/return?paid=1");
    assert.equal(early.headers.get("location"), "/settings?saved=plan-waiting#plan");
    stripe.set(customer, {
      id: "sub_1",
      status: "active",
      periodEndMs: Date.UTC(2099, 0, 1),
      ends: true,
    });
    const back = await open(person, "/settings/plan/return?paid=1");
    assert.equal(back.headers.get("location"), "/settings?saved=plan-paid#plan");
    const after = await open(person, "/settings?saved=plan-paid");
    assert.match(after.text, /Premium is on\. Thank you\./);
    assert.match(after.text, /It ends on/);
    assert.match(after.text, /Manage subscription/);
    assert.match(after.text, /The limits of Premium\./);
    assert.doesNotMatch(after.text, /Upgrade to Premium|See what Premium allows/);
    assert.match((await open(person, "/plans")).text, /Yours/);
    const portal = await submit(person, "/settings/plan/portal", {});
    assert.equal(portal.headers.get("location"), "https://billing.stripe.com/p/session/bps_1");

    stripe.set(customer, { id: "sub_1", status: "past_due" });
    await app.services.billing.refresh(id);
    assert.match((await open(person, "/settings")).text, /Your last payment failed\. Premium/);

    const code = await app.services.joining.ownerCode() ?? "";
    const boss = app.visitor();
    const account = { code, email: "boss@example.com", password: "correct horse" };
    assert.equal((await boss.post("/auth/join", account)).status, 201);
    const shown = await open(boss, `/admin/accounts/${id}`);
    assert.match(shown.text, /Its subscription at Stripe is past due\./);
    assert.match(shown.text, /Empty: 500, as in Premium\./);
    const give = (plan: string) => submit(boss, "/admin/accounts/plan", { id, plan });
    assert.equal((await give("gold")).status, 422);
    assert.equal((await give("free")).status, 303);
    assert.equal((await person.get("/billing")).json.source, "operator");
    assert.match((await open(person, "/settings")).text, /The operator gave you this plan\./);
    assert.equal((await give("")).status, 303);
    assert.equal((await person.get("/billing")).json.source, "subscription");
    const { entries } = (await boss.get("/admin/audit?event=plan_changed")).json;
    assert.deepEqual(entries.map(({ details }: { details: unknown }) => details), [
      { before: "free", plan: null },
      { before: null, plan: "free" },
    ]);

    const month = new Date(app.services.now()).toISOString().slice(0, 7);
    const { db } = app.services.database;
    await db.insertInto("usage_counters").values({ user_id: id, month, backtests: 1_234 })
      .execute();
    const usage = await open(boss, "/admin/usage");
    assert.match(usage.text, /ada@example\.com/);
    assert.match(usage.text, /1,234/);
    assert.match((await open(boss, "/admin/usage?month=2020-01")).text, /Nothing was used/);
    assert.equal((await open(boss, "/admin/usage?month=%00")).status, 200);
    const command = OPERATOR_COMMANDS.find(({ name }) => name === "usage");
    const told = await command?.run({ services: app.services, origin: "" }, {});
    assert.deepEqual(told, (await boss.get("/admin/usage")).json);
    await stripe.close();
  },
  () => ({ config: { ...VITE, billing: stripe.config, limits: { strategies: 1 } } }),
);

/** Plans as they are bought, used, fail and end: events of Stripe on loopback, on both databases. */
import assert from "node:assert/strict";
import { type TestApp, testApp, type TestClient, testClock } from "../../tests/support/app.ts";
import { freshPostgres } from "../../tests/support/database.ts";
import { StripeStandIn } from "../../tests/support/stripe.ts";

const DAY_MS = 86_400_000;
const PASSWORD = "correct horse";
const CHECKOUT = "POST /v1/checkout/sessions";
const blank = { name: "Dip", asset: "DEMO/USDT", timeframe: "4h" };

interface Shop {
  readonly stripe: StripeStandIn;
  readonly clock: ReturnType<typeof testClock>;
  /** Sends an event as Stripe does; answers `status outcome-or-code`. */
  readonly send: (body: string, headers?: Record<string, string>) => Promise<string>;
}

async function plan(person: TestClient): Promise<string> {
  const { json } = await person.get("/billing");
  return `${json.plan} ${json.source}`;
}

/** Somebody who went to the checkout: a customer from then on. */
async function customer(app: TestApp): Promise<{ person: TestClient; id: string }> {
  const person = await app.person();
  const { status, json, text } = await person.post("/billing/checkout");
  assert.equal(status, 200, text);
  assert.equal(json.url, "https://checkout.stripe.com/c/pay/cs_1");
  const { json: me } = await person.get("/users/me");
  const row = await app.services.database.db.selectFrom("subscriptions").select("customer_id")
    .where("user_id", "=", me.id).executeTakeFirstOrThrow();
  return { person, id: row.customer_id };
}

for (const postgres of [false, true]) {
  const on = postgres ? "PostgreSQL" : "PGlite";

  const testShop = (name: string, test: (app: TestApp, shop: Shop) => Promise<void>) => {
    const clock = testClock();
    let stripe: StripeStandIn;
    testApp(
      `billing on ${on}: ${name}`,
      async (app) => {
        const send: Shop["send"] = async (body, headers = stripe.sign(body, clock.now())) => {
          const { status, json } = await app.visitor().post("/billing/webhook", body, headers);
          return `${status} ${json.outcome ?? json.error.code}`;
        };
        try {
          await test(app, { stripe, clock, send });
        } finally {
          await stripe.close();
        }
      },
      async () => {
        stripe = new StripeStandIn();
        return {
          now: clock.now,
          config: { billing: stripe.config, limits: { strategies: 1 } },
          ...postgres ? { database: await freshPostgres() } : {},
        };
      },
      postgres ? ["postgres"] : [],
    );
  };

  testShop("checkout, paid, failing, seven days of grace, and the end", async (app, shop) => {
    const { stripe, clock, send } = shop;
    const { person, id } = await customer(app);
    const [asked] = stripe.asked(CHECKOUT);
    const me = (await person.get("/users/me")).json;
    assert.deepEqual([
      asked?.form.customer,
      asked?.form.client_reference_id,
      asked?.form.mode,
      asked?.form["line_items[0][price]"],
      asked?.form.success_url,
    ], [
      id,
      me.id,
      "subscription",
      "price_premium",
      "http://localhost:8000/settings/plan/return?paid=1",
    ]);
    assert.equal(await plan(person), "free default", "nothing is paid yet");

    await person.post("/strategies", blank);
    const refused = await person.post("/strategies", blank);
    assert.equal(refused.status, 403);
    const [issue] = refused.json.error.issues;
    assert.deepEqual([issue.plan, issue.upgrade], ["free", "/plans"]);
    assert.match(issue.message, / Premium allows 100\.$/);

    const periodEndMs = clock.now() + 30 * DAY_MS;
    const paid = stripe.set(id, { id: "sub_1", status: "active", periodEndMs });
    assert.equal(await send(paid), "200 applied");
    assert.equal(await plan(person), "premium subscription");
    assert.equal((await person.post("/strategies", blank)).status, 201);
    const { json: state } = await person.get("/billing");
    assert.deepEqual(state.subscription, {
      status: "active",
      period_end: new Date(periodEndMs).toISOString(),
      ends: false,
      grace_until: null,
    });
    assert.equal((await person.get("/users/me")).json.usage.upgrade, null);
    const again = await person.post("/billing/checkout");
    assert.deepEqual([again.status, again.json.error.code], [403, "not_allowed"]);

    const failing = stripe.set(id, { id: "sub_1", status: "past_due" }, "invoice.payment_failed");
    assert.equal(await send(failing), "200 applied");
    const failedMs = clock.now();
    clock.advance(3 * DAY_MS);
    const still = stripe.event("customer.subscription.updated", id);
    assert.equal(await send(still), "200 applied");
    const { json: inGrace } = await person.get("/billing");
    assert.equal(inGrace.plan, "premium");
    assert.equal(
      inGrace.subscription.grace_until,
      new Date(failedMs + 7 * DAY_MS).toISOString(),
      "a later failure does not begin it anew",
    );
    clock.advance(4 * DAY_MS);
    assert.equal(await plan(person), "free default", "by the clock alone");
    const usage = (await person.get("/users/me")).json.usage.strategies;
    assert.deepEqual(usage, { used: 2, limit: 1 }, "nothing is deleted");
    assert.equal((await person.get("/strategies")).json.strategies.length, 2);
    assert.equal((await person.post("/strategies", blank)).status, 403);

    const mended = stripe.set(id, { id: "sub_1", status: "active" }, "invoice.paid");
    assert.equal(await send(mended), "200 applied");
    assert.equal(await plan(person), "premium subscription");
    const ended = stripe.set(id, { id: "sub_1", status: "canceled" });
    assert.equal(await send(ended), "200 applied");
    assert.equal(await plan(person), "free default");

    const log = await app.services.auditLog.list({ event: "subscription_changed", limit: 9 });
    assert.deepEqual(log.map(({ details }) => details.status), [
      "canceled",
      "active",
      "past_due",
      "active",
    ]);
  });

  testShop("events that are forged, old, repeated, late or unknown", async (app, shop) => {
    const { stripe, clock, send } = shop;
    const { person, id } = await customer(app);
    const paid = stripe.set(id, { id: "sub_1", status: "active" });

    const forged = stripe.sign(paid, clock.now(), "whsec_of_somebody_else");
    assert.equal(await send(paid, forged), "400 bad_request");
    assert.equal(await send(paid, {}), "400 bad_request");
    assert.equal(await send(paid, stripe.sign(`${paid} `, clock.now())), "400 bad_request");
    assert.equal(await send(paid, stripe.sign(paid, clock.now() - 301_000)), "400 bad_request");
    assert.equal(await send("no JSON", stripe.sign("no JSON", clock.now())), "400 bad_request");
    assert.equal(await send("null", stripe.sign("null", clock.now())), "400 bad_request");
    assert.equal(await plan(person), "free default");

    const many = await Promise.all(Array.from({ length: 5 }, () => send(paid)));
    assert.deepEqual(
      many.toSorted(),
      ["200 applied", ...Array<string>(4).fill("200 known")],
      "at once",
    );
    const asked = stripe.asked("GET /v1/subscriptions").length;
    assert.equal(await send(paid), "200 known");
    assert.equal(stripe.asked("GET /v1/subscriptions").length, asked, "nothing is read for it");

    // The end comes first, then what was before it: the state is Stripe's own, not the event's.
    const ended = stripe.set(id, { id: "sub_1", status: "canceled" });
    const before = stripe.event("customer.subscription.created", id, 10);
    assert.equal(await send(ended), "200 applied");
    assert.equal(await send(before), "200 applied");
    assert.equal(await plan(person), "free default");

    assert.equal(await send(stripe.event("customer.tax_id.created", id)), "200 not_ours");
    assert.equal(await send(stripe.event("invoice.paid", "cus_unknown")), "200 not_ours");
    const bare = JSON.stringify({ id: "evt_x", type: "invoice.paid", created: 1, data: {} });
    assert.equal(await send(bare, stripe.sign(bare, clock.now())), "400 bad_request");

    stripe.failing = 500;
    const later = stripe.set(id, { id: "sub_2", status: "active", createdMs: 2_000_000 });
    assert.equal(await send(later), "503 unavailable");
    stripe.failing = null;
    assert.equal(await send(later), "200 applied", "Stripe sends it again");
    assert.equal(await plan(person), "premium subscription", "one that pays before one that ended");
  });

  testShop("a reading that began earlier never replaces a newer one", async (app, shop) => {
    const { stripe, clock, send } = shop;
    const { person, id } = await customer(app);
    assert.equal(await send(stripe.set(id, { id: "sub_1", status: "active" })), "200 applied");
    const late = stripe.set(id, { id: "sub_1", status: "canceled" });
    clock.advance(-60_000);
    assert.equal(await send(late), "200 applied");
    assert.equal(await plan(person), "premium subscription");
    clock.advance(120_000);
    assert.equal(await send(stripe.event("customer.subscription.deleted", id)), "200 applied");
    assert.equal(await plan(person), "free default");
  });

  testShop("who pays and changes is who typed the password", async (app, shop) => {
    const { stripe, clock } = shop;
    const person = await app.person();
    assert.equal((await app.visitor().post("/billing/checkout")).status, 401);
    const portal = await person.post("/billing/portal");
    assert.deepEqual([portal.status, portal.json.error.code], [403, "not_allowed"]);
    clock.advance(11 * 60_000);
    const old = await person.post("/billing/checkout");
    assert.deepEqual([old.status, old.json.error.code], [403, "password_needed"]);
    assert.deepEqual(stripe.calls, [], "nothing was asked of Stripe");
    const both = await Promise.all(
      [1, 2].map(() => person.post("/billing/checkout", { password: PASSWORD })),
    );
    assert.deepEqual(both.map(({ status }) => status), [200, 200]);
    assert.equal(stripe.customers.length, 1, "two at once are one customer");
    stripe.set(stripe.customers[0]!, { id: "sub_1", status: "active" });
    await app.services.billing.refresh((await person.get("/users/me")).json.id);
    const { json } = await person.post("/billing/portal", { password: PASSWORD });
    assert.equal(json.url, "https://billing.stripe.com/p/session/bps_1");
  });

  testShop("deleting the account ends its subscription first, or does not", async (app, shop) => {
    const { stripe, send } = shop;
    const { person, id } = await customer(app);
    await send(stripe.set(id, { id: "sub_1", status: "active" }));
    stripe.failing = 500;
    const refused = await person.delete("/users/me", { password: PASSWORD });
    assert.deepEqual([refused.status, refused.json.error.code], [503, "unavailable"]);
    assert.equal(await plan(person), "premium subscription");
    stripe.failing = null;
    assert.equal((await person.delete("/users/me", { password: PASSWORD })).status, 204);
    assert.equal(stripe.subscriptions.get(id)?.[0]?.status, "canceled");
    assert.equal(await send(stripe.event("customer.subscription.deleted", id)), "200 not_ours");
  });
}

testApp(
  "billing: where nothing is sold nothing is asked for, and nobody is prompted",
  async (app) => {
    const person = await app.person();
    for (const path of ["/billing/checkout", "/billing/portal"]) {
      assert.equal((await person.post(path)).status, 404, path);
    }
    const { status } = await app.visitor().post("/billing/webhook", "{}", {
      "stripe-signature": "t=1,v1=00",
    });
    assert.equal(status, 404);
    const { json } = await person.get("/billing");
    assert.deepEqual([json.plan, json.source, json.sold, json.subscription], [
      "free",
      "default",
      false,
      null,
    ]);
    await person.post("/strategies", blank);
    const refused = await person.post("/strategies", blank);
    assert.equal(refused.status, 403);
    const [issue] = refused.json.error.issues;
    assert.deepEqual([issue.plan, issue.upgrade], [undefined, undefined]);
    assert.match(issue.message, /Archived strategies do not count\.$/);
  },
  { config: { limits: { strategies: 1 } } },
);

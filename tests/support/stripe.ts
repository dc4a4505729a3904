/**
 * A stand-in for Stripe on the loopback address: customers, subscriptions that a test sets, pages to go on at, and events signed
 * as Stripe signs them.
 */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { Config } from "../../server/config/config.ts";

const SECRET_KEY = "sk_test_loopback";
const WEBHOOK_SECRET = "whsec_loopback";
const PRICE = "price_premium";

/** A subscription as a test sets it. */
export interface StandInSubscription {
  readonly id: string;
  readonly status: string;
  /** Unix ms */
  readonly periodEndMs?: number;
  readonly ends?: boolean;
  readonly createdMs?: number;
}

/** What was asked of it. */
export interface StripeCall {
  readonly method: string;
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
}

export class StripeStandIn {
  readonly calls: StripeCall[] = [];
  /** Subscriptions by customer. */
  readonly subscriptions = new Map<string, StandInSubscription[]>();
  /** While it is set, every call is answered with this status. */
  failing: number | null = null;
  readonly #byKey = new Map<string, string>();
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  #count = 0;

  constructor() {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => this.#answer(request),
    );
  }

  /** The settings that lead here. */
  get config(): NonNullable<Config["billing"]> {
    return {
      secretKey: SECRET_KEY,
      webhookSecret: WEBHOOK_SECRET,
      pricePremium: PRICE,
      url: `http://127.0.0.1:${this.#server.addr.port}`,
    };
  }

  /** The customers that there are. */
  get customers(): string[] {
    return [...new Set(this.#byKey.values())];
  }

  /** What was asked for, as `POST /v1/customers`. */
  asked(call: string): StripeCall[] {
    return this.calls.filter(({ method, path }) => `${method} ${path}` === call);
  }

  /** Sets the subscription of a customer, and gives the event of it. */
  set(customer: string, subscription: StandInSubscription, type = "customer.subscription.updated") {
    const others = (this.subscriptions.get(customer) ?? []).filter(({ id }) =>
      id !== subscription.id
    );
    this.subscriptions.set(customer, [...others, subscription]);
    return this.event(type, customer);
  }

  /** The body of an event. */
  event(type: string, customer: string, createdS = 1_000): string {
    this.#count++;
    return JSON.stringify({
      id: `evt_${this.#count}`,
      object: "event",
      type,
      created: createdS,
      data: { object: { object: "subscription", id: "sub_1", customer } },
    });
  }

  /** The header that signs a body at a time. */
  sign(body: string, atMs: number, secret = WEBHOOK_SECRET): Record<string, string> {
    const t = Math.floor(atMs / 1_000);
    const v1 = createHmac("sha256", secret).update(`${t}.${body}`).digest("hex");
    return { "stripe-signature": `t=${t},v1=${v1}`, "content-type": "application/json" };
  }

  async close(): Promise<void> {
    await this.#server.shutdown();
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname: path, searchParams } = new URL(request.url);
    const { method } = request;
    const form = Object.fromEntries(new URLSearchParams(await request.text()));
    this.calls.push({ method, path, form: { ...form, ...Object.fromEntries(searchParams) } });
    assert.equal(request.headers.get("authorization"), `Bearer ${SECRET_KEY}`);
    if (this.failing !== null) {
      return Response.json({ error: { type: "api_error", message: "away" } }, {
        status: this.failing,
        headers: { "stripe-should-retry": "false" },
      });
    }
    if (method === "POST" && path === "/v1/customers") {
      const key = request.headers.get("idempotency-key") ?? crypto.randomUUID();
      const id = this.#byKey.get(key) ?? `cus_${this.#byKey.size + 1}`;
      this.#byKey.set(key, id);
      return Response.json({ id, object: "customer" });
    }
    if (method === "POST" && path === "/v1/checkout/sessions") {
      return Response.json({ id: "cs_1", url: "https://checkout.stripe.com/c/pay/cs_1" });
    }
    if (method === "POST" && path === "/v1/billing_portal/sessions") {
      return Response.json({ id: "bps_1", url: "https://billing.stripe.com/p/session/bps_1" });
    }
    if (method === "GET" && path === "/v1/subscriptions") {
      const data = (this.subscriptions.get(searchParams.get("customer") ?? "") ?? []).map(written);
      return Response.json({ object: "list", has_more: false, data });
    }
    const canceled = /^\/v1\/subscriptions\/(\w+)$/.exec(path)?.[1];
    if (method === "DELETE" && canceled !== undefined) {
      for (const [customer, known] of this.subscriptions) {
        this.subscriptions.set(
          customer,
          known.map((one) => one.id === canceled ? { ...one, status: "canceled" } : one),
        );
      }
      return Response.json({ id: canceled, object: "subscription", status: "canceled" });
    }
    return Response.json({ error: { type: "invalid_request_error", message: path } }, {
      status: 404,
    });
  }
}

function written(
  { id, status, periodEndMs, ends = false, createdMs = 1_000_000 }: StandInSubscription,
) {
  const item = periodEndMs === undefined ? [] : [{ current_period_end: periodEndMs / 1_000 }];
  return {
    id,
    object: "subscription",
    status,
    created: createdMs / 1_000,
    cancel_at: null,
    cancel_at_period_end: ends,
    items: { object: "list", data: item },
  };
}

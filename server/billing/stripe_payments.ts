/** Payments by Stripe. Loaded only where its settings are there. */
import Stripe from "stripe";
import type { BillingConfig } from "../config/config.ts";
import {
  type BillingEvent,
  type Payments,
  PaymentsAwayError,
  type SubscriptionState,
} from "./payments.ts";

/** How old a signature may be, seconds: what was recorded on the way cannot be sent again later. */
const TOLERANCE_S = 300;
const TIMEOUT_MS = 10_000;
/** Subscriptions of one customer that are looked at. */
const MOST = 100;

export function openStripe(
  { secretKey, webhookSecret, pricePremium, url }: BillingConfig,
): Payments {
  const stripe = new Stripe(secretKey, {
    ...(url === null ? {} : addressOf(url)),
    httpClient: Stripe.createFetchHttpClient(),
    telemetry: false,
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 1,
  });
  return {
    async createCustomer({ id, email }) {
      const customer = await asked(() =>
        stripe.customers.create({ email, metadata: { user_id: id } }, {
          idempotencyKey: `customer-${id}`,
        })
      );
      return customer.id;
    },
    async checkout({ customerId, userId, backTo }) {
      const session = await asked(() =>
        stripe.checkout.sessions.create({
          mode: "subscription",
          customer: customerId,
          client_reference_id: userId,
          line_items: [{ price: pricePremium, quantity: 1 }],
          success_url: `${backTo}?paid=1`,
          cancel_url: `${backTo}?paid=0`,
        })
      );
      if (session.url) return session.url;
      throw new PaymentsAwayError("the checkout has no address");
    },
    async portal(customerId, backTo) {
      const session = await asked(() =>
        stripe.billingPortal.sessions.create({ customer: customerId, return_url: backTo })
      );
      return session.url;
    },
    async subscriptions(customerId) {
      const { data } = await asked(() =>
        stripe.subscriptions.list({ customer: customerId, status: "all", limit: MOST })
      );
      return data.map(stateOf);
    },
    async cancel(subscriptionId) {
      try {
        await stripe.subscriptions.cancel(subscriptionId);
      } catch (error) {
        if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404) {
          return;
        }
        throw new PaymentsAwayError("a subscription could not be canceled", { cause: error });
      }
    },
    async readEvent(body, signature, nowMs) {
      try {
        const event = await stripe.webhooks.constructEventAsync(
          body,
          signature,
          webhookSecret,
          TOLERANCE_S,
          undefined,
          nowMs,
        );
        return eventOf(event);
      } catch (error) {
        if (error instanceof Stripe.errors.StripeSignatureVerificationError) return null;
        // Signed, and no JSON or no event all the same.
        if (error instanceof SyntaxError || error instanceof TypeError) return null;
        throw error;
      }
    },
  };
}

function addressOf(url: string): { host: string; port: number; protocol: "http" | "https" } {
  const { hostname, port, protocol } = new URL(url);
  const isPlain = protocol === "http:";
  return {
    host: hostname,
    port: port === "" ? (isPlain ? 80 : 443) : Number(port),
    protocol: isPlain ? "http" : "https",
  };
}

async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new PaymentsAwayError("Stripe did not do what was asked", { cause: error });
  }
}

function stateOf(subscription: Stripe.Subscription): SubscriptionState {
  const { id, status, created, items, cancel_at, cancel_at_period_end } = subscription;
  const ends = items.data.map((item) => item.current_period_end).filter((s) => s > 0);
  const periodEnd = cancel_at ?? (ends.length > 0 ? Math.min(...ends) : null);
  return {
    id,
    status,
    periodEndMs: periodEnd === null ? null : periodEnd * 1_000,
    ends: cancel_at_period_end || cancel_at !== null,
    createdMs: created * 1_000,
  };
}

function eventOf({ id, type, created, data }: Stripe.Event): BillingEvent {
  const subject = data.object as { readonly object?: unknown; readonly customer?: unknown };
  const { customer } = subject;
  const of = typeof customer === "object" && customer !== null && "id" in customer
    ? customer.id
    : customer;
  return {
    id,
    type,
    happenedMs: created * 1_000,
    customerId: typeof of === "string" ? of : null,
  };
}

/** Plans, and paying for one. */
import { z } from "zod";
import { billingConfirmSchema, billingPageSchema, billingSchema } from "../plans.ts";
import type { Declarations } from "./endpoint.ts";

const tag = "Billing";
/** Where the password has to have been typed within the last ten minutes, or be sent along. */
const CONFIRMED = ["not_allowed", "password_needed", "too_many_attempts"] as const;

export const billingEndpoints = {
  "GET /billing": {
    summary: "The account's plan, what it allows, and the plans there are",
    tag,
    status: 200,
    response: billingSchema,
  },
  "POST /billing/checkout": {
    summary: "A page of Stripe to pay for Premium at; 404 where nothing is sold",
    tag,
    body: billingConfirmSchema,
    bodyOptional: true,
    status: 200,
    response: billingPageSchema,
    errors: CONFIRMED,
  },
  "POST /billing/portal": {
    summary: "A page of Stripe to change or end the subscription at; 404 where nothing is sold",
    tag,
    body: billingConfirmSchema,
    bodyOptional: true,
    status: 200,
    response: billingPageSchema,
    errors: CONFIRMED,
  },
  "POST /billing/webhook": {
    summary: "Takes an event of Stripe in; its signature is in the header Stripe-Signature",
    tag,
    open: true,
    rawBody: {
      type: "application/json",
      description: "An event as Stripe signed it, byte for byte",
    },
    status: 200,
    response: z.object({ outcome: z.enum(["applied", "known", "not_ours"]) }),
    errors: ["bad_request", "too_large", "too_slow"],
  },
} as const satisfies Declarations;

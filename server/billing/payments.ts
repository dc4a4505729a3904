/** What is asked of the payment service, and how its answers read here. */

/** A subscription as the payment service has it now. */
export interface SubscriptionState {
  readonly id: string;
  /** As Stripe names it: `active`, `past_due`, `canceled`. */
  readonly status: string;
  readonly periodEndMs: number | null;
  /** Whether it ends then. */
  readonly ends: boolean;
  readonly createdMs: number;
}

/** An event whose signature was right. */
export interface BillingEvent {
  readonly id: string;
  readonly type: string;
  readonly happenedMs: number;
  /** Whom it is about; `null` when nobody. */
  readonly customerId: string | null;
}

/** The payment service. What it cannot do at the moment throws {@link PaymentsAwayError}. */
export interface Payments {
  /** The customer of an account: the same one however often it is asked for at the same time. */
  createCustomer(account: { readonly id: string; readonly email: string }): Promise<string>;
  /** The address of a page to pay at. */
  checkout(
    order: { readonly customerId: string; readonly userId: string; readonly backTo: string },
  ): Promise<string>;
  /** The address of a page to change or end a subscription at. */
  portal(customerId: string, backTo: string): Promise<string>;
  subscriptions(customerId: string): Promise<SubscriptionState[]>;
  /** Ends a subscription at once; one that has ended is fine. */
  cancel(subscriptionId: string): Promise<void>;
  /** The event in a body; `null` when its signature is not ours, or too old. */
  readEvent(body: string, signature: string, nowMs: number): Promise<BillingEvent | null>;
}

/** The payment service did not answer, or refused; the log has the reason. */
export class PaymentsAwayError extends Error {
  override readonly name = "PaymentsAwayError";
}

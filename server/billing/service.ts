/**
 * Selling plans. What an account has paid for is read from Stripe itself, whenever an event says that something changed there
 * and whenever somebody comes back from its pages: events that are late, repeated or out of order tell nothing wrong.
 */
import type { Kysely } from "kysely";
import { AppError } from "../../contracts/errors.ts";
import type { Billing as BillingState } from "../../contracts/plans.ts";
import type { AuditLog } from "../audit/audit_log.ts";
import type { Database } from "../db/schema.ts";
import type { Limits } from "../limits/limits.ts";
import { describeError, type Logger } from "../logging/log.ts";
import { FAILING, offered, offeredPlans, PAID } from "../plans/entitlements.ts";
import {
  type BillingEvent,
  type Payments,
  PaymentsAwayError,
  type SubscriptionState,
} from "./payments.ts";
import {
  accountOfCustomer,
  isKnownEvent,
  keepCustomer,
  rememberEvent,
  subscriptionOf,
  writeState,
} from "./queries.ts";

export interface BillingParts {
  readonly db: Kysely<Database>;
  /** `null` where nothing is sold. */
  readonly payments: Payments | null;
  /** Whether plans can be bought now. */
  readonly isOn: () => Promise<boolean>;
  readonly limits: Pick<Limits, "standing" | "rules">;
  readonly auditLog: AuditLog;
  readonly log: Logger;
  readonly now: () => number;
}

/** Who buys. */
export interface Buyer {
  readonly id: string;
  readonly email: string;
}

/** What happened to an event. */
export type EventOutcome = "applied" | "known" | "not_ours";

/** Events after which the state of a subscription may be another. Any other is none of our concern. */
const RELEVANT =
  /^(customer\.subscription\.|invoice\.(paid|payment_|voided|marked_uncollectible)|checkout\.session\.)/;

export class Billing {
  readonly #parts: BillingParts;

  constructor(parts: BillingParts) {
    this.#parts = parts;
  }

  /** Whether plans are sold by this server; what was bought can be managed then, whatever a flag says. */
  get isSelling(): boolean {
    return this.#parts.payments !== null;
  }

  /** Whether plans can be bought now. */
  async isOpen(): Promise<boolean> {
    return this.isSelling && await this.#parts.isOn();
  }

  /** The account's plan, what it allows, and how it is paid for. */
  async state(userId: string): Promise<BillingState> {
    const { db, limits } = this.#parts;
    const standing = await limits.standing(userId);
    const row = await subscriptionOf(db, userId);
    const { graceEndsMs } = standing;
    return {
      plan: standing.plan.name,
      source: standing.source,
      entitlements: offered(standing.entitlements),
      sold: await this.isOpen(),
      subscription: row?.status == null ? null : {
        status: row.status,
        period_end: row.period_end?.toISOString() ?? null,
        ends: row.ends,
        grace_until: graceEndsMs === null ? null : new Date(graceEndsMs).toISOString(),
      },
      plans: offeredPlans(limits.rules.plans),
    };
  }

  /**
   * The address of a page to pay for Premium at.
   *
   * @param backTo where Stripe leads back to
   * @throws {AppError} `not_found` where nothing is sold, `not_allowed` with a subscription that goes on, `unavailable` when Stripe is away or
   *   selling is switched off
   */
  async checkout(buyer: Buyer, backTo: string): Promise<string> {
    const { db } = this.#parts;
    const payments = this.#requirePayments();
    if (!await this.isOpen()) {
      throw new AppError("unavailable", "Plans cannot be bought right now. Nothing was charged.");
    }
    return await this.#reaching(async () => {
      const known = await subscriptionOf(db, buyer.id);
      const customerId = known?.customer_id ??
        await keepCustomer(db, buyer.id, await payments.createCustomer(buyer));
      // Nobody pays twice, whatever is known here.
      const { status } = await this.#read(buyer.id, customerId, payments);
      if (status !== null && [...PAID, ...FAILING].includes(status)) {
        throw new AppError(
          "not_allowed",
          "You have a subscription already. Change it under “Manage subscription”.",
        );
      }
      return await payments.checkout({ customerId, userId: buyer.id, backTo });
    });
  }

  /**
   * The address of a page to change or end the subscription at.
   *
   * @throws {AppError} `not_found` where nothing is sold, `not_allowed` without a subscription, `unavailable`
   */
  async portal(userId: string, backTo: string): Promise<string> {
    const payments = this.#requirePayments();
    const row = await subscriptionOf(this.#parts.db, userId);
    if (row?.status == null) {
      throw new AppError("not_allowed", "You have no subscription to manage.");
    }
    return await this.#reaching(() => payments.portal(row.customer_id, backTo));
  }

  /** Reads anew what the account has paid for. What is not reached now comes with an event. */
  async refresh(userId: string): Promise<void> {
    const { db, payments, log } = this.#parts;
    const row = payments && await subscriptionOf(db, userId);
    if (!payments || !row) return;
    try {
      await this.#read(userId, row.customer_id, payments);
    } catch (error) {
      if (!(error instanceof PaymentsAwayError)) throw error;
      log.warn("a subscription could not be read", {
        user_id: userId,
        error: describeError(error),
      });
    }
  }

  /**
   * Takes an event of Stripe in.
   *
   * @throws {AppError} `not_found` where nothing is sold, `bad_request` for a wrong or old signature, `unavailable` when the
   *   state cannot be read: Stripe sends the event again then
   */
  async takeEvent(body: string, signature: string): Promise<EventOutcome> {
    const { db, now } = this.#parts;
    const payments = this.#requirePayments();
    const event = await payments.readEvent(body, signature, now());
    if (event === null) {
      throw new AppError("bad_request", "The signature of this event is wrong or too old.");
    }
    const { customerId } = event;
    if (customerId === null || !RELEVANT.test(event.type)) return "not_ours";
    const userId = await accountOfCustomer(db, customerId);
    if (userId === undefined) return "not_ours";
    if (await isKnownEvent(db, event.id)) return "known";
    const { isNew } = await this.#reaching(() => this.#read(userId, customerId, payments, event));
    return isNew ? "applied" : "known";
  }

  /**
   * Ends the account's subscription at once, before the account is deleted: nobody pays for what is gone.
   *
   * @throws {AppError} `unavailable` when Stripe cannot be reached
   */
  async cancelFor(userId: string): Promise<void> {
    const { db, payments } = this.#parts;
    const row = payments && await subscriptionOf(db, userId);
    if (!payments || !row) return;
    await this.#reaching(async () => {
      const open = (await payments.subscriptions(row.customer_id)).filter(({ status }) =>
        !["canceled", "incomplete_expired"].includes(status)
      );
      for (const { id } of open) await payments.cancel(id);
    });
  }

  /** Reads the state and keeps it, with the event that told of it. */
  async #read(
    userId: string,
    customerId: string,
    payments: Payments,
    event?: BillingEvent,
  ): Promise<{ readonly status: string | null; readonly isNew: boolean }> {
    const { db, auditLog, now } = this.#parts;
    const readMs = now();
    const state = newestOf(await payments.subscriptions(customerId));
    const isFailing = state !== null && FAILING.includes(state.status);
    return await db.transaction().execute(async (trx) => {
      if (event && !await rememberEvent(trx, event, customerId, readMs)) {
        return { status: state?.status ?? null, isNew: false };
      }
      const before = await writeState(trx, userId, state, { readMs, isFailing });
      if (before && before.status !== (state?.status ?? null)) {
        await auditLog.record("subscription_changed", {
          actor: { kind: "app" },
          subject: userId,
          details: { before: before.status ?? "none", status: state?.status ?? "none" },
        }, trx);
      }
      return { status: state?.status ?? null, isNew: true };
    });
  }

  #requirePayments(): Payments {
    const { payments } = this.#parts;
    if (payments) return payments;
    throw new AppError("not_found", "No plans are sold here.");
  }

  async #reaching<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PaymentsAwayError)) throw error;
      throw new AppError(
        "unavailable",
        "The payment service cannot be reached. Nothing was charged; try again in a few minutes.",
        { cause: error },
      );
    }
  }
}

/** The subscription that counts: one that is paid for before one that fails, and that before any other; then the newest. */
function newestOf(states: readonly SubscriptionState[]): SubscriptionState | null {
  const rank = ({ status }: SubscriptionState) =>
    PAID.includes(status) ? 0 : FAILING.includes(status) ? 1 : 2;
  const [first = null] = states.toSorted((a, b) => rank(a) - rank(b) || b.createdMs - a.createdMs);
  return first;
}

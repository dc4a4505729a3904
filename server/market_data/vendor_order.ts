/** The vendors in the order in which they are asked now: that of the settings, with the one in front that somebody has chosen. */
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import type { BreakerState } from "./breaker.ts";
import { chosenVendor, withFirst } from "./vendor_choice.ts";
import type { GuardedVendor } from "./vendor_guard.ts";

/** How long an answer of the database or of Redis holds, ms. */
const KEPT_MS = 1_000;

export interface OrderedVendors {
  readonly vendors: readonly GuardedVendor[];
  /** How each of them stands, by its name. */
  readonly standings: ReadonlyMap<string, BreakerState>;
  /** The one that somebody has put first. */
  readonly chosen: string | null;
}

export class VendorOrder {
  /** As the settings name them. */
  readonly vendors: readonly GuardedVendor[];
  readonly #db: Kysely<Database>;
  readonly #source: () => Promise<string>;
  readonly #now: () => number;
  #kept: { readonly atMs: number; readonly answer: Promise<OrderedVendors> } | null = null;

  constructor(
    parts: {
      readonly db: Kysely<Database>;
      readonly vendors: readonly GuardedVendor[];
      /** The one that counts where nobody has chosen; empty = none. */
      readonly source?: () => Promise<string>;
      readonly now: () => number;
    },
  ) {
    this.#db = parts.db;
    this.#source = parts.source ?? (() => Promise.resolve(""));
    this.#now = parts.now;
    this.vendors = parts.vendors;
  }

  /** As they stand; at most a second old. */
  async current(): Promise<OrderedVendors> {
    const nowMs = this.#now();
    const kept = this.#kept;
    if (kept && nowMs >= kept.atMs && nowMs - kept.atMs < KEPT_MS) return await kept.answer;
    const answer = this.#read();
    this.#kept = { atMs: nowMs, answer };
    answer.catch(() => this.forget());
    return await answer;
  }

  /** What is known is asked for anew the next time. */
  forget(): void {
    this.#kept = null;
  }

  async #read(): Promise<OrderedVendors> {
    const standings = new Map<string, BreakerState>();
    for (const vendor of this.vendors) standings.set(vendor.name, await vendor.standing());
    // With one there is no order.
    const isOnly = this.vendors.length <= 1;
    const chosen = isOnly ? null : await chosenVendor(this.#db);
    const first = chosen ?? (isOnly ? "" : await this.#source());
    return { vendors: withFirst(this.vendors, first), standings, chosen };
  }
}

/**
 * Looks after the vendors that are put aside, so that they return by themselves, and takes up which one somebody has put first.
 * Every process may run it: the breaker lets one of them make the trial.
 */
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import { describeError, type Logger } from "../logging/log.ts";
import { MarketDataError } from "./errors.ts";
import { newestClose } from "./newest_close.ts";
import { chooseVendor } from "./vendor_choice.ts";
import type { GuardedVendor } from "./vendor_guard.ts";
import type { VendorOrder } from "./vendor_order.ts";
import { takeRequest } from "./vendor_request.ts";
import { newestStates, noteState } from "./vendor_states.ts";

const LOOK_MS = 5_000;
/** Longest that a trial may take, ms: over a minute counts as slow, and has to be seen. */
const TRIAL_MS = 90_000;
const HOUR_MS = 3_600_000;

export class VendorWatch {
  #timer: ReturnType<typeof setInterval> | null = null;
  #looking: Promise<void> | null = null;
  readonly #stop = new AbortController();

  constructor(
    private readonly parts: {
      readonly db: Kysely<Database>;
      readonly order: VendorOrder;
      /** Where commands leave what they want of the app that has the embedded database; `null` when it is shared. */
      readonly dataDir: string | null;
      readonly now: () => number;
      readonly log: Logger;
    },
  ) {}

  /** Looks now, and again every few seconds until `stop`. */
  start(): void {
    void this.look();
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#stop.abort();
    await this.#looking;
  }

  /** Tries what is due, once. Never throws; two at once are one. */
  look(): Promise<void> {
    return this.#looking ??= this.#look()
      .catch((error) =>
        this.parts.log.warn("the vendors could not be looked after", {
          error: describeError(error),
        })
      )
      .finally(() => {
        this.#looking = null;
      });
  }

  async #look(): Promise<void> {
    const { db, order, now } = this.parts;
    await this.#takeUp();
    const written = await newestStates(db);
    await Promise.all(order.vendors.map(async (vendor) => {
      const { phase, untilMs } = await vendor.standing();
      const known = written.get(vendor.name);
      const change = { vendor: vendor.name, state: "working", reason: null } as const;
      // Its history begins.
      if (!known) await noteState(db, { ...change, since: new Date(now()) });
      if (phase === "closed") {
        // What was away when all processes ended may be back by now.
        if (known?.state !== "away" || !await this.#works(vendor)) return;
        await noteState(db, { ...change, since: new Date(now()) });
      } else if (now() >= untilMs && await this.#works(vendor)) order.forget();
    }));
  }

  /** Takes up what a command has left in the data folder. */
  async #takeUp(): Promise<void> {
    const { db, order, dataDir, log } = this.parts;
    const wanted = dataDir === null ? undefined : await takeRequest(dataDir);
    if (wanted === undefined) return;
    const isKnown = wanted === null || order.vendors.some(({ name }) => name === wanted);
    if (!isKnown) {
      log.warn("a vendor that is not named in MARKET_DATA was to be put first", { vendor: wanted });
      return;
    }
    await chooseVendor(db, wanted);
    order.forget();
    log.info("the order of the vendors was changed", { first: wanted ?? "as in MARKET_DATA" });
  }

  /** Asks for the newest closed candle of the vendor's first market; its breaker learns how that ended. */
  async #works(vendor: GuardedVendor): Promise<boolean> {
    const [market] = vendor.definition.markets;
    if (!market) return false;
    const toMs = newestClose(this.parts.now(), HOUR_MS);
    try {
      const pages = vendor.fetchCandles({
        asset: market.asset,
        timeframe: "1h",
        fromMs: toMs - HOUR_MS,
        toMs,
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(TRIAL_MS)]),
      });
      for await (const _ of pages);
      return true;
    } catch (error) {
      if (error instanceof MarketDataError) return false;
      throw error;
    }
  }
}

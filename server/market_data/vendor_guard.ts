/**
 * A vendor behind its breaker and its budget, which all processes share. To those who fetch it is a vendor like any other; one
 * that is put aside fails at once with what put it aside.
 */
import { describeError, type Logger } from "../logging/log.ts";
import { count, record as measure } from "../telemetry/measuring.ts";
import { admit, type BreakerState, CLOSED, giveUpTrial, record, refusal } from "./breaker.ts";
import { MarketDataError } from "./errors.ts";
import type { SharedCells } from "./shared_cells.ts";
import type { Vendor, VendorPage, VendorRequest } from "./vendor.ts";
import { type BudgetState, pauseFor, take, WHOLE } from "./vendor_budget.ts";

/** Longest that a request waits for its turn in the budget before it gives way to another vendor or time, ms. */
const LONGEST_WAIT_MS = 15_000;

/** A vendor that was put aside, or that is back. */
export interface VendorChange {
  readonly vendor: string;
  readonly state: "working" | "away";
  /** Code of the failure that put it aside. */
  readonly reason: string | null;
  readonly sinceMs: number;
}

export interface GuardParts {
  readonly cells: SharedCells;
  /** Unix ms. */
  readonly now: () => number;
  readonly log?: Logger;
  /** Told once of each change, in the process that made it. */
  readonly onChange?: (change: VendorChange) => Promise<void>;
  readonly longestWaitMs?: number;
}

export interface GuardedVendor extends Vendor {
  /** How it stands, by what all processes have seen. */
  standing(): Promise<BreakerState>;
}

/** Puts a breaker and a budget before a vendor. */
export function guard(vendor: Vendor, parts: GuardParts): GuardedVendor {
  const { name, title, definition } = vendor;
  const { cells, now, log, longestWaitMs = LONGEST_WAIT_MS } = parts;
  const breaker = `breaker:${name}`;
  const budget = `budget:${name}`;

  async function admitted(): Promise<"call" | "trial"> {
    const { admission, state } = await cells.change<BreakerState, ReturnType<typeof admit>>(
      breaker,
      (before) => {
        const answer = admit(before ?? CLOSED, now());
        return { value: answer.state, answer };
      },
    );
    if (admission === "refused") throw refusal(title, state, now());
    return admission;
  }

  /** Waits until a request fits into the budget. */
  async function withinBudget(signal: AbortSignal | undefined): Promise<void> {
    const waitMs = await cells.change<BudgetState, number>(budget, (before) => {
      const { state, waitMs } = take(
        before ?? WHOLE,
        definition.budget,
        now(),
        longestWaitMs,
      );
      return { value: state, answer: waitMs };
    });
    if (waitMs > longestWaitMs) {
      throw new MarketDataError(
        "rate_limited",
        `${title} may not be asked more often for now.`,
        { retryable: true, retryAfterMs: waitMs },
      );
    }
    if (waitMs > 0) await pause(waitMs, signal);
  }

  async function ended(latencyMs: number, error: MarketDataError | null): Promise<void> {
    measure("blockbuilders.vendor.duration", latencyMs / 1000, { vendor: name });
    if (error) count("blockbuilders.vendor.errors", { vendor: name, code: error.code });
    const outcome = {
      failure: error && { code: error.code, what: error.what, retryable: error.retryable },
      latencyMs,
      retryAfterMs: error?.retryAfterMs ?? null,
    };
    const [before, after] = await cells.change<
      BreakerState,
      readonly [BreakerState, BreakerState]
    >(breaker, (known) => {
      const before = known ?? CLOSED;
      const value = record(before, outcome, now());
      return { value, answer: [before, value] };
    });
    if (error?.code === "rate_limited" && error.retryAfterMs !== null) {
      const { retryAfterMs } = error;
      await cells.change<BudgetState, null>(budget, (known) => ({
        value: pauseFor(known ?? WHOLE, retryAfterMs, now()),
        answer: null,
      }));
    }
    const wasAway = before.phase !== "closed";
    const isAway = after.phase !== "closed";
    if (wasAway === isAway) return;
    const reason = isAway ? after.reason?.code ?? null : null;
    if (isAway) {
      log?.warn("a vendor was put aside", {
        vendor: name,
        reason,
        what: after.reason?.what.replaceAll("{vendor}", title),
        again_ms: after.untilMs - now(),
      });
    } else {
      log?.info("a vendor is back", { vendor: name, away_ms: now() - (before.sinceMs ?? now()) });
    }
    await parts.onChange?.({
      vendor: name,
      state: isAway ? "away" : "working",
      reason,
      sinceMs: after.sinceMs ?? now(),
    }).catch((problem) =>
      log?.warn("a vendor's state could not be written down", {
        vendor: name,
        error: describeError(problem),
      })
    );
  }

  async function* fetchCandles(request: VendorRequest): AsyncGenerator<VendorPage> {
    let isTrial = await admitted() === "trial";
    const pages = vendor.fetchCandles(request)[Symbol.asyncIterator]();
    try {
      for (;;) {
        await withinBudget(request.signal);
        const sinceMs = now();
        let next: IteratorResult<VendorPage>;
        try {
          next = await pages.next();
        } catch (error) {
          if (error instanceof MarketDataError && isOfVendor(error)) {
            isTrial = false;
            await ended(now() - sinceMs, error);
          }
          throw error;
        }
        if (next.done) return;
        isTrial = false;
        await ended(now() - sinceMs, null);
        yield next.value;
        // There is no request behind the last page.
        if (next.value.completeToMs >= request.toMs) return;
      }
    } finally {
      if (isTrial) {
        await cells.change<BreakerState, null>(breaker, (known) => ({
          value: giveUpTrial(known ?? CLOSED, now()),
          answer: null,
        }));
      }
      await pages.return?.();
    }
  }

  return {
    name,
    title,
    definition,
    market: (asset) => vendor.market(asset),
    firstTimeMs: (asset, timeframe) => vendor.firstTimeMs(asset, timeframe),
    fetchCandles,
    standing: async () => await cells.read<BreakerState>(breaker) ?? CLOSED,
  };
}

/** Whether a failure says that the vendor does not work; an asset that it does not list, and a caller that left, do not. */
function isOfVendor({ code }: MarketDataError): boolean {
  return code === "vendor_unreachable" || code === "vendor_error" || code === "vendor_refused" ||
    code === "rate_limited";
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(
        new MarketDataError("aborted", "Fetching the candles was stopped.", { retryable: true }),
      );
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}

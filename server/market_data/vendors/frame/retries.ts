/** Asking again after a failure that may pass. */
import { MarketDataError } from "../../errors.ts";
import { aborted } from "./call.ts";
import { VendorTimeout } from "./failures.ts";

/** Longest `Retry-After` that is waited for within one request, ms. */
const PATIENCE_MS = 5_000;

/** Runs `attempt` again after the pauses of `delaysMs`; a short pause that the vendor asks for takes the place of one. */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  delaysMs: readonly number[],
  signal: AbortSignal | undefined,
): Promise<T> {
  let patience = PATIENCE_MS;
  for (let tries = 0;; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof MarketDataError)) throw error;
      let delayMs = delaysMs[tries];
      if (delayMs === undefined || !worthRetrying(error)) throw error;
      if (error.code === "rate_limited") {
        delayMs = error.retryAfterMs ?? Infinity;
        if (delayMs > patience) throw error;
        patience -= delayMs;
      }
      await pause(delayMs, signal);
    }
  }
}

/** A time-out is not tried again here: the caller has waited long enough, and the run itself can be retried. */
function worthRetrying(error: MarketDataError): boolean {
  if (error.code === "rate_limited") return true;
  return error.code === "vendor_unreachable" && !(error instanceof VendorTimeout);
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      signal?.removeEventListener("abort", stop);
      resolve();
    };
    const timer = setTimeout(done, ms);
    const stop = () => {
      clearTimeout(timer);
      reject(aborted());
    };
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}

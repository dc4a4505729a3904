/** What went wrong with a request, as one `MarketDataError` in the vendor's name. */
import { MarketDataError } from "../../errors.ts";
import type { VendorDefinition } from "../../vendor.ts";
import { Unreadable } from "./call.ts";

const DEFAULT_RETRY_AFTER_MS = 60_000;
const MOST_CAUSES = 8;

/** A request that failed, as far as is known. */
export interface Failure {
  readonly error: unknown;
  /** HTTP status, or the vendor's own code where it hides one under HTTP 200; `null` when no answer came. */
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  /** Whether the vendor answered, and said no. */
  readonly refused: boolean;
  /** What the vendor wrote, or the error's message. */
  readonly text: string;
  readonly asset: string;
}

export class VendorTimeout extends MarketDataError {}

/** The sentences that all vendors' failures are told with. */
export class Failures {
  readonly #title: string;
  readonly #keySetting: string | undefined;

  constructor({ title, keySetting }: Pick<VendorDefinition, "title" | "keySetting">) {
    this.#title = title;
    this.#keySetting = keySetting;
  }

  /** By the HTTP status, where the vendor's own words say nothing more. */
  byStatus({ status, error, retryAfterMs }: Failure): MarketDataError {
    if (status === 429 || status === 418) return this.pause(retryAfterMs, error, status === 418);
    if (status === 451 || (status === 403 && this.#keySetting === undefined)) {
      return this.refused("does not serve this server's location or network", error);
    }
    if ((status === 401 || status === 403) && this.#keySetting !== undefined) {
      return this.refused(`does not accept the key in ${this.#keySetting} for this`, error);
    }
    if (status !== null && status >= 500) {
      return this.unreachable(`has trouble of its own (HTTP ${status})`, error);
    }
    if (error instanceof Unreadable) return this.unreadable(error);
    if (status !== null && status >= 300) {
      return this.requestRefused(`HTTP ${status}`, error);
    }
    if (status !== null) return this.unreadable(error);
    return this.unreachable("could not be reached", error);
  }

  timeout(timeoutMs: number, cause: unknown): MarketDataError {
    const seconds = Math.max(1, Math.round(timeoutMs / 1000));
    return new VendorTimeout(
      "vendor_unreachable",
      `${this.#title} did not answer within ${seconds} s.`,
      { retryable: true, cause },
    );
  }

  /** Too many requests. `shutOut`: the vendor calls it a ban. */
  pause(givenMs: number | null, cause: unknown, shutOut = false): MarketDataError {
    const retryAfterMs = givenMs ?? DEFAULT_RETRY_AFTER_MS;
    const what = shutOut ? "has shut this server out for" : "asks for a pause of";
    return new MarketDataError(
      "rate_limited",
      `${this.#title} ${what} ${inWords(retryAfterMs)}: too many requests came.`,
      { retryable: true, retryAfterMs, cause },
    );
  }

  refused(what: string, cause: unknown): MarketDataError {
    return new MarketDataError("vendor_refused", `${this.#title} ${what}.`, { cause });
  }

  /** `why`: in the vendor's own words. */
  requestRefused(why: string, cause: unknown): MarketDataError {
    const message = `${this.#title} refused the request (${why.slice(0, 200)}).`;
    return new MarketDataError("vendor_error", message, { cause });
  }

  notListed(asset: string, cause?: unknown): MarketDataError {
    return new MarketDataError("no_candles", `${this.#title} does not list ${asset}.`, { cause });
  }

  unreachable(what: string, cause: unknown): MarketDataError {
    return new MarketDataError("vendor_unreachable", `${this.#title} ${what}.`, {
      retryable: true,
      cause,
    });
  }

  unreadable(cause: unknown): MarketDataError {
    return new MarketDataError(
      "vendor_error",
      `${this.#title} sent an answer that cannot be read.`,
      { retryable: true, cause },
    );
  }
}

/** The error and its causes without the key, which `fetch` repeats with the address when a connection fails. */
export function withoutKey(error: unknown, apiKey: string | undefined, depth = 0): unknown {
  if (apiKey === undefined || !(error instanceof Error)) return error;
  if (depth > MOST_CAUSES) return undefined;
  const hide = (text: string) =>
    text.replaceAll(apiKey, "[key]").replaceAll(encodeURIComponent(apiKey), "[key]");
  const copy = new Error(
    hide(error.message),
    error.cause === undefined ? {} : { cause: withoutKey(error.cause, apiKey, depth + 1) },
  );
  copy.name = error.name;
  if (error.stack) copy.stack = hide(error.stack);
  return copy;
}

function inWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`;
}

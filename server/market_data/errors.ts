/** What can keep a run from getting its candles. */
export type MarketDataErrorCode =
  | "unknown_asset"
  | "unknown_timeframe"
  | "bad_range"
  | "vendor_unreachable"
  | "vendor_error"
  /** The exchange does not serve this server's location: asking again does not help. */
  | "vendor_refused"
  | "rate_limited"
  | "no_candles"
  | "aborted";

/** An outside failure around candles. `message` is a sentence for the trader that says what to do. */
export class MarketDataError extends Error {
  override readonly name = "MarketDataError";
  readonly code: MarketDataErrorCode;
  /** Whether the same request may succeed later unchanged. */
  readonly retryable: boolean;
  /** How long the vendor asked to be left alone, in ms, where it said so. */
  readonly retryAfterMs: number | null;
  /** What happened, without what to do. */
  readonly what: string;

  constructor(
    code: MarketDataErrorCode,
    message: string,
    options: {
      retryable?: boolean;
      retryAfterMs?: number | null;
      /** Where the message also says what to do. */
      what?: string;
      cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.what = options.what ?? message;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

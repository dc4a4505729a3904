/** When an account is told that a limit is nearly reached. */

export interface NearLimit {
  readonly userId: string;
  readonly what: "strategies" | "backtests" | "import_candles";
  readonly used: number;
  readonly limit: number;
  /** The UTC day that is counted, `2026-01-31`; `null` of what is not counted by the day. */
  readonly day: string | null;
}

/** From this share of a limit on it is nearly reached. */
const NEAR = 0.8;

export function isNear({ used, limit }: Pick<NearLimit, "used" | "limit">): boolean {
  return limit > 0 && used >= limit * NEAR;
}

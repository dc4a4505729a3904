/** Which failures of a run do not count against the day's backtests. */
import type { RunFailureCode } from "../../contracts/run_failures.ts";

/**
 * Why a backtest can fail without the trader having any part in it: the exchange, the machines, us. Such a run gave no
 * answer, so it does not count. One that takes too long does: it has cost what it may, and would again.
 */
export const OUTSIDE_FAILURES = [
  "vendor_unreachable",
  "vendor_error",
  "vendor_refused",
  "rate_limited",
  "interrupted",
  "storage_unavailable",
  "database_unavailable",
  "stopped_by_operator",
  "internal",
] as const satisfies readonly RunFailureCode[];

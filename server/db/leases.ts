/** Leases and pauses in rows: times until which a row is left alone, by the database's clock. */
import { type RawBuilder, sql } from "kysely";

/** The longest that can be set (`JOB_LOCK_MS`, `OUTAGE_WAIT_MS`), milliseconds. */
export const LONGEST_LEASE_MS = 600_000;

/** `ms` from now. */
export function leaseEnd(ms: number): RawBuilder<Date> {
  return sql<Date>`now() + ${ms} * interval '1 millisecond'`;
}

/**
 * Whether the time in a column has come; also when it is further away than any lease is long: then it was written before the
 * clock of the database went back, and would hold the row for as long as that clock was wrong.
 */
export function isOver(column: string): RawBuilder<boolean> {
  const time = sql.ref(column);
  return sql<boolean>`(${time} <= now() or ${time} > ${leaseEnd(LONGEST_LEASE_MS)})`;
}

/**
 * How many variations of a strategy were looked at. Each content counts once, by its hash; of a strategy with more than
 * `MOST_HASHES` the oldest hashes are forgotten, so that a content of long ago counts again when it comes back: doubt grows
 * too much rather than too little. Nothing takes a variation back.
 */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Trial } from "../../contracts/trial_bounds.ts";
import type { Trials } from "../../contracts/trials.ts";
import { CONTENT_HASH_DIGITS } from "../../engine/trials.ts";
import type { Database } from "../db/schema.ts";

/** Hashes that are remembered of a strategy. */
export const MOST_HASHES = 5_000;
const DIGITS = CONTENT_HASH_DIGITS;
/** A count beyond this stays; an integer of the database holds it. */
const HIGHEST_COUNT = 1_000_000_000;

interface Totals {
  readonly count: number;
  /** Of the daily Sharpe ratios. */
  readonly sum: number;
  readonly sum_of_squares: number;
}

const NONE: Totals = { count: 0, sum: 0, sum_of_squares: 0 };

/** The variations of a strategy so far. */
export async function trialsOf(db: Kysely<Database>, strategyId: string): Promise<Trials> {
  const row = await db.selectFrom("strategy_trials").select(["count", "sum", "sum_of_squares"])
    .where("strategy_id", "=", strategyId).executeTakeFirst();
  return toTrials(row ?? NONE);
}

/** The variations of a strategy so far, when all of `trials` are among them; else `null`, and they are to be added. */
export async function knownTrials(
  db: Kysely<Database>,
  strategyId: string,
  trials: readonly Trial[],
): Promise<Trials | null> {
  const row = await db.selectFrom("strategy_trials")
    .select(["count", "sum", "sum_of_squares", "hashes"])
    .where("strategy_id", "=", strategyId).executeTakeFirst();
  if (!row) return null;
  const known = new Set(splitHashes(row.hashes));
  return trials.every(({ hash }) => known.has(hash)) ? toTrials(row) : null;
}

/**
 * Counts those that are new, in one step with whatever else the transaction does: of several at once none is lost and none
 * counted twice.
 *
 * @throws a foreign key violation when there is no such strategy
 */
export async function addTrials(
  trx: Transaction<Database>,
  strategyId: string,
  trials: readonly Trial[],
): Promise<Trials> {
  await trx.insertInto("strategy_trials").values({ strategy_id: strategyId })
    .onConflict((conflict) => conflict.doNothing()).execute();
  const row = await trx.selectFrom("strategy_trials").selectAll()
    .where("strategy_id", "=", strategyId).forUpdate().executeTakeFirstOrThrow();
  const { hashes, ...totals } = withTrials(row, trials);
  if (totals.count !== row.count || hashes !== row.hashes) {
    await trx.updateTable("strategy_trials")
      .set({ ...totals, hashes, updated_at: sql<Date>`now()` })
      .where("strategy_id", "=", strategyId).execute();
  }
  return toTrials(totals);
}

/** Gives a copy of a strategy what was tried on the way to it. */
export async function inheritTrials(
  trx: Transaction<Database>,
  fromId: string,
  toId: string,
): Promise<void> {
  await trx.insertInto("strategy_trials")
    .columns(["strategy_id", "count", "sum", "sum_of_squares", "hashes"])
    .expression((eb) =>
      eb.selectFrom("strategy_trials")
        .select([
          sql<string>`${toId}::uuid`.as("strategy_id"),
          "count",
          "sum",
          "sum_of_squares",
          "hashes",
        ])
        .where("strategy_id", "=", fromId)
    ).execute();
}

/** Totals and hashes with new trials added; pure. */
export function withTrials(
  { count, sum, sum_of_squares, hashes }: Totals & { readonly hashes: string },
  trials: readonly Trial[],
): Totals & { readonly hashes: string } {
  const known = new Set(splitHashes(hashes));
  for (const { hash, sharpe_daily } of trials) {
    if (known.has(hash)) continue;
    known.add(hash);
    if (count >= HIGHEST_COUNT) continue;
    count += 1;
    sum += sharpe_daily;
    sum_of_squares += sharpe_daily * sharpe_daily;
  }
  const kept = [...known].slice(-MOST_HASHES);
  return { count, sum, sum_of_squares, hashes: kept.join("") };
}

/** The hashes that are kept with nothing between them. */
export function splitHashes(hashes: string): string[] {
  const list: string[] = [];
  for (let at = 0; at < hashes.length; at += DIGITS) list.push(hashes.slice(at, at + DIGITS));
  return list;
}

/** As in the API. */
export function toTrials({ count, sum, sum_of_squares }: Totals): Trials {
  if (count < 2) return { trials: count, variance: null };
  const variance = (sum_of_squares - sum * sum / count) / (count - 1);
  // Of equal values rounding may leave a little less than nothing.
  return { trials: count, variance: Math.max(0, variance) };
}

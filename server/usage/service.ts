/** What the service costs: how much each account stores and computes, when that is too much, and what need not be kept. */
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import type { Logger } from "../logging/log.ts";
import type { BlobDeletions } from "../storage/blob_deletions.ts";
import { gauge } from "../telemetry/measuring.ts";
import { utcDay } from "../track_records/days.ts";
import {
  type AccountUsage,
  addUsage,
  oldDailyResults,
  reduceResults,
  type Usage,
  usageByAccount,
} from "./queries.ts";

const DAY_MS = 86_400_000;
const BATCH = 200;
/** Accounts that are shown. */
const SHOWN = 50;
/** Days of computing that are shown. */
export const USAGE_DAYS = 30;

/** What is too much; 0 = nothing is. */
export interface AlertLimits {
  /** Bytes of results. */
  readonly storage: number;
  readonly accountStorage: number;
  /** Seconds of backtests on a day. */
  readonly runSeconds: number;
  readonly accountRunSeconds: number;
}

export interface CostsParts {
  readonly db: Kysely<Database>;
  readonly blobDeletions: Pick<BlobDeletions, "add">;
  readonly limits: AlertLimits;
  /** Daily results of a strategy that are kept whole. */
  readonly kept: number;
  readonly log: Logger;
  readonly now: () => number;
}

export interface UsageOverview {
  readonly all: Usage;
  /** Those that use most. */
  readonly accounts: readonly AccountUsage[];
  /** How many more there are. */
  readonly more: number;
  readonly limits: AlertLimits;
}

export class Costs {
  constructor(private readonly parts: CostsParts) {}

  /** Adds a backtest to what its account has computed today. */
  async computed(userId: string, seconds: number): Promise<void> {
    const { db, now } = this.parts;
    await addUsage(db, { userId, day: utcDay(now()), seconds });
  }

  /** What is stored now, and was computed in the last 30 days. */
  async overview(): Promise<UsageOverview> {
    const { db, now, limits } = this.parts;
    const all = await usageByAccount(db, {
      from: utcDay(now() - (USAGE_DAYS - 1) * DAY_MS),
      until: utcDay(now() + DAY_MS),
    });
    const accounts = all.slice(0, SHOWN);
    return { all: sumOf(all), accounts, more: all.length - accounts.length, limits };
  }

  /** Warns of what is too much: stored now, or computed on the day before. */
  async watch(): Promise<void> {
    const { db, now, limits, log } = this.parts;
    const all = await usageByAccount(db, {
      from: utcDay(now() - DAY_MS),
      until: utcDay(now()),
    });
    const sum = sumOf(all);
    const judge = (
      limit: keyof AlertLimits,
      used: readonly { readonly userId?: string; readonly amount: number }[],
    ) => {
      const most = limits[limit];
      const over = most === 0 ? [] : used.filter(({ amount }) => amount > most);
      gauge("blockbuilders.cost.over", over.length, { limit });
      for (const { userId, amount } of over) {
        log.warn("a cost limit is passed", {
          limit,
          most,
          amount: Math.round(amount),
          ...(userId === undefined ? {} : { user_id: userId }),
        });
      }
    };
    judge("storage", [{ amount: sum.bytes }]);
    judge("runSeconds", [{ amount: sum.seconds }]);
    judge("accountStorage", all.map(({ id, bytes }) => ({ userId: id, amount: bytes })));
    judge("accountRunSeconds", all.map(({ id, seconds }) => ({ userId: id, amount: seconds })));
  }

  /** Reduces old daily results to their summaries; answers how many. Any process may, at any time. */
  async reduce(): Promise<number> {
    const { db, blobDeletions, kept, log } = this.parts;
    let reduced = 0;
    for (;;) {
      const old = await oldDailyResults(db, { kept, limit: BATCH });
      if (old.length === 0) break;
      reduced += await db.transaction().execute(async (trx) => {
        const keys = await reduceResults(trx, old.map(({ id }) => id));
        await blobDeletions.add(trx, keys);
        return keys.length;
      });
    }
    if (reduced > 0) log.info("old daily results were reduced to summaries", { results: reduced });
    return reduced;
  }
}

function sumOf(all: readonly Usage[]): Usage {
  const sum = { bytes: 0, results: 0, candles: 0, runs: 0, seconds: 0 };
  for (const one of all) {
    sum.bytes += one.bytes;
    sum.results += one.results;
    sum.candles += one.candles;
    sum.runs += one.runs;
    sum.seconds += one.seconds;
  }
  return sum;
}

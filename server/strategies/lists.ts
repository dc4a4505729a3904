/** Lists of strategies, each with its newest run and result. */
import { newestClose } from "../market_data/newest_close.ts";
import type { Kysely } from "kysely";
import type { ListStrategies, StrategyListItem } from "../../contracts/strategies.ts";
import { timeframeToMs } from "../../engine/mod.ts";
import type { Changes } from "../db/changes.ts";
import { KeptReads } from "../db/kept_reads.ts";
import type { Database } from "../db/schema.ts";
import type { OfferedAssets } from "../market_data/offered_assets.ts";
import type { MarketData } from "../market_data/service.ts";
import { utcDay } from "../track_records/days.ts";
import { openRecordsOf } from "../track_records/records.ts";
import { listRows } from "./queries.ts";
import { toStrategy } from "./strategy_row.ts";

/** What an entry of the list is made of. */
const TABLES = [
  "users",
  "strategies",
  "strategy_versions",
  "backtest_runs",
  "scheduled_runs",
  "forward_records",
] as const;
/** Entries of lists that are kept in memory, some KB each. */
const KEPT = 5_000;
const USUAL_SORT = "-updated_at";

export interface StrategyListsOptions {
  readonly db: Kysely<Database>;
  /** What this process writes, when no other one does; lists are kept until something changes. */
  readonly changes: Changes | null;
  readonly now: () => number;
  /** What has closed of which market. */
  readonly assets: Pick<OfferedAssets, "newestClose">;
  /** Where an import ends; absent = nobody has any. */
  readonly endOf?: MarketData["endOf"];
}

export class StrategyLists {
  readonly #db: Kysely<Database>;
  readonly #now: () => number;
  readonly #assets: StrategyListsOptions["assets"];
  readonly #endOf: MarketData["endOf"];
  readonly #kept: KeptReads<readonly StrategyListItem[]>;

  constructor(
    { db, changes, now, assets, endOf = () => Promise.resolve(null) }: StrategyListsOptions,
  ) {
    this.#db = db;
    this.#now = now;
    this.#assets = assets;
    this.#endOf = endOf;
    this.#kept = new KeptReads({
      changes,
      tables: TABLES,
      most: KEPT,
      sizeOf: (list) => list.length,
    });
  }

  /** The strategies of one account: pinned ones first, and of both the last changed first unless `sort` says otherwise. */
  async of(userId: string, query: ListStrategies): Promise<readonly StrategyListItem[]> {
    return await this.#withImports(userId, await this.#ofTables(userId, query));
  }

  /** Imports are written to without a change to what the lists are kept for: where they end is looked up each time. */
  async #withImports(
    userId: string,
    list: readonly StrategyListItem[],
  ): Promise<readonly StrategyListItem[]> {
    const ends = new Map<string, Promise<number | null>>();
    const endOf = (asset: string, timeframe: string, importName: string) => {
      const name = JSON.stringify([asset, timeframe, importName]);
      const known = ends.get(name) ??
        this.#endOf({ asset, timeframe, importName, ownerId: userId });
      ends.set(name, known);
      return known;
    };
    return await Promise.all(list.map(async (item) => {
      const result = item.last_result;
      if (item.freshness !== "updated_today" || !result || result.import === null) return item;
      const end = await endOf(result.asset, result.timeframe, result.import);
      const hasAll = end !== null && Date.parse(result.candles_until) >= end;
      return hasAll ? item : { ...item, freshness: "needs_update" as const };
    }));
  }

  #ofTables(userId: string, query: ListStrategies): Promise<readonly StrategyListItem[]> {
    const today = utcDay(this.#now());
    // What is searched for is as good as never asked for twice.
    if (query.search !== undefined || query.tag !== undefined) {
      return this.#read(userId, query, today);
    }
    const key = JSON.stringify([userId, isArchived(query), query.sort ?? USUAL_SORT, today]);
    return this.#kept.get(key, () => this.#read(userId, query, today));
  }

  async #read(
    userId: string,
    query: ListStrategies,
    today: string,
  ): Promise<readonly StrategyListItem[]> {
    const archived = isArchived(query);
    const sort = query.sort ?? USUAL_SORT;
    const column = sort.replace("-", "") as "updated_at" | "name" | "asset" | "timeframe";
    const direction = sort.startsWith("-") ? "desc" : "asc";
    const words = query.search?.split(/\s+/).filter(Boolean) ?? [];
    const [found, records] = await Promise.all([
      listRows(this.#db, userId, {
        archived,
        words,
        column,
        direction,
        ...(query.tag === undefined ? {} : { tag: query.tag }),
      }),
      openRecordsOf(this.#db, userId),
    ]);
    return found.map((row) => ({
      ...toStrategy(row),
      latest_version_number: row.latest_version_number,
      last_run: row.run_id && row.run_status && row.run_created_at
        ? {
          id: row.run_id,
          status: row.run_status,
          created_at: row.run_created_at.toISOString(),
          total_return: row.total_return,
          max_drawdown: row.max_drawdown,
          // Without points when its result could not be read.
          sparkline: row.sparkline?.length ? [...row.sparkline] : null,
        }
        : null,
      last_result: row.result_id && row.result_created_at && row.result_from && row.result_until
        ? {
          id: row.result_id,
          created_at: row.result_created_at.toISOString(),
          asset: row.result_asset ?? row.asset,
          timeframe: row.result_timeframe ?? row.timeframe,
          import: row.result_import,
          candles_from: row.result_from.toISOString(),
          candles_until: row.result_until.toISOString(),
          total_return: row.result_return,
          buy_and_hold_return: row.result_hold,
          max_drawdown: row.result_drawdown,
          num_trades: row.result_trades,
          sparkline: row.result_sparkline && [...row.result_sparkline],
        }
        : null,
      freshness: row.result_created_at === null || row.result_until === null
        ? null
        : utcDay(row.result_created_at.getTime()) === today &&
            this.#hasNewestCandle(
              {
                asset: row.result_asset ?? row.asset,
                timeframe: row.result_timeframe ?? row.timeframe,
                isOwn: row.result_import !== null,
              },
              row.result_until,
              row.result_created_at,
            )
        ? "updated_today"
        : "needs_update",
      has_new_result: row.result_created_at !== null && row.result_seen_at === null,
      forward_record: records.get(row.id) ?? null,
    }));
  }

  /** Whether a run that was asked for at `askedAt` reached the newest candle that had closed by then, whoever brought it. */
  #hasNewestCandle(
    { asset, timeframe, isOwn }: {
      readonly asset: string;
      readonly timeframe: string;
      readonly isOwn: boolean;
    },
    until: Date,
    askedAt: Date,
  ): boolean {
    const ms = timeframeToMs(timeframe);
    if (ms === undefined) return false;
    const newest = isOwn
      ? newestClose(askedAt.getTime(), ms)
      : this.#assets.newestClose(asset, ms, askedAt.getTime());
    return until.getTime() >= newest;
  }
}

function isArchived({ archived }: ListStrategies): boolean {
  return archived === "true" || archived === "1";
}

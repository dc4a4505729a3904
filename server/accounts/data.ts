/** All that belongs to an account: handed out, or removed. */
import type { Kysely } from "kysely";
import type { Backtests } from "../backtests/service.ts";
import type { Database } from "../db/schema.ts";
import type { MarketData } from "../market_data/service.ts";
import type { BlobStorage } from "../storage/storage.ts";
import type { Accounts } from "./service.ts";

export interface AccountDataParts {
  readonly db: Kysely<Database>;
  readonly storage: BlobStorage;
  readonly accounts: Accounts;
  readonly backtests: Backtests;
  readonly marketData: MarketData;
  readonly now: () => number;
}

export class AccountData {
  constructor(private readonly parts: AccountDataParts) {}

  /** Everything as one JSON document, in pieces, so that an account of any size fits into memory. */
  async *export(userId: string): AsyncGenerator<string> {
    const { db, accounts, backtests, storage, marketData, now } = this.parts;
    const profile = await accounts.profile(userId);
    const sessions = await db.selectFrom("sessions")
      .select(["created_at", "last_seen_at", "expires_at", "user_agent"])
      .where("user_id", "=", userId).orderBy("created_at").execute();
    yield `{"exported_at":${JSON.stringify(new Date(now()))},"profile":${JSON.stringify(profile)}`;
    yield `,"sessions":${JSON.stringify(sessions)},"strategies":`;
    yield* array(this.#strategies(userId));
    yield `,"backtests":`;
    yield* array(async function* () {
      const stored = await backtests.storedResults(userId);
      for (const { run_id, key } of stored) {
        const run = JSON.stringify(await backtests.get(userId, run_id));
        const result = await storage.get(key);
        const text = result ? new TextDecoder().decode(result) : "null";
        yield `${run.slice(0, -1)},"result":${text}}`;
      }
    }());
    yield `,"candles":`;
    yield* array(async function* () {
      for (const series of await marketData.imports(userId)) {
        const { asset, timeframe, venue, firstMs, lastMs } = series;
        if (firstMs === null || lastMs === null) continue;
        const candles = await marketData.load({
          asset,
          timeframe,
          fromMs: firstMs,
          toMs: lastMs + 1,
          historyBars: 0,
          ownerId: userId,
          importName: venue,
        });
        const { time, open, high, low, close, volume } = candles;
        const columns = Object.entries({ time, open, high, low, close, volume })
          .map(([name, values]) => `"${name}":[${values.join(",")}]`).join(",");
        yield `${JSON.stringify({ asset, timeframe, name: venue }).slice(0, -1)},${columns}}`;
      }
    }());
    yield "}\n";
  }

  /** Removes the account, its rows and its blobs. Throws when the storage is away, and then nothing is removed. */
  async remove(userId: string): Promise<void> {
    const { accounts, backtests, storage } = this.parts;
    // Blobs first: without the rows nobody would know which ones are left. A run under way removes its own.
    for (const { key } of await backtests.storedResults(userId)) await storage.delete(key);
    await accounts.remove(userId);
  }

  async *#strategies(userId: string): AsyncGenerator<string> {
    const { db } = this.parts;
    const strategies = await db.selectFrom("strategies").selectAll()
      .where("user_id", "=", userId).orderBy("created_at").execute();
    for (const { user_id: _owner, ...strategy } of strategies) {
      const versions = await db.selectFrom("strategy_versions")
        .select(["version_number", "created_at", "note", "definition_json as definition"])
        .where("strategy_id", "=", strategy.id).orderBy("version_number").execute();
      yield JSON.stringify({ ...strategy, versions });
    }
  }
}

async function* array(items: AsyncIterable<string>): AsyncGenerator<string> {
  let separator = "[";
  for await (const item of items) {
    yield separator + item;
    separator = ",";
  }
  yield separator === "[" ? "[]" : "]";
}

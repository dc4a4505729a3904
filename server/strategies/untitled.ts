/** What a strategy is called and trades before anybody has said so. */
import type { Kysely } from "kysely";
import { type ImportTimeframe, timeframeSchema } from "../../contracts/markets.ts";
import type { CreateStrategy } from "../../contracts/strategies.ts";
import type { Database } from "../db/schema.ts";
import { hasImport } from "../market_data/imports.ts";
import type { OfferedAssets } from "../market_data/offered_assets.ts";
import { lastMarket, strategyNames } from "./queries.ts";

/** `Untitled 1`, or the next number that no strategy of the account has. */
export async function untitledName(db: Kysely<Database>, userId: string): Promise<string> {
  const taken = new Set(
    (await strategyNames(db, userId)).map((name) => name.trim().toLowerCase()),
  );
  let number = 1;
  while (taken.has(`untitled ${number}`)) number++;
  return `Untitled ${number}`;
}

/** The market of the strategy that was changed last, where it is still on offer; else Bitcoin by the day. */
export async function usualMarket(
  { db, assets }: {
    readonly db: Kysely<Database>;
    readonly assets: Pick<OfferedAssets, "find">;
  },
  userId: string,
): Promise<Pick<CreateStrategy, "asset" | "timeframe" | "import">> {
  const last = await lastMarket(db, userId);
  if (last && last.import_name !== null) {
    const { asset, timeframe, import_name: name } = last;
    if (await hasImport(db, userId, { asset, timeframe, name })) {
      return { asset, timeframe: timeframe as ImportTimeframe, import: name };
    }
  }
  const asset = last && assets.find(last.asset);
  const timeframe = timeframeSchema.safeParse(last?.timeframe);
  return asset && timeframe.success
    ? { asset: asset.asset, timeframe: timeframe.data, import: null }
    : { asset: "BTC/USDT", timeframe: "1d", import: null };
}

/** Which candles a strategy or a run is about: a market on offer, or an import of the account's own. */
import type { Kysely } from "kysely";
import { AppError } from "../../contracts/errors.ts";
import type { NamedMarket } from "../../contracts/markets.ts";
import type { Database } from "../db/schema.ts";
import { hasImport } from "../market_data/imports.ts";
import type { OfferedAssets } from "../market_data/offered_assets.ts";

export interface ChosenMarket {
  readonly asset: string;
  readonly timeframe: string;
  /** The import's name; `null` = what everybody shares. */
  readonly import: string | null;
}

/**
 * The market after a change. Another asset is one that everybody shares unless an import is named with it: who knows nothing of
 * imports means that.
 */
export function marketAfter(before: ChosenMarket, change: NamedMarket): ChosenMarket {
  const isElsewhere = change.asset !== undefined && change.asset !== before.asset;
  return {
    asset: change.asset ?? before.asset,
    timeframe: change.timeframe ?? before.timeframe,
    import: change.import !== undefined ? change.import : isElsewhere ? null : before.import,
  };
}

/**
 * @throws {AppError} `not_found` for an import that the account does not have; `invalid_input` for a market that is not on
 * offer
 */
export async function requireMarket(
  { db, assets }: {
    readonly db: Kysely<Database>;
    /** What everybody may choose. */
    readonly assets: Pick<OfferedAssets, "require">;
  },
  userId: string,
  { asset, timeframe, import: name }: NamedMarket & {
    readonly asset: string;
    readonly timeframe: string;
  },
): Promise<void> {
  if (name !== undefined && name !== null) {
    if (await hasImport(db, userId, { asset, timeframe, name })) return;
    throw new AppError(
      "not_found",
      `You have no import “${name}” of ${asset} ${timeframe}. Import the candles first, or choose another market.`,
      { issues: [{ path: "import", message: "You have no such import." }] },
    );
  }
  assets.require(asset, timeframe);
}

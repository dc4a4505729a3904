/** Candles of one's own: importing a file where there is room for it, and deleting an import. */
import type { Limits } from "../limits/limits.ts";
import type { CsvImportRequest, CsvImportResult } from "../market_data/import_csv.ts";
import { type ImportKey, removeUnfinished } from "../market_data/imports.ts";
import type { MarketData } from "../market_data/service.ts";

export interface OwnImportsParts {
  readonly limits: Pick<Limits, "withRoomForImport" | "endImports">;
  readonly marketData: Pick<MarketData, "importCsv" | "removeImport">;
}

/** A file, how it is read, and which of the account's series it goes into. */
export type OwnImport =
  & ImportKey
  & DistributiveOmit<
    CsvImportRequest,
    "ownerId" | "importName" | "venue" | "admit" | "asset" | "timeframe"
  >;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/**
 * Imports a file: the whole of it, or nothing.
 *
 * @throws {AppError} `limit_reached`
 */
export async function importOwn(
  { limits, marketData }: OwnImportsParts,
  userId: string,
  { name, ...file }: OwnImport,
): Promise<CsvImportResult> {
  const { asset, timeframe } = file;
  return await marketData.importCsv({
    ...file,
    ownerId: userId,
    importName: name,
    admit: (newCandles, store) =>
      limits.withRoomForImport(
        userId,
        { asset, timeframe, venue: name, newCandles },
        store,
        (trx) => removeUnfinished(trx, userId, { asset, timeframe, name }),
      ),
  });
}

/** Deletes an import, and ends those into it that are under way; `false` when there is none like that. */
export async function removeOwn(
  { limits, marketData }: OwnImportsParts,
  userId: string,
  { asset, timeframe, name }: ImportKey,
): Promise<boolean> {
  await limits.endImports(userId, { asset, timeframe, venue: name });
  return await marketData.removeImport(userId, { asset, timeframe, name });
}

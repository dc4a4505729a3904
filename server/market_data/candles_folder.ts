/**
 * Taking in a folder of candle files at start: `BTC-USDT_1h_binance.csv` and the like. What has been taken in is
 * remembered, so an unchanged folder costs a look at each file's size and time.
 */
import { type Kysely, sql } from "kysely";
import { join, resolve } from "node:path";
import type { Database } from "../db/schema.ts";
import { describeError, type LogFields } from "../logging/log.ts";
import { isCandleFileName, readCandleFileName } from "./file_name.ts";
import { conflictInWords, type CsvProblem } from "./import_csv.ts";
import type { MarketData } from "./service.ts";
import { candlesInWords, dayInWords, thousands } from "./words.ts";

/** Where the lines go. */
export interface FolderLog {
  info(message: string): void;
  warn(message: string, fields?: LogFields): void;
}

/** What became of the folder's files, by name. */
export interface FolderImport {
  readonly imported: readonly string[];
  readonly unchanged: readonly string[];
  /** Files of assets or timeframes that are not on offer. */
  readonly skipped: readonly string[];
  /** Broken or unreadable files. */
  readonly failed: readonly string[];
}

/** Problems of one file that are written out; the rest is counted. */
const SHOWN_PROBLEMS = 3;

/**
 * Imports every candle file in `folder` (not its subfolders), in the order of names. Candles that are stored with other
 * values stay as they are, which is reported. A broken file is reported and the others
 * go on; nothing of a broken file is kept. Never throws for a file; throws when the folder cannot be read.
 */
export async function importCandlesFolder(
  parts: {
    readonly db: Kysely<Database>;
    readonly marketData: MarketData;
    readonly log: FolderLog;
  },
  folder: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<FolderImport> {
  const { db, marketData, log } = parts;
  const imported: string[] = [];
  const unchanged: string[] = [];
  const skipped: string[] = [];
  const failed: string[] = [];
  const names = await csvNames(folder);
  for (const [index, name] of names.entries()) {
    if (options.signal?.aborted) break;
    const where = `${name} (${index + 1} of ${names.length})`;
    const meant = readCandleFileName(name, marketData.venue);
    if (!meant.ok) {
      skipped.push(name);
      log.info(`Skipped ${where}: ${meant.reason}.`);
      continue;
    }
    try {
      const file = await readChanged(db, resolve(join(folder, name)));
      if (!file) {
        unchanged.push(name);
        continue;
      }
      const result = await marketData.importCsv({
        asset: meant.asset.asset,
        timeframe: meant.timeframe,
        venue: meant.venue,
        file: file.bytes,
        onConflict: "keep",
        ...(options.signal ? { signal: options.signal } : {}),
      });
      if (!result.ok) {
        failed.push(name);
        log.warn(`Could not import ${where}: ${problemsInWords(result.problems)}`);
        continue;
      }
      await remember(db, file);
      imported.push(name);
      log.info(
        `Imported ${where}: ${candlesInWords(result.given)} of ${meant.asset.asset} ` +
          `${meant.timeframe}, ${meant.venue}, ${dayInWords(result.firstMs)} to ` +
          `${dayInWords(result.lastMs)}; ${thousands(result.inserted)} new.`,
      );
      if (result.differing > 0) {
        log.warn(
          `${name}: ${
            conflictInWords(result.differing)
          } What is stored was kept. To take those of the file: deno task candles import ${
            join(folder, name)
          } --asset ${meant.asset.asset} --timeframe ${meant.timeframe} --venue ${meant.venue} --replace`,
        );
      }
    } catch (error) {
      if (options.signal?.aborted) break;
      failed.push(name);
      log.warn(
        `Could not import ${where}: ${error instanceof Error ? error.message : String(error)}`,
        { error: describeError(error) },
      );
    }
  }
  return { imported, unchanged, skipped, failed };
}

/** The first problems of a file, with their lines, and how many more there are. */
export function problemsInWords(problems: readonly CsvProblem[]): string {
  const shown = problems.slice(0, SHOWN_PROBLEMS)
    .map(({ line, message }) => (line > 0 ? `line ${line}: ${message}` : message));
  const more = problems.length - shown.length;
  return shown.join(" ") + (more > 0 ? ` And ${thousands(more)} more.` : "");
}

async function csvNames(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const entry of Deno.readDir(folder)) {
      if (!entry.isDirectory && isCandleFileName(entry.name)) names.push(entry.name);
    }
  } catch (error) {
    const reason = error instanceof Deno.errors.NotFound ? "it does not exist" : String(error);
    throw new Error(`CANDLES_DIR ${folder} cannot be read: ${reason}.`, { cause: error });
  }
  return names.sort();
}

interface CandleFile {
  readonly path: string;
  readonly size: number;
  readonly modifiedAt: Date;
  readonly sha256: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Reads a file unless it has been taken in as it is: by size and time, then by its bytes. */
async function readChanged(db: Kysely<Database>, path: string): Promise<CandleFile | null> {
  const { size, mtime } = await Deno.stat(path);
  const modifiedAt = mtime ?? new Date(0);
  const known = await db.selectFrom("candle_files").select(["size", "modified_at", "sha256"])
    .where("path", "=", path).executeTakeFirst();
  if (known?.size === size && known.modified_at.getTime() === modifiedAt.getTime()) return null;
  const bytes = await Deno.readFile(path);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const file = { path, size, modifiedAt, sha256, bytes };
  if (known?.sha256 !== sha256) return file;
  await remember(db, file);
  return null;
}

async function remember(db: Kysely<Database>, file: Omit<CandleFile, "bytes">): Promise<void> {
  const row = { size: file.size, modified_at: file.modifiedAt, sha256: file.sha256 };
  await db.insertInto("candle_files").values({ path: file.path, ...row })
    .onConflict((conflict) =>
      conflict.column("path").doUpdateSet({ ...row, updated_at: sql<Date>`now()` })
    )
    .execute();
}

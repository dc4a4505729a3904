/**
 * `deno task candles`: imports candle files and lists what is stored.
 *
 * Exit status: 0 done; 1 the database cannot be used (a server has the data folder open, PostgreSQL is away); 2 the command
 * line or the file is wrong, and nothing was stored.
 */
import { parseArgs } from "node:util";
import { ConfigError, loadConfig } from "../server/config/config.ts";
import { openDatabase } from "../server/db/connect.ts";
import { migrateWithBackup } from "../server/backup/before_migration.ts";
import { readEnvironment } from "../server/process/environment.ts";
import type { DateOrder } from "../engine/candle_files.ts";
import { openCandleFile } from "../server/market_data/candle_file.ts";
import { problemsInWords } from "../server/market_data/candles_folder.ts";
import { assetsInWords, timeframesInWords } from "../server/market_data/catalog.ts";
import { MarketDataError } from "../server/market_data/errors.ts";
import {
  CONFLICT_CHOICES,
  type ConflictChoice,
  conflictInWords,
  type CsvImported,
  sampleInWords,
} from "../server/market_data/import_csv.ts";
import { takeInventory } from "../server/market_data/inventory.ts";
import { MarketData } from "../server/market_data/service.ts";
import type { Comparison } from "../server/market_data/store.ts";
import { candlesInWords, minuteInWords, thousands } from "../server/market_data/words.ts";

const HELP = `Imports candle files, and lists what is stored.

Usage:
  deno task candles import FILE --asset BTC/USDT --timeframe 1h [--venue binance] [--keep | --replace]
  deno task candles list

Commands:
  import   stores the closed candles of a file; repeating it changes nothing
  list     asset, timeframe, venue, first and last candle, candles, gaps

Options of import:
  --asset       ${assetsInWords()} (DEMO/USDT is synthetic and takes no files)
  --timeframe   ${timeframesInWords()}
  --venue       the exchange the candles are of; runs read binance, which is the default
  --keep        candles that are stored with other values stay as they are
  --replace     candles that are stored with other values take those of the file; backtests
                already made keep their results
  --date-order  day-first or month-first: what 03/04/2021 means where no line of the file
                settles it

When candles of the file differ from stored ones, the command says how many and asks. Without a
terminal to ask on it needs --keep or --replace, and otherwise imports nothing.

The file: CSV with a header "timestamp,open,high,low,close,volume", or an export of an exchange
(Binance, Kraken, CryptoDataDownload, TradingView, MetaTrader …); also packed as gzip or ZIP. Times
without an offset are UTC.

The database is the app's own: DATA_DIR (./data), or DATABASE_URL. An embedded database is open to one
process at a time, so stop the app first.

Exit status: 0 done; 1 the database cannot be used; 2 the command or the file is wrong.
`;

/** Where the command writes, and whom it asks. */
export interface CommandLine {
  /** A line of its output. */
  out(line: string): void;
  /** A line of what is wrong. */
  err(line: string): void;
  /** The answer of whoever sits at a terminal; `null`: there is nobody to ask. */
  ask(question: string): string | null;
  /** Variables that configure the app. */
  environment(): Promise<Readonly<Record<string, string>>>;
}

/** A wrong command line: the message says what was expected. */
class UsageError extends Error {}

type Command =
  | { readonly name: "help" }
  | { readonly name: "list" }
  | {
    readonly name: "import";
    readonly file: string;
    readonly asset: string;
    readonly timeframe: string;
    readonly venue: string | undefined;
    readonly onConflict: ConflictChoice | undefined;
    readonly dateOrder: DateOrder | undefined;
  };

function readCommand(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const [name, file, ...rest] = positionals;
  if (values.help || name === "help") return { name: "help" };
  if (name === "list") {
    if (file !== undefined) throw new UsageError(`"list" takes no file, but got "${file}".`);
    return { name: "list" };
  }
  if (name !== "import") {
    throw new UsageError(
      name === undefined
        ? 'Say what to do: "import FILE" or "list".'
        : `There is no command "${name}". There are "import FILE" and "list".`,
    );
  }
  if (file === undefined) throw new UsageError("Name the file to import.");
  if (rest.length > 0) throw new UsageError(`One file at a time, please, not "${rest[0]}" too.`);
  if (!values.asset) throw new UsageError("Name the asset, for example --asset BTC/USDT.");
  if (!values.timeframe) throw new UsageError("Name the timeframe, for example --timeframe 1h.");
  if (values.venue !== undefined && !/^[a-z0-9][a-z0-9._-]{0,31}$/.test(values.venue)) {
    throw new UsageError("A venue is a short name in small letters, for example --venue binance.");
  }
  if (values.venue === "synthetic") {
    throw new UsageError("The venue synthetic is the app's own and takes no files.");
  }
  if (values.keep && values.replace) throw new UsageError("Choose --keep or --replace, not both.");
  return {
    name: "import",
    file,
    asset: values.asset,
    timeframe: values.timeframe,
    venue: values.venue,
    onConflict: values.keep ? "keep" : values.replace ? "replace" : undefined,
    dateOrder: dateOrderOf(values["date-order"]),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        asset: { type: "string" },
        timeframe: { type: "string" },
        venue: { type: "string" },
        keep: { type: "boolean" },
        replace: { type: "boolean" },
        "date-order": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function dateOrderOf(text: string | undefined): DateOrder | undefined {
  if (text === undefined) return undefined;
  if (text === "day-first") return "day_first";
  if (text === "month-first") return "month_first";
  throw new UsageError(`--date-order must be day-first or month-first, not "${text}".`);
}

async function importFile(
  marketData: MarketData,
  command: Extract<Command, { name: "import" }>,
  line: CommandLine,
): Promise<number> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = await Deno.readFile(command.file);
  } catch (error) {
    const reason = error instanceof Deno.errors.NotFound ? "There is no such file" : String(error);
    throw new UsageError(`${command.file} cannot be read. ${reason}.`);
  }
  const file = await openCandleFile(bytes);
  if (!file.ok) {
    line.err(`${command.file} was not imported. ${file.message}`);
    return 2;
  }
  const store = (onConflict: ConflictChoice | undefined) =>
    marketData.importCsv({
      asset: command.asset,
      timeframe: command.timeframe,
      text: file.text,
      reading: { dateOrder: command.dateOrder },
      onConflict,
      ...(command.venue === undefined ? {} : { venue: command.venue }),
    });
  let result = await store(command.onConflict);
  if (!result.ok && result.conflict) {
    const choice = ask(line, command.file, result.conflict);
    if (choice === null) return 2;
    result = await store(choice);
  }
  if (!result.ok) {
    line.err(`${command.file} was not imported. ${problemsInWords(result.problems)}`);
    return 2;
  }
  report(line, command, result);
  return 0;
}

/** Tells what differs, and asks what to do where there is somebody to ask; `null` = import nothing. */
function ask(
  line: CommandLine,
  file: string,
  { differing, samples }: Comparison,
): ConflictChoice | null {
  line.err(conflictInWords(differing));
  for (const sample of samples) line.err(`  ${sampleInWords(sample)}`);
  if (differing > samples.length) {
    line.err(`  … and ${thousands(differing - samples.length)} more.`);
  }
  const answer = line.ask("Keep the stored candles, or replace them? [keep/replace/cancel]");
  const choice = CONFLICT_CHOICES.find((name) => answer?.trim().toLowerCase() === name);
  if (choice) return choice;
  line.err(
    `${file} was not imported. Add --keep to keep the stored candles, or --replace to take those of the file.`,
  );
  return null;
}

function report(
  line: CommandLine,
  command: Extract<Command, { name: "import" }>,
  result: CsvImported,
): void {
  const known = result.given - result.inserted - result.replaced;
  line.out(
    `${candlesInWords(result.given)} of ${command.asset.toUpperCase()} ${command.timeframe}, ` +
      `${minuteInWords(result.firstMs)} to ${minuteInWords(result.lastMs)} UTC: ` +
      `${thousands(result.inserted)} new, ${thousands(known)} already stored` +
      (result.replaced > 0 ? `, ${thousands(result.replaced)} replaced` : "") +
      (result.missing > 0 ? `, ${thousands(result.missing)} missing inside the span` : "") + ".",
  );
  if (result.differing > result.replaced) {
    line.out(`${conflictInWords(result.differing)} What is stored was kept.`);
  }
  if (result.unclosed > 0) {
    line.out(`${candlesInWords(result.unclosed)} at the end had not closed yet: left out.`);
  }
}

async function list(
  marketData: MarketData,
  db: Parameters<typeof takeInventory>[0],
  line: CommandLine,
) {
  const stored = await takeInventory(db);
  const made = (await marketData.markets()).filter((market) => market.synthetic)
    .flatMap((market) => market.series.map((series) => ({ ...series, asset: market.asset })));
  const rows = [
    ["asset", "timeframe", "venue", "first (UTC)", "last (UTC)", "candles", "gaps"],
    ...stored.map((row) => [
      row.asset,
      row.timeframe,
      row.venue,
      minuteInWords(row.firstMs),
      minuteInWords(row.lastMs),
      thousands(row.candles),
      row.gaps === 0 ? "0" : `${thousands(row.gaps)} (${thousands(row.missing)} missing)`,
    ]),
    ...made.map((row) => [
      row.asset,
      row.timeframe,
      row.venue,
      minuteInWords(row.firstMs ?? 0),
      minuteInWords(row.lastMs ?? 0),
      "synthetic",
      "0",
    ]),
  ];
  const widths = rows[0]?.map((_, c) => Math.max(...rows.map((row) => row[c]?.length ?? 0))) ?? [];
  for (const row of rows) {
    line.out(row.map((cell, c) => cell.padEnd(widths[c] ?? 0)).join("  ").trimEnd());
  }
  if (stored.length === 0) {
    line.out("\nNo real candles are stored yet: import a file, or set CANDLES_DIR.");
  }
}

/** Runs the command; answers the exit status. */
export async function runCandles(args: readonly string[], line: CommandLine): Promise<number> {
  let command: Command;
  try {
    command = readCommand(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    line.err(`${error.message}\nTry: deno task candles --help`);
    return 2;
  }
  if (command.name === "help") {
    line.out(HELP);
    return 0;
  }
  try {
    const config = loadConfig(await line.environment());
    const handle = await openDatabase(config);
    try {
      const log = { info() {}, warn: (message: string) => line.err(message) };
      await migrateWithBackup({ config, database: handle, log, now: Date.now });
      const marketData = new MarketData({
        db: handle.db,
        venue: config.marketData[0] ?? "binance",
        vendor: null,
        now: Date.now,
      });
      try {
        if (command.name === "import") return await importFile(marketData, command, line);
        await list(marketData, handle.db, line);
        return 0;
      } finally {
        await marketData.close();
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    line.err(error instanceof Error ? error.message : String(error));
    if (error instanceof ConfigError) return 1;
    return error instanceof UsageError || error instanceof MarketDataError ? 2 : 1;
  }
}

if (import.meta.main) {
  const code = await runCandles(Deno.args, {
    out: (line) => console.log(line),
    err: (line) => console.error(line),
    ask: (question) =>
      Deno.stdin.isTerminal() && Deno.stdout.isTerminal() ? prompt(question) ?? "" : null,
    environment: readEnvironment,
  });
  Deno.exit(code);
}

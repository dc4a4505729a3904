/** Everything that an account has, as files that other programs read: JSON and CSV. */
import type { Kysely } from "kysely";
import type { Run } from "../../contracts/backtests.ts";
import type { ResultFiles } from "../backtests/result_files.ts";
import { resultsKey, robustnessKey } from "../backtests/results_key.ts";
import { runsOf } from "../backtests/queries.ts";
import { toRun } from "../backtests/runs.ts";
import { UnreadableResultError } from "../backtests/stored_result.ts";
import { splitHashes, toTrials } from "../strategies/trials.ts";
import type { Database } from "../db/schema.ts";
import { attributionOf } from "../market_data/facts/market_facts.ts";
import { csvOf } from "../market_data/export_csv.ts";
import type { MarketData } from "../market_data/service.ts";
import type { BlobStorage } from "../storage/storage.ts";
import { describeError, type Logger } from "../logging/log.ts";
import type { Accounts } from "../accounts/service.ts";
import type { SessionOwner } from "../accounts/sessions.ts";
import type { ZipEntry } from "./zip_stream.ts";

export interface ExportParts {
  readonly db: Kysely<Database>;
  readonly storage: BlobStorage;
  readonly accounts: Accounts;
  readonly marketData: MarketData;
  readonly resultFiles: ResultFiles;
  readonly log: Logger;
  readonly now: () => number;
}

/** Runs that are read at a time. */
const RUNS = 100;
/** What a completed run has in its folder. */
const RESULT_FILES = [
  { file: "json", name: "results.json" },
  { file: "trades", name: "trades.csv" },
  { file: "equity", name: "equity.csv" },
] as const;

const README = `Everything that Blockbuilders keeps about you.

profile.json     your account and its settings
sessions.json    the devices that are logged in
strategies/      a folder for each strategy: what it is, each of its versions as it was saved, and
                 trials.json: how many variations of it were looked at
backtests.csv    all backtests, a line each
backtests/       a folder for each: run.json (settings and summary) and, when it has completed,
                 results.json, trades.csv, equity.csv; a result that cannot be read is there
                 as it is kept, as results.unreadable; robustness.json where it has been tested
                 how far the result can be trusted
candles/         the candles that you imported, as CSV that can be imported again
SOURCES.txt      where the candles of your backtests are from, and under which licence

Times are UTC. A saved version runs without the app:
deno task backtest --strategy v1.json --candles candles.csv

Simulated performance. Not investment advice.
`;

/** The files of an account, made while they are read. */
export async function* exportEntries(
  parts: ExportParts,
  user: SessionOwner,
): AsyncGenerator<ZipEntry> {
  const { accounts, now } = parts;
  yield { path: "README.txt", content: README };
  const exported_at = new Date(now()).toISOString();
  yield json("profile.json", { exported_at, ...await accounts.profile(user.id) });
  yield json("sessions.json", await accounts.sessions(user));
  yield* strategies(parts, user.id);
  const unreadable: string[] = [];
  const tested = await testedRuns(parts.db, user.id);
  yield { path: "backtests.csv", content: runTable(parts.db, user.id) };
  const venues = new Set<string>();
  for await (const run of allRuns(parts.db, user.id)) {
    if (run.venue !== null && run.import === null) venues.add(run.venue);
    yield* backtest(parts, run, { tested, unreadable });
  }
  yield* candles(parts, user.id);
  const sources = sourcesOf(venues);
  if (sources !== "") yield { path: "SOURCES.txt", content: sources };
  if (unreadable.length > 0) {
    const lines = unreadable.map((path) => `${path}\n`).join("");
    yield {
      path: "MISSING.txt",
      content: `The results of these backtests could not be read. Export again later.\n\n${lines}`,
    };
  }
}

/** Whom the candles that backtests read have to be credited to, a line each. */
function sourcesOf(venues: ReadonlySet<string>): string {
  return [...venues].sort().flatMap((venue) => {
    const source = attributionOf(venue);
    if (!source) return [];
    const licence = source.licence === undefined ? "" : ` (${source.licence})`;
    return [`${source.text}${licence}, ${source.url}\n`];
  }).join("");
}

async function* strategies({ db }: ExportParts, userId: string): AsyncGenerator<ZipEntry> {
  const rows = await db.selectFrom("strategies").selectAll()
    .where("user_id", "=", userId).orderBy("created_at").orderBy("id").execute();
  for (const { user_id: _owner, ...strategy } of rows) {
    const folder = `strategies/${slug(strategy.name)}_${strategy.id}`;
    const versions = await db.selectFrom("strategy_versions")
      .select(["version_number", "created_at", "note"])
      .where("strategy_id", "=", strategy.id).orderBy("version_number").execute();
    const sealed = await db.selectFrom("forward_records").selectAll()
      .where("strategy_id", "=", strategy.id).orderBy("created_at").execute();
    const forward_records = sealed.map(({ strategy_id: _strategy, ...record }) => record);
    yield json(`${folder}/strategy.json`, { ...strategy, versions, forward_records });
    const trials = await db.selectFrom("strategy_trials").selectAll()
      .where("strategy_id", "=", strategy.id).executeTakeFirst();
    if (trials) {
      const { sum, sum_of_squares, hashes } = trials;
      yield json(`${folder}/trials.json`, {
        ...toTrials(trials),
        sum,
        sum_of_squares,
        hashes: splitHashes(hashes),
      });
    }
    for (const { version_number } of versions) {
      const version = await db.selectFrom("strategy_versions").select("definition_json")
        .where("strategy_id", "=", strategy.id).where("version_number", "=", version_number)
        .executeTakeFirst();
      if (version) yield json(`${folder}/v${version_number}.json`, version.definition_json);
    }
  }
}

async function* backtest(
  parts: ExportParts,
  run: Run,
  { tested, unreadable }: { readonly tested: ReadonlySet<string>; readonly unreadable: string[] },
): AsyncGenerator<ZipEntry> {
  const { storage, log, resultFiles } = parts;
  const folder = `backtests/${run.created_at.slice(0, 10)}_${
    slug(run.strategy_name)
  }_${run.run_id}`;
  yield json(`${folder}/run.json`, run);
  if (run.status !== "completed") return;
  if (tested.has(run.run_id)) yield* robustness(parts, run, folder);
  // One that cannot be read must not cost all the others.
  const stored = await storage.get(resultsKey(run.run_id)).catch((error) => {
    log.warn("a result is missing in an export", {
      run_id: run.run_id,
      error: describeError(error),
    });
    return null;
  });
  if (!stored) {
    unreadable.push(folder);
    return;
  }
  try {
    const files = await resultFiles.of(stored, RESULT_FILES.map(({ file }) => file));
    for (const [i, { name }] of RESULT_FILES.entries()) {
      yield { path: `${folder}/${name}`, content: files[i]! };
    }
  } catch (error) {
    if (!(error instanceof UnreadableResultError)) throw error;
    yield { path: `${folder}/results.unreadable`, content: stored };
  }
}

/** The runs of which it has been computed how far they can be trusted. */
async function testedRuns(db: Kysely<Database>, userId: string): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom("robustness_reports as p")
    .innerJoin("backtest_runs as r", "r.id", "p.run_id").select("p.run_id")
    .where("r.user_id", "=", userId).where("p.status", "=", "completed").execute();
  return new Set(rows.map(({ run_id }) => run_id));
}

/** As it is kept; one that cannot be had now is left out, because it can be computed again. */
async function* robustness(
  { storage, log }: ExportParts,
  { run_id }: Run,
  folder: string,
): AsyncGenerator<ZipEntry> {
  const stored = await storage.get(robustnessKey(run_id)).catch((error) => {
    log.warn("a report is missing in an export", { run_id, error: describeError(error) });
    return null;
  });
  if (stored) yield { path: `${folder}/robustness.json`, content: stored };
}

async function* candles({ marketData }: ExportParts, ownerId: string): AsyncGenerator<ZipEntry> {
  for (const series of await marketData.imports(ownerId)) {
    const { asset, timeframe, venue, firstMs, lastMs } = series;
    if (firstMs === null || lastMs === null) continue;
    const content = csvOf(marketData.store, { asset, timeframe, venue, ownerId }, {
      firstMs,
      lastMs,
    });
    yield { path: `candles/${venue}_${asset.replace("/", "-")}_${timeframe}.csv`, content };
  }
}

/** The runs of an account, the oldest first, some at a time. */
async function* allRuns(db: Kysely<Database>, userId: string): AsyncGenerator<Run> {
  const ids = await db.selectFrom("backtest_runs").select("id")
    .where("user_id", "=", userId).orderBy("created_at").orderBy("id").execute();
  for (let start = 0; start < ids.length; start += RUNS) {
    const page = ids.slice(start, start + RUNS).map(({ id }) => id);
    const rows = await runsOf(db, userId).where("r.id", "in", page)
      .orderBy("r.created_at").orderBy("r.id").execute();
    for (const row of rows) yield toRun(row);
  }
}

async function* runTable(db: Kysely<Database>, userId: string): AsyncGenerator<string> {
  let isFirst = true;
  for await (const { trials, ...run } of allRuns(db, userId)) {
    const row = {
      ...run,
      trials: trials?.trials ?? null,
      trials_variance: trials?.variance ?? null,
    };
    if (isFirst) yield `${Object.keys(row).join(",")}\r\n`;
    isFirst = false;
    yield `${Object.values(row).map(cell).join(",")}\r\n`;
  }
}

/** A value in a CSV. What a spreadsheet would take for a formula is kept from being one. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const plain = Array.isArray(value) ? value.join(", ") : value;
  const text = typeof plain === "string" && /^[=+@\t\r-]/.test(plain) ? `'${plain}` : String(plain);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function json(path: string, value: unknown): ZipEntry {
  return { path, content: `${JSON.stringify(value, null, 2)}\n` };
}

/** A name as part of a file's name, on every system. */
function slug(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return plain.slice(0, 40).toLowerCase() || "strategy";
}

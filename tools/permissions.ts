/**
 * The permissions of every program that is run with the app's data: what it may read, write, reach and know. Prints them as
 * Deno's flags: `deno run $(deno run -A tools/permissions.ts web) main.ts`.
 *
 * Variables that are not named are not there for the program (packages ask for many), and so are files outside of its folders.
 */
import { join } from "node:path";
import { PAPER_PORTS } from "../server/config/ibkr_settings.ts";
import { VENDOR_NAMES } from "../server/config/vendor_settings.ts";
import { SETTING_NAMES, SETTINGS } from "../server/config/settings.ts";
import { fileVariable, SECRET_SETTINGS, VARIABLES } from "../server/config/secret_settings.ts";
import { makeDataDir } from "../server/db/new_data_dir.ts";
import { readEnvironment, readVariables } from "../server/process/environment.ts";

/** Settings as they are written. */
type Given = Readonly<Record<string, string | undefined>>;

export interface Permissions {
  /** Folders and files. */
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** `host:port`; a host alone is all of its ports. */
  readonly net: readonly string[];
  readonly env: readonly string[];
  /** What may be asked of the operating system. */
  readonly sys: readonly string[];
  /** Programs that may be started. */
  readonly run: readonly string[];
  /** Files of variables that Deno reads before it starts the program. */
  readonly envFiles?: readonly string[];
}

const NOTHING: Permissions = { read: [], write: [], net: [], env: [], sys: [], run: [] };
/** The app's own folder, from which every program is started. */
const APP = ".";
/** The machine's addresses (`HOST=0.0.0.0` is reached by all of them), and the room on the disk. */
const SYS: string[] = ["networkInterfaces", "statfs"];
/** What the S3 client asks for: where its own settings would be, and what it calls itself. */
const SYS_OF_S3 = ["homedir", "osRelease", "uid"];

/** What a program may do under these settings. */
export const PROGRAMS = {
  /** The web app. */
  web: (given: Given): Permissions => ({
    read: [
      APP,
      ...folders(given),
      ...secretFiles(given),
      ...paths(given.CANDLES_DIR),
      ...paths(given.FLAGS_FILE),
    ],
    write: folders(given),
    net: [
      ...listens(given),
      ...services(given),
      ...vendors(given),
      ...webhooks(given),
      ...paperAccount(given),
      ...payments(given),
    ],
    env: VARIABLES,
    sys: systemOf(given),
    run: drills(given),
    envFiles: telemetry(given, "web"),
  }),
  /** A worker: the same without listening. */
  worker: (given: Given): Permissions => ({
    read: [APP, ...folders(given), ...secretFiles(given), ...paths(given.FLAGS_FILE)],
    write: folders(given),
    net: [...services(given), ...vendors(given), ...webhooks(given), ...paperAccount(given)],
    env: VARIABLES,
    sys: systemOf(given),
    run: drills(given),
    envFiles: telemetry(given, "worker"),
  }),
  /** Either of them, as `WORKER` says. */
  app: (given: Given): Permissions =>
    /^(?:1|true)$/i.test(given.WORKER ?? "") ? PROGRAMS.worker(given) : PROGRAMS.web(given),
  /** Commands on the database: `migrate`, `users`, `limits`, `activation`. */
  database: (given: Given): Permissions => ({
    read: [APP, ...folders(given), ...secretFiles(given)],
    write: folders(given),
    net: [DOOR, ...services(given)],
    env: VARIABLES,
    sys: systemOf(given),
    run: [],
  }),
  /** Commands on the database that read files which are named on the command line: `candles`, `market`, `seed`. */
  files: (given: Given): Permissions => ({
    ...PROGRAMS.database(given),
    read: [ANYWHERE],
    net: [DOOR, ...services(given), ...vendors(given)],
  }),
  /** `backup`: its file may lie anywhere. */
  backup: (given: Given): Permissions => ({
    ...PROGRAMS.database(given),
    read: [ANYWHERE],
    write: [ANYWHERE],
  }),
  /** `restore`: the same without writing anywhere but to the data folder. */
  restore: (given: Given): Permissions => ({ ...PROGRAMS.database(given), read: [ANYWHERE] }),
  /** Programs without a database: `backtest`, `describe`, `sweep`, `robustness`. They read files and print. */
  offline: (): Permissions => ({ ...NOTHING, read: [ANYWHERE] }),
  /** The image's health check. */
  health: (given: Given): Permissions => ({
    ...NOTHING,
    net: [`127.0.0.1:${given.PORT || "8000"}`],
    env: ["PORT"],
  }),
} as const;

export type ProgramName = keyof typeof PROGRAMS;

const ANYWHERE = "*";
/** The door of a running app; its port is known once it is open. */
const DOOR = "127.0.0.1";

/** Flags of `deno run`, one word each. */
export function flagsOf(permissions: Permissions): string[] {
  const list = (name: string, values: readonly string[]) => {
    if (values.length === 0) return [];
    // A word with a space in it would be two: then all of the kind.
    const isAny = values.some((value) => value === ANYWHERE || /\s/.test(value));
    const named = [...new Set(values)].map((value) => value.replaceAll(",", ",,")).join(",");
    return [isAny ? `--allow-${name}` : `--allow-${name}=${named}`];
  };
  const { read, write, net, env, sys, run, envFiles = [] } = permissions;
  return [
    "--no-prompt",
    ...envFiles.map((path) => `--env-file=${path}`),
    ...list("read", read),
    ...list("write", write),
    ...list("net", net),
    ...list("env", env),
    ...list("sys", sys),
    ...list("run", run),
    "--ignore-env",
    ...read.includes(ANYWHERE) ? [] : ["--ignore-read"],
  ];
}

function paths(path: string | undefined): string[] {
  return path ? [path] : [];
}

/** Folders that are written to. */
function folders(given: Given): string[] {
  const { DATA_DIR, LOG_DIR, BACKUP_TO } = given;
  const backups = BACKUP_TO?.startsWith("s3:") ? undefined : BACKUP_TO;
  return [DATA_DIR || "./data", ...paths(LOG_DIR), ...paths(backups)];
}

/** Files in which secrets lie. */
function secretFiles(given: Given): string[] {
  return SECRET_SETTINGS.flatMap((name) => paths(given[fileVariable(name)]));
}

function systemOf({ S3_ENDPOINT, BACKUP_S3_ENDPOINT }: Given): string[] {
  return S3_ENDPOINT || BACKUP_S3_ENDPOINT ? [...SYS, ...SYS_OF_S3] : SYS;
}

function listens({ HOST, PORT, DATABASE_URL }: Given): string[] {
  const host = HOST || "localhost";
  const own = `${host.includes(":") ? `[${host}]` : host}:${PORT || "8000"}`;
  return DATABASE_URL ? [own] : [own, `${DOOR}:0`];
}

/** Ports that addresses of these protocols have without naming one. */
const PORTS: Readonly<Record<string, number>> = {
  "http:": 80,
  "https:": 443,
  "postgres:": 5432,
  "postgresql:": 5432,
  "redis:": 6379,
  "rediss:": 6379,
  "smtp:": 587,
  "smtps:": 465,
};
/** Addresses that are said and not reached. */
const NOT_REACHED = new Set(["PUBLIC_URL"]);

/** Everything that a setting gives the address of: database, queue, storage, mail, and whatever comes. */
function services(given: Given): string[] {
  return SETTING_NAMES.flatMap((name) => {
    const text = given[name];
    if (!text || NOT_REACHED.has(name) || !URL.canParse(text)) return [];
    const { protocol, hostname, port } = new URL(text);
    const number = port === "" ? PORTS[protocol] : Number(port);
    if (number === undefined || hostname === "") return [];
    const hosts = [hostname];
    // Buckets as names of hosts.
    if (name === "S3_ENDPOINT" && /^(?:0|false)$/i.test(given.S3_FORCE_PATH_STYLE ?? "")) {
      hosts.push(`${given.S3_BUCKET}.${hostname}`);
    }
    return hosts.map((host) => `${host}:${number}`);
  });
}

/** Where each vendor's own API is. */
export const VENDOR_HOSTS: Readonly<Record<(typeof VENDOR_NAMES)[number], readonly string[]>> = {
  binance: ["api.binance.com"],
  kraken: ["api.kraken.com"],
  coinbase: ["api.exchange.coinbase.com"],
  coindesk: ["data-api.coindesk.com"],
  coin_metrics: ["api.coinmetrics.io", "community-api.coinmetrics.io"],
  twelve_data: ["api.twelvedata.com"],
};

function vendors({ MARKET_DATA, MARKET_VENUE }: Given): string[] {
  const named = (MARKET_DATA || MARKET_VENUE || "binance").split(/[\s,]+/);
  return VENDOR_NAMES.filter((name) => named.includes(name))
    .flatMap((name) => VENDOR_HOSTS[name].map((host) => `${host}:443`));
}

/** Webhooks go to addresses that people give, and each connection to one that was looked up before. */
function webhooks({ WEBHOOKS }: Given): string[] {
  return /^(?:1|true)$/i.test(WEBHOOKS ?? "") ? [ANYWHERE] : [];
}

/** Deno exports telemetry by itself, and reads how before it starts a program. */
function telemetry({ OTEL_EXPORTER_OTLP_ENDPOINT }: Given, program: string): string[] {
  return OTEL_EXPORTER_OTLP_ENDPOINT ? [`ops/telemetry/${program}.env`] : [];
}

/** Ports of live accounts are out of reach, whatever the settings say. */
function paperAccount({ IBKR_HOST, IBKR_PORT }: Given): string[] {
  const port = Number(IBKR_PORT || SETTINGS.IBKR_PORT.default);
  return IBKR_HOST && PAPER_PORTS.includes(port) ? [`${IBKR_HOST}:${port}`] : [];
}

/** Where plans are paid for, unless a setting says otherwise. */
function payments({ STRIPE_SECRET_KEY, STRIPE_URL }: Given): string[] {
  return STRIPE_SECRET_KEY && !STRIPE_URL ? ["api.stripe.com:443"] : [];
}

/** A restore drill is a process of its own. */
function drills({ RESTORE_DRILL }: Given): string[] {
  return /^(?:1|true)$/i.test(RESTORE_DRILL ?? "") ? [Deno.execPath()] : [];
}

/** Programs that make the embedded database where there is none. */
const MAKERS: readonly string[] = ["web", "app", "database", "files", "restore"];

/**
 * Makes the embedded database where there is none, so that the program itself need not start a process for it; answers whether
 * it is there. What is wrong the program says in its own words.
 */
async function makeDatabase(given: Given): Promise<boolean> {
  if (given.DATABASE_URL) return true;
  return await makeDataDir(join(given.DATA_DIR || "./data", "postgres")).then(
    () => true,
    () => false,
  );
}

if (import.meta.main) {
  const [name = ""] = Deno.args;
  if (!(name in PROGRAMS)) {
    console.error(`There is no program "${name}"; there are ${Object.keys(PROGRAMS).join(", ")}.`);
    Deno.exit(2);
  }
  // What is wrong with them the program says.
  const given = await readEnvironment().catch(() => readVariables()).catch((): Given => ({}));
  const permissions = PROGRAMS[name as ProgramName](given);
  const isReady = !MAKERS.includes(name) || await makeDatabase(given);
  const run = isReady ? permissions.run : [Deno.execPath()];
  const { envFiles = [] } = permissions;
  // Deno does not know of `.env` by itself.
  const isOnlyInFile = envFiles.length > 0 && !Deno.env.get("OTEL_EXPORTER_OTLP_ENDPOINT");
  const files = isOnlyInFile ? [".env", ...envFiles] : envFiles;
  console.log(flagsOf({ ...permissions, run, envFiles: files }).join(" "));
}

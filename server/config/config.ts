/** The only reader of the environment, by the list of `settings.ts`. Everything else is handed a `Config`. */
import { z } from "zod";
import { type IbkrConfig, ibkrProblems } from "./ibkr_settings.ts";
import { type Cidr, vendorNames } from "./setting_types.ts";
import { SETTING_NAMES, type SettingName, SETTINGS } from "./settings.ts";
import { missingKeys, type VendorName, type VendorSettings } from "./vendor_settings.ts";
import { type WrittenSettings, writtenSettings } from "./written_settings.ts";

const DEFAULT_VENDORS: readonly VendorName[] = ["binance"];

/** Where results are kept in production. */
export interface S3Config {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly forcePathStyle: boolean;
}

/** The Stripe account that plans are sold with. */
export interface BillingConfig {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** The id of the recurring price of Premium. */
  readonly pricePremium: string;
  /** Another address for its API, `null` = Stripe's own. */
  readonly url: string | null;
}

/** Backups of the app. */
export interface BackupConfig {
  /** Folder or `s3://` address of the nightly backups, `null` = there are none. */
  readonly to: string | null;
  /** When they are made, minutes after midnight UTC. */
  readonly minute: number;
  /** What they are encrypted with, `null` = not. */
  readonly key: string | null;
  /** Whether one is made before the schema is changed. */
  readonly beforeMigration: boolean;
  /** Whether the newest is restored into a scratch database each month. */
  readonly drill: boolean;
  /** Where `s3://` addresses lead, whatever the bucket; `null` = nowhere. */
  readonly s3: S3Config | null;
}

/** How traces and metrics leave the process. Deno itself reads it when it starts; here it is known whether they should. */
export interface Telemetry {
  readonly endpoint: string;
  readonly protocol: "http/protobuf" | "http/json" | "grpc";
  /** Secret: it may have a key in it. */
  readonly headers: string | null;
}

export interface Config {
  readonly env: "development" | "production";
  readonly port: number;
  readonly host: string;
  /** The address people open; decides the cookie's `Secure` and which origins may write. */
  readonly publicUrl: string;
  /** Which names in `Host` are answered; `null` = all. */
  readonly hosts: readonly string[] | null;
  /** Proxies whose word about a request's address is taken. */
  readonly trustedProxies: readonly Cidr[];
  /** Whether anybody may sign up. */
  readonly signupOpen: boolean;
  /** Whether an account works only once its email was confirmed. */
  readonly requireVerifiedEmail: boolean;
  /** What secrets in the database are encrypted with, the newest first; absent = none is set. */
  readonly secretKeys?: readonly string[];
  /** The mail server and the sender; `null` = no mail is sent. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | null;
  /** How plans are sold; `null` = nothing is. */
  readonly billing: BillingConfig | null;
  /** Whether calls are counted for each address and account. */
  readonly rateLimits: boolean;
  /** Embedded database, queue and results; also scratch space in production. */
  readonly dataDir: string;
  /** What has to stay free on the disk of `dataDir`, bytes; 0 = it is not watched. */
  readonly diskMarginBytes: number;
  /** Candle files imported at start, `null` for none. */
  readonly candlesDir: string | null;
  /** PostgreSQL, `null` = embedded PGlite. */
  readonly databaseUrl: string | null;
  /** Redis, `null` = embedded Deno KV queue. */
  readonly redisUrl: string | null;
  /** S3, `null` = a folder in `dataDir`. */
  readonly s3: S3Config | null;
  /** This process is a queue worker and serves no pages. */
  readonly worker: boolean;
  /** Backtests at a time in this process. */
  readonly workerConcurrency: number;
  /** How long a silent worker keeps a job, milliseconds. */
  readonly jobLockMs: number;
  /** Longest time the engine may take for one run, milliseconds. */
  readonly runTimeoutMs: number;
  /** How long a run waits in all for storage, database or exchange that are away, milliseconds. */
  readonly outageWaitMs: number;
  readonly logLevel: "debug" | "info" | "warn" | "error";
  readonly logFormat: "text" | "json";
  /** The file of feature flags; `null` = the one that comes with the app. */
  readonly flagsFile: string | null;
  /** Daily results of a strategy that are kept whole. */
  readonly dailyResultsKept: number;
  /** What costs too much, bytes and seconds; 0 = nothing does. */
  readonly alerts: {
    readonly storage: number;
    readonly accountStorage: number;
    readonly runSeconds: number;
    readonly accountRunSeconds: number;
  };
  /** Where unexpected errors are reported; `null` = nowhere. */
  readonly sentryDsn: string | null;
  /** Where Deno sends traces and metrics; `null` = nowhere. */
  readonly telemetry: Telemetry | null;
  /** Where the log is kept in files, one a day; `null` = nowhere, it is only printed. */
  readonly logDir: string | null;
  /** The vendors that candles come from, in their order; at least one. */
  readonly marketData: readonly VendorName[];
  /** Another address for the API of the first of them (a proxy, or a test's stand-in); `null` = its own. */
  readonly vendorUrl: string | null;
  readonly vendors: Readonly<Record<VendorName, VendorSettings>>;
  readonly vendorTimeoutMs: number;
  /** When the daily updates begin, in minutes after midnight UTC. */
  readonly autoUpdateMinute: number;
  /** The paper account at Interactive Brokers; `null` = there is none. */
  readonly ibkr: IbkrConfig | null;
  /** Versions that one account follows at a time. */
  readonly maxFollows: number;
  /** Whether notices may be sent to webhooks, and which `host:port` beside public ones. */
  readonly webhooks: { readonly isOn: boolean; readonly allowed: ReadonlySet<string> };
  readonly backup: BackupConfig;
  /** What was set otherwise than by default, without what is secret. */
  readonly written: WrittenSettings;
  /** The Vite dev server, only with `deno task dev`. */
  readonly viteOrigin: string | null;
  /** What one account may do, unless its row says otherwise. */
  readonly limits: {
    readonly strategies: number;
    readonly backtestsPerDay: number;
    /** Backtests that wait or run at a time; half of those of a day, 10 at least, when it is not given. */
    readonly openBacktests?: number;
    /** Series of own candles. */
    readonly imports: number;
    /** Own candles in all of them. */
    readonly importCandles: number;
    /** Strategies that are run every day; all of them when it is not given. */
    readonly dailyUpdates?: number;
  };
}

/** The environment does not make sense; `problems` says everything that is wrong, a sentence each. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

type Shape = { readonly [Name in SettingName]: (typeof SETTINGS)[Name]["schema"] };

/** What the environment has to look like; one field a setting. */
export const environmentSchema = z.object(
  Object.fromEntries(SETTING_NAMES.map((name) => [name, SETTINGS[name].schema])) as Shape,
);

/**
 * Reads the configuration. An empty variable counts as unset.
 *
 * @throws {ConfigError} naming every problem at once.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given: Record<string, string> = {};
  const filled: Record<string, string> = {};
  for (const name of SETTING_NAMES) {
    const value = env[name]?.trim();
    if (value) given[name] = value;
    const text = value || SETTINGS[name].default;
    if (text) filled[name] = text;
  }
  const parsed = environmentSchema.safeParse(filled);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`);
  problems.push(...impossibleMixes(given), ...vendorsWithoutKeys(given), ...ibkrProblems(given));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);

  const v = parsed.data;
  const s3 = v.S3_ENDPOINT && v.S3_BUCKET && v.S3_ACCESS_KEY_ID && v.S3_SECRET_ACCESS_KEY
    ? {
      endpoint: v.S3_ENDPOINT,
      region: v.S3_REGION,
      bucket: v.S3_BUCKET,
      accessKeyId: v.S3_ACCESS_KEY_ID,
      secretAccessKey: v.S3_SECRET_ACCESS_KEY,
      forcePathStyle: v.S3_FORCE_PATH_STYLE,
    }
    : null;
  return {
    env: v.APP_ENV,
    port: v.PORT,
    host: v.HOST,
    publicUrl: (v.PUBLIC_URL ?? `http://localhost:${v.PORT}`).replace(/\/+$/, ""),
    hosts: v.PUBLIC_URL ? hostsOf(v.PUBLIC_URL, v.HOST) : null,
    trustedProxies: v.TRUSTED_PROXIES ?? [],
    signupOpen: v.SIGNUP_OPEN,
    requireVerifiedEmail: v.REQUIRE_VERIFIED_EMAIL,
    ...(v.SECRET_KEY === undefined ? {} : { secretKeys: v.SECRET_KEY }),
    mail: v.SMTP_URL === undefined ? null : {
      smtpUrl: v.SMTP_URL,
      from: v.MAIL_FROM ??
        `Blockbuilders <blockbuilders@${new URL(v.PUBLIC_URL ?? "http://localhost").hostname}>`,
    },
    billing: v.STRIPE_SECRET_KEY && v.STRIPE_WEBHOOK_SECRET && v.STRIPE_PRICE_PREMIUM
      ? {
        secretKey: v.STRIPE_SECRET_KEY,
        webhookSecret: v.STRIPE_WEBHOOK_SECRET,
        pricePremium: v.STRIPE_PRICE_PREMIUM,
        url: withoutSlash(v.STRIPE_URL),
      }
      : null,
    rateLimits: v.RATE_LIMITS,
    dataDir: v.DATA_DIR,
    diskMarginBytes: v.DISK_MARGIN_MB * 1_000_000,
    candlesDir: v.CANDLES_DIR ?? null,
    databaseUrl: v.DATABASE_URL ?? null,
    redisUrl: v.REDIS_URL ?? null,
    s3,
    worker: v.WORKER,
    workerConcurrency: v.WORKER_CONCURRENCY,
    jobLockMs: v.JOB_LOCK_MS,
    runTimeoutMs: v.RUN_TIMEOUT_MS,
    outageWaitMs: v.OUTAGE_WAIT_MS,
    logLevel: v.LOG_LEVEL ?? (v.APP_ENV === "production" ? "info" : "debug"),
    logFormat: v.LOG_FORMAT ?? (v.APP_ENV === "production" ? "json" : "text"),
    flagsFile: v.FLAGS_FILE ?? null,
    dailyResultsKept: v.DAILY_RESULTS_KEPT,
    alerts: {
      storage: v.ALERT_STORAGE_MB * 1_000_000,
      accountStorage: v.ALERT_ACCOUNT_STORAGE_MB * 1_000_000,
      runSeconds: v.ALERT_RUN_SECONDS,
      accountRunSeconds: v.ALERT_ACCOUNT_RUN_SECONDS,
    },
    sentryDsn: v.SENTRY_DSN ?? null,
    telemetry: v.OTEL_EXPORTER_OTLP_ENDPOINT === undefined ? null : {
      endpoint: v.OTEL_EXPORTER_OTLP_ENDPOINT,
      protocol: v.OTEL_EXPORTER_OTLP_PROTOCOL,
      headers: v.OTEL_EXPORTER_OTLP_HEADERS ?? null,
    },
    logDir: v.LOG_DIR ?? null,
    marketData: v.MARKET_DATA ?? v.MARKET_VENUE ?? DEFAULT_VENDORS,
    vendorUrl: withoutSlash(v.VENDOR_URL),
    vendors: {
      binance: { url: withoutSlash(v.BINANCE_URL), apiKey: null },
      kraken: { url: withoutSlash(v.KRAKEN_URL), apiKey: null },
      coinbase: { url: withoutSlash(v.COINBASE_URL), apiKey: null },
      coindesk: { url: withoutSlash(v.COINDESK_URL), apiKey: v.COINDESK_API_KEY ?? null },
      coin_metrics: {
        url: withoutSlash(v.COIN_METRICS_URL),
        apiKey: v.COIN_METRICS_API_KEY ?? null,
      },
      twelve_data: { url: withoutSlash(v.TWELVE_DATA_URL), apiKey: v.TWELVE_DATA_API_KEY ?? null },
    },
    vendorTimeoutMs: v.VENDOR_TIMEOUT_MS,
    autoUpdateMinute: v.AUTO_UPDATE_AT,
    ibkr: v.IBKR_HOST === undefined ? null : {
      host: v.IBKR_HOST,
      port: v.IBKR_PORT,
      clientId: v.IBKR_CLIENT_ID,
      account: v.IBKR_ACCOUNT ?? "",
    },
    maxFollows: v.MAX_FOLLOWS,
    webhooks: { isOn: v.WEBHOOKS, allowed: v.WEBHOOK_ALLOW_HOSTS ?? new Set() },
    backup: {
      to: v.BACKUP_TO ?? null,
      minute: v.BACKUP_AT,
      key: v.BACKUP_KEY ?? null,
      beforeMigration: v.BACKUP_BEFORE_MIGRATION ??
        (v.DATABASE_URL === undefined || v.BACKUP_TO !== undefined),
      drill: v.RESTORE_DRILL,
      s3: v.BACKUP_S3_ENDPOINT && v.BACKUP_S3_ACCESS_KEY_ID && v.BACKUP_S3_SECRET_ACCESS_KEY
        ? {
          endpoint: v.BACKUP_S3_ENDPOINT,
          region: v.S3_REGION,
          bucket: "",
          accessKeyId: v.BACKUP_S3_ACCESS_KEY_ID,
          secretAccessKey: v.BACKUP_S3_SECRET_ACCESS_KEY,
          forcePathStyle: v.S3_FORCE_PATH_STYLE,
        }
        : s3,
    },
    written: writtenSettings(
      Object.fromEntries(
        Object.entries(given).filter(([name, text]) =>
          text !== SETTINGS[name as SettingName].default
        ),
      ),
    ),
    viteOrigin: v.VITE_ORIGIN ?? null,
    limits: {
      strategies: v.MAX_STRATEGIES,
      backtestsPerDay: v.MAX_BACKTESTS_PER_DAY,
      ...(v.MAX_OPEN_BACKTESTS === undefined ? {} : { openBacktests: v.MAX_OPEN_BACKTESTS }),
      imports: v.MAX_IMPORTS,
      importCandles: v.MAX_IMPORT_CANDLES,
      ...(v.MAX_DAILY_UPDATES === undefined ? {} : { dailyUpdates: v.MAX_DAILY_UPDATES }),
    },
  };
}

function withoutSlash(address: string | undefined): string | null {
  return address?.replace(/\/+$/, "") ?? null;
}

/** Also when other settings are wrong, so that everything is said at once. */
function vendorsWithoutKeys(given: Readonly<Record<string, string>>): string[] {
  const names = vendorNames.safeParse(given.MARKET_DATA ?? given.MARKET_VENUE ?? "");
  return names.success ? missingKeys(names.data, given) : [];
}

/** The names that this app has: the one that people open, and the addresses where it listens. */
function hostsOf(publicUrl: string, host: string): readonly string[] {
  const loopback = ["localhost", "127.0.0.1", "[::1]"];
  const listens = /^(localhost|127\..*|::1|0\.0\.0\.0|::)$/.test(host) ? loopback : [];
  const own = host === "0.0.0.0" || host === "::"
    ? Deno.networkInterfaces().map(({ address }) => address.replace(/%.*$/, ""))
    : [host];
  const written = own.map((address) => address.includes(":") ? `[${address}]` : address);
  return [...new Set([new URL(publicUrl).hostname, ...listens, ...written])];
}

/** Mixes that would lose work or never do any. */
function impossibleMixes(given: Readonly<Record<string, string>>): string[] {
  const problems: string[] = [];
  const s3 = ["S3_ENDPOINT", "S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"];
  const missingS3 = s3.filter((name) => !given[name]);
  if (missingS3.length > 0 && missingS3.length < s3.length) {
    problems.push(`S3 is set up only in part: ${missingS3.join(", ")} missing.`);
  }
  const backupS3 = ["ENDPOINT", "ACCESS_KEY_ID", "SECRET_ACCESS_KEY"].map((end) =>
    `BACKUP_S3_${end}`
  );
  const missingBackupS3 = backupS3.filter((name) => !given[name]);
  if (missingBackupS3.length > 0 && missingBackupS3.length < backupS3.length) {
    problems.push(
      `The S3 server of backups is set up only in part: ${missingBackupS3.join(", ")} missing.`,
    );
  }
  if (given.BACKUP_TO?.startsWith("s3:") && missingBackupS3.length > 0 && missingS3.length > 0) {
    problems.push(`BACKUP_TO is on S3, and no S3 server is set: ${missingBackupS3.join(", ")}.`);
  }
  if (["1", "true"].includes((given.RESTORE_DRILL ?? "").toLowerCase()) && !given.BACKUP_TO) {
    problems.push("RESTORE_DRILL needs the backups of BACKUP_TO, which is not set.");
  }
  const stripe = ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_PRICE_PREMIUM"];
  const missingStripe = stripe.filter((name) => !given[name]);
  if (missingStripe.length > 0 && missingStripe.length < stripe.length) {
    problems.push(`Stripe is set up only in part: ${missingStripe.join(", ")} missing.`);
  }
  const shared: [string, boolean][] = [
    ["DATABASE_URL", Boolean(given.DATABASE_URL)],
    ["REDIS_URL", Boolean(given.REDIS_URL)],
    ["S3_ENDPOINT", missingS3.length < s3.length],
  ];
  const absent = shared.filter(([, there]) => !there).map(([name]) => name);
  if (
    ["1", "true"].includes((given.REQUIRE_VERIFIED_EMAIL ?? "").toLowerCase()) && !given.SMTP_URL
  ) {
    problems.push("REQUIRE_VERIFIED_EMAIL needs SMTP_URL: the links are mailed.");
  }
  const worker = ["1", "true"].includes((given.WORKER ?? "").toLowerCase());
  if (worker && absent.length > 0) {
    problems.push(
      `WORKER=1 needs services that it can share with the web process: ${
        absent.join(", ")
      } missing.`,
    );
  } else if (given.REDIS_URL && absent.length > 0) {
    // Workers that take jobs from Redis could not see an embedded database or folder.
    problems.push(
      `REDIS_URL needs ${absent.join(" and ")} too: workers could not see this process's files.`,
    );
  }
  return problems;
}

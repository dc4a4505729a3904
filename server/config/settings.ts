/**
 * Every setting of the app: its name, how its text is read, its default, what it is for, which processes read it, and where
 * docker-compose.yml takes it from. `.env.example`, `docker-compose.yml` and `docs/settings.md` are held against this list by
 * `tests/settings_test.ts`.
 */
import { z } from "zod";
import {
  cidrList,
  flag,
  hostList,
  integer,
  keyList,
  minuteOfDay,
  oneOf,
  url,
  vendorNames,
} from "./setting_types.ts";
import { WATCHING_SETTINGS } from "./watching_settings.ts";

/** A kind of process: the web app, a queue worker, or a command of `tools/`. */
export type SettingProcess = "web" | "worker" | "tools";

/**
 * Where the containers get a setting from: the operator's `.env` (`pass`; `require` refuses to start without it), a file of
 * `secrets/` (`secret`), a folder of the operator's that is mounted at `mount`, a value that belongs to the containers (`fixed`), the image (`image`), or nowhere.
 */
export type SettingInCompose =
  | { readonly kind: "pass" | "require" | "secret" | "image" | "none" }
  | { readonly kind: "fixed"; readonly only?: SettingProcess }
  | { readonly kind: "mount"; readonly mount: string };

export interface Setting<S extends z.ZodType = z.ZodType> {
  readonly schema: S;
  /** As it would be written in `.env`; empty when the setting is optional. */
  readonly default: string;
  /** What it is for, in a sentence; `docs/settings.md` repeats it. */
  readonly purpose: string;
  readonly processes: readonly SettingProcess[];
  readonly compose: SettingInCompose;
}

const WEB = ["web"] as const;
const SERVERS = ["web", "worker"] as const;
const ALL = ["web", "worker", "tools"] as const;
const PASS = { kind: "pass" } as const;
const REQUIRE = { kind: "require" } as const;
const FIXED = { kind: "fixed" } as const;
const SECRET = { kind: "secret" } as const;

const setting = <S extends z.ZodType>(
  schema: S,
  fallback: string,
  processes: Setting["processes"],
  compose: SettingInCompose,
  purpose: string,
): Setting<S> => ({ schema, default: fallback, processes, compose, purpose });

const text = z.string();

export const SETTINGS = {
  APP_ENV: setting(
    oneOf(["development", "production"]),
    "development",
    SERVERS,
    FIXED,
    "`development` or `production`. Production logs JSON from `info` up.",
  ),
  PORT: setting(
    integer(0, 65_535),
    "8000",
    ["web", "tools"],
    { kind: "fixed", only: "web" },
    "The port that the web app listens on.",
  ),
  HOST: setting(
    text,
    "localhost",
    WEB,
    { kind: "fixed", only: "web" },
    "The address of this machine that the web app listens on; `0.0.0.0` for all of them.",
  ),
  PUBLIC_URL: setting(
    url(["http", "https"]).optional(),
    "",
    WEB,
    REQUIRE,
    "The address that people open; requests for another host are refused. With https the session cookie is marked Secure. Default: `http://localhost:PORT`, and any host.",
  ),
  TRUSTED_PROXIES: setting(
    cidrList.optional(),
    "",
    WEB,
    PASS,
    "Reverse proxies whose `X-Forwarded-For` is believed: addresses or networks like `172.16.0.0/12`, with commas between.",
  ),
  SIGNUP_OPEN: setting(
    flag,
    "1",
    WEB,
    PASS,
    "1: anybody may sign up. 0: new accounts by invitation alone.",
  ),
  REQUIRE_VERIFIED_EMAIL: setting(
    flag,
    "0",
    WEB,
    PASS,
    "1: an account works once its email was confirmed by a link that is mailed there; needs `SMTP_URL`. 0: it works at once.",
  ),
  SECRET_KEY: setting(
    keyList.optional(),
    "",
    ALL,
    SECRET,
    "What secrets in the database are encrypted with (those of two-step log-in): 32 characters or more. Several with commas between: the first encrypts, all decrypt. Default: a key in `secret.key` in `DATA_DIR` for the embedded database; on PostgreSQL without it they are not encrypted.",
  ),
  SMTP_URL: setting(
    url(["smtp", "smtps"]).optional(),
    "",
    ALL,
    PASS,
    "The mail server for links and notices: `smtp://user:password@host:587` or `smtps://…:465`. Empty: no mail is sent, and pages say whom to ask.",
  ),
  MAIL_FROM: setting(
    text.optional(),
    "",
    ALL,
    PASS,
    "The sender of mails, such as `Blockbuilders <lab@example.com>`. Default: `blockbuilders@` and the host of `PUBLIC_URL`.",
  ),
  STRIPE_SECRET_KEY: setting(
    text.optional(),
    "",
    ALL,
    PASS,
    "The secret key of the Stripe account that plans are sold with. Set with `STRIPE_WEBHOOK_SECRET` and `STRIPE_PRICE_PREMIUM`, or none of them: then nothing is sold.",
  ),
  STRIPE_WEBHOOK_SECRET: setting(
    text.optional(),
    "",
    ALL,
    PASS,
    "What Stripe signs its events with; they go to `/api/v1/billing/webhook`.",
  ),
  STRIPE_PRICE_PREMIUM: setting(
    text.optional(),
    "",
    ALL,
    PASS,
    "The id of the recurring price of Premium at Stripe: `price_…`.",
  ),
  STRIPE_URL: setting(
    url(["http", "https"]).optional(),
    "",
    ALL,
    PASS,
    "Another address for the API of Stripe, for example a stand-in for tests.",
  ),
  RATE_LIMITS: setting(
    flag,
    "1",
    WEB,
    PASS,
    "1: calls are limited for each address and account (docs/limits.md). 0: as many as one likes.",
  ),
  DATA_DIR: setting(
    text,
    "./data",
    ALL,
    { kind: "image" },
    "The folder of the embedded database, queue and results; one process at a time.",
  ),
  DISK_MARGIN_MB: setting(
    integer(0, 1_000_000),
    "256",
    WEB,
    { kind: "none" },
    "What has to stay free on the disk of `DATA_DIR`, MB; with less, new work is refused until there is more. At most a tenth of the disk is asked for. 0: it is not watched.",
  ),
  CANDLES_DIR: setting(
    text.optional(),
    "",
    WEB,
    { kind: "mount", mount: "/candles" },
    "A folder of candle files named like `BTC-USDT_1h_binance.csv`, imported when the web app starts.",
  ),
  DATABASE_URL: setting(
    url(["postgres", "postgresql"]).optional(),
    "",
    ALL,
    SECRET,
    "PostgreSQL instead of the embedded database: `postgres://user:password@host:5432/name`.",
  ),
  REDIS_URL: setting(
    url(["redis", "rediss"]).optional(),
    "",
    SERVERS,
    SECRET,
    "Redis instead of the embedded queue: `redis://:password@host:6379`. Needs `DATABASE_URL` and S3 too.",
  ),
  S3_ENDPOINT: setting(
    url(["http", "https"]).optional(),
    "",
    SERVERS,
    FIXED,
    "The S3 server that keeps results, instead of a folder. All four of endpoint, bucket and keys, or none.",
  ),
  S3_BUCKET: setting(text.optional(), "", SERVERS, FIXED, "The bucket of the results."),
  S3_ACCESS_KEY_ID: setting(
    text.optional(),
    "",
    SERVERS,
    SECRET,
    "The name of the S3 key.",
  ),
  S3_SECRET_ACCESS_KEY: setting(
    text.optional(),
    "",
    SERVERS,
    SECRET,
    "The secret of the S3 key.",
  ),
  S3_REGION: setting(text, "us-east-1", SERVERS, FIXED, "The region of the bucket."),
  S3_FORCE_PATH_STYLE: setting(
    flag,
    "1",
    SERVERS,
    FIXED,
    "1: `http://host/bucket/key`, as most S3 servers want it. 0: `http://bucket.host/key`, as AWS does.",
  ),
  WORKER: setting(
    flag,
    "0",
    SERVERS,
    { kind: "fixed", only: "worker" },
    "1: this process takes jobs from the queue and serves no pages.",
  ),
  WORKER_CONCURRENCY: setting(
    integer(1, 64),
    "2",
    SERVERS,
    PASS,
    "Backtests at a time in one process.",
  ),
  JOB_LOCK_MS: setting(
    integer(1_000, 600_000),
    "30000",
    SERVERS,
    PASS,
    "How long a worker may be silent before its job goes to another one, milliseconds.",
  ),
  RUN_TIMEOUT_MS: setting(
    integer(1_000, 600_000),
    "60000",
    SERVERS,
    PASS,
    "The longest time that one backtest may compute, milliseconds.",
  ),
  OUTAGE_WAIT_MS: setting(
    integer(0, 600_000),
    "600000",
    SERVERS,
    PASS,
    "How long a backtest waits in all while storage, database or exchange are away, milliseconds; only then it fails.",
  ),
  LOG_LEVEL: setting(
    oneOf(["debug", "info", "warn", "error"]).optional(),
    "",
    ALL,
    PASS,
    "`debug`, `info`, `warn` or `error`: the lowest level that is logged. Default: `info` in production, `debug` in development.",
  ),
  LOG_FORMAT: setting(
    oneOf(["text", "json"]).optional(),
    "",
    ALL,
    PASS,
    "`text` or `json`. Default: `json` in production, `text` in development.",
  ),
  LOG_DIR: setting(
    text.optional(),
    "",
    ALL,
    { kind: "mount", mount: "/logs" },
    "A folder that keeps the log too, as JSON lines in one file a day, for 30 days. Several processes may share it.",
  ),
  ...WATCHING_SETTINGS,
  MARKET_DATA: setting(
    vendorNames.optional(),
    "",
    ALL,
    PASS,
    "The vendors that candles come from, the first one that can be used before the others: `binance,kraken`. Default: `binance`.",
  ),
  MARKET_VENUE: setting(
    vendorNames.optional(),
    "",
    ALL,
    PASS,
    "An earlier name of `MARKET_DATA`.",
  ),
  VENDOR_URL: setting(
    url(["http", "https"]).optional(),
    "",
    SERVERS,
    PASS,
    "Another address for the API of the first vendor of `MARKET_DATA`, for example a proxy.",
  ),
  BINANCE_URL: setting(
    url(["http", "https"]).optional(),
    "",
    SERVERS,
    PASS,
    "Another address for the API of Binance: scheme, host and port.",
  ),
  KRAKEN_URL: setting(
    url(["http", "https"]).optional(),
    "",
    SERVERS,
    PASS,
    "Another address for the API of Kraken: scheme, host and port.",
  ),
  COINBASE_URL: setting(
    url(["http", "https"]).optional(),
    "",
    SERVERS,
    PASS,
    "Another address for the API of Coinbase: scheme, host and port.",
  ),
  COINDESK_URL: setting(
    url(["http", "https"]).optional(),
    "",
    SERVERS,
    PASS,
    "Another address for the API of CoinDesk Data: scheme, host and port.",
  ),
  COINDESK_API_KEY: setting(
    text.optional(),
    "",
    SERVERS,
    PASS,
    "The key for CoinDesk Data, which is not used without one.",
  ),
  COIN_METRICS_URL: setting(
    url(["http", "https"]).optional(),
    "",
    SERVERS,
    PASS,
    "Another address for the API of Coin Metrics: scheme, host and port.",
  ),
  COIN_METRICS_API_KEY: setting(
    text.optional(),
    "",
    SERVERS,
    PASS,
    "The key for Coin Metrics; without it its community data is asked for (CC BY-NC 4.0).",
  ),
  TWELVE_DATA_URL: setting(
    url(["http", "https"]).optional(),
    "",
    SERVERS,
    PASS,
    "Another address for the API of Twelve Data: scheme, host and port.",
  ),
  TWELVE_DATA_API_KEY: setting(
    text.optional(),
    "",
    SERVERS,
    PASS,
    "The key for Twelve Data, which is not used without one.",
  ),
  VENDOR_TIMEOUT_MS: setting(
    integer(100, 120_000),
    "10000",
    SERVERS,
    PASS,
    "How long to wait for an answer of the exchange, milliseconds.",
  ),
  AUTO_UPDATE_AT: setting(
    minuteOfDay,
    "00:10",
    SERVERS,
    PASS,
    "When strategies with auto-update are run each day, UTC. What was missed is run within a minute after the start.",
  ),
  BACKUP_TO: setting(
    text.optional(),
    "",
    ALL,
    PASS,
    "Where a backup is kept each night: a folder, or `s3://bucket/folder`. Unset: no nightly backups. The newest of each of 7 days and of 4 weeks are kept.",
  ),
  BACKUP_AT: setting(
    minuteOfDay,
    "03:00",
    SERVERS,
    PASS,
    "When the nightly backup is made, UTC. What was missed is made after the start.",
  ),
  BACKUP_KEY: setting(
    text.optional(),
    "",
    ALL,
    PASS,
    "The key that backups are encrypted and read with. Without it nobody can restore them: keep it elsewhere too.",
  ),
  BACKUP_BEFORE_MIGRATION: setting(
    flag.optional(),
    "",
    ALL,
    PASS,
    "1: the database is backed up before its schema is changed, and is not changed when that fails; the newest 3 are kept in `BACKUP_TO`, else in `backups` in `DATA_DIR`. Default: 1 on the embedded database or with `BACKUP_TO`, else 0.",
  ),
  RESTORE_DRILL: setting(
    flag,
    "0",
    SERVERS,
    PASS,
    "1: on the first of each month the newest backup in `BACKUP_TO` is restored into an empty scratch database and looked at.",
  ),
  BACKUP_S3_ENDPOINT: setting(
    url(["http", "https"]).optional(),
    "",
    ALL,
    PASS,
    "The S3 server of backups, with keys of its own. Default: the one that keeps results.",
  ),
  BACKUP_S3_ACCESS_KEY_ID: setting(text.optional(), "", ALL, PASS, "The name of its key."),
  BACKUP_S3_SECRET_ACCESS_KEY: setting(text.optional(), "", ALL, PASS, "The secret of its key."),
  VITE_ORIGIN: setting(
    url(["http", "https"]).optional(),
    "",
    WEB,
    { kind: "none" },
    "The Vite dev server; `deno task dev` sets it.",
  ),
  VITE_PORT: setting(
    integer(1, 65_535).optional(),
    "",
    ["tools"],
    { kind: "none" },
    "The port of the Vite dev server. Default: the first free one from 5173.",
  ),
  MAX_STRATEGIES: setting(
    integer(1, 1_000_000),
    "10",
    ALL,
    PASS,
    "Strategies of one account, archived ones aside.",
  ),
  MAX_DAILY_UPDATES: setting(
    integer(0, 1_000_000).optional(),
    "",
    ALL,
    PASS,
    "Strategies of one account that are run every day. Default: all of them.",
  ),
  MAX_FOLLOWS: setting(
    integer(1, 100_000),
    "10",
    ALL,
    PASS,
    "Versions that one account follows at a time on the paper desk.",
  ),
  WEBHOOKS: setting(
    flag,
    "0",
    SERVERS,
    PASS,
    "1 = accounts may have notices sent to a webhook of theirs. The program may then reach any address, and itself reaches public ones alone.",
  ),
  WEBHOOK_ALLOW_HOSTS: setting(
    hostList.optional(),
    "",
    SERVERS,
    PASS,
    "Hosts with their ports, with commas between, that webhooks may reach although they are not public: `receiver.lan:9000`.",
  ),
  IBKR_HOST: setting(
    text.optional(),
    "",
    SERVERS,
    PASS,
    "The host of Trader Workstation or IB Gateway with a paper account; follows may then send their orders there (docs/ibkr.md). Needs `IBKR_ACCOUNT` and `TWELVE_DATA_API_KEY`.",
  ),
  IBKR_PORT: setting(
    integer(1, 65_535),
    "4002",
    SERVERS,
    PASS,
    "Its port: 4002 of IB Gateway or 7497 of Trader Workstation. Others, those of live accounts among them, are refused.",
  ),
  IBKR_CLIENT_ID: setting(
    integer(1, 999_999),
    "17",
    SERVERS,
    PASS,
    "The number by which the app is known there; no other program may use it.",
  ),
  IBKR_ACCOUNT: setting(
    text.optional(),
    "",
    SERVERS,
    PASS,
    "The paper account, which begins with DU. Others are refused.",
  ),
  IBKR_USERNAME: setting(
    text.optional(),
    "",
    SERVERS,
    { kind: "none" },
    "The login of the paper account for the gateway container of `docker compose --profile ibkr`; the app itself does not use it.",
  ),
  IBKR_PASSWORD: setting(text.optional(), "", SERVERS, { kind: "none" }, "Its password."),
  MAX_BACKTESTS_PER_DAY: setting(
    integer(1, 1_000_000),
    "50",
    ALL,
    PASS,
    "Backtests of one account in a day (UTC), automatic ones aside.",
  ),
  MAX_OPEN_BACKTESTS: setting(
    integer(1, 1_000_000).optional(),
    "",
    ALL,
    PASS,
    "Backtests of one account that wait or run at a time, automatic ones aside. Default: half of what it may run in a day, 10 at least.",
  ),
  MAX_IMPORTS: setting(
    integer(0, 1_000_000),
    "20",
    ALL,
    PASS,
    "Imports of candles that one account keeps.",
  ),
  MAX_IMPORT_CANDLES: setting(
    integer(0, 1_000_000_000),
    "500000",
    ALL,
    PASS,
    "Candles in all imports of one account (ten years of 1h are 87,600).",
  ),
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** Variables that docker-compose.yml alone reads: where secrets lie, and how the host is reached. */
export const COMPOSE_VARIABLES = {
  SECRETS_DIR: {
    default: "./secrets",
    purpose:
      "The folder of the host with the files of secrets, written by `ops/make_secrets.sh`; at `/run/secrets` in the containers.",
  },
  WEB_PORT: {
    default: "8000",
    purpose:
      "The port of the host that leads to the web app; `127.0.0.1:8000` where only a proxy on the host may reach it.",
  },
} as const;

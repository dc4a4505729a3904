/** The composition root: opens what the configuration names and hands the services out. */
import { fileURLToPath } from "node:url";
import { AccountData } from "./use_cases/account_data.ts";
import { DailyUpkeep } from "./use_cases/daily_upkeep.ts";
import { LeftOvers } from "./use_cases/left_overs.ts";
import { OperatorJobs } from "./use_cases/operator_jobs.ts";
import { OperatorRestatements } from "./use_cases/operator_restatements.ts";
import { UnfinishedImports } from "./use_cases/unfinished_imports.ts";
import { Onboarding } from "./accounts/onboarding.ts";
import { Passwords } from "./accounts/passwords.ts";
import { Administration } from "./accounts/administration.ts";
import { ApiKeys } from "./accounts/api_keys.ts";
import { DeviceStore } from "./accounts/devices.ts";
import { Joining } from "./accounts/joining.ts";
import { AccountLinks } from "./accounts/links.ts";
import { accountMails } from "./accounts/mails.ts";
import { Recovery } from "./accounts/recovery.ts";
import { Accounts } from "./accounts/service.ts";
import { SessionStore } from "./accounts/sessions.ts";
import { AuditLog } from "./audit/audit_log.ts";
import { runDrill } from "./backup/run_drill.ts";
import { Backups } from "./backup/service.ts";
import { EngineThreads } from "./backtests/engine_threads.ts";
import { openPayments } from "./billing/open_payments.ts";
import { Billing } from "./billing/service.ts";
import { ResultFiles } from "./backtests/result_files.ts";
import { Backtests } from "./backtests/service.ts";
import type { Config } from "./config/config.ts";
import { openDatabaseClock } from "./db/clock.ts";
import { type DatabaseHandle, openDatabase } from "./db/connect.ts";
import { accountFollows } from "./desk/account_pause.ts";
import { Desk } from "./desk/service.ts";
import { DiskRoom } from "./disk/disk_room.ts";
import { openReporter, reporting } from "./error_reports/reporter.ts";
import { Flags } from "./flags/flags.ts";
import { HealthChecks } from "./health/health.ts";
import { MarketHealth } from "./health/market_health.ts";
import { MetricSamples } from "./health/metric_samples.ts";
import { Readiness } from "./health/readiness.ts";
import { Incidents } from "./incidents/service.ts";
import { JobDispatcher } from "./jobs/dispatcher.ts";
import { JOBS } from "./jobs/mod.ts";
import { runBacktest } from "./jobs/run_backtest.ts";
import { JobRunner } from "./jobs/runner.ts";
import { sendMail } from "./jobs/send_mail.ts";
import { sendNotice } from "./jobs/send_notice.ts";
import { testRobustness } from "./jobs/test_robustness.ts";
import { Limits } from "./limits/limits.ts";
import { openRateLimits } from "./limits/rate_limits.ts";
import { OpenStreams } from "./limits/open_streams.ts";
import { describeError, type Logger, openLog } from "./logging/log.ts";
import { openMailer } from "./mail/open_mailer.ts";
import { Outbox } from "./mail/outbox.ts";
import { MarketData } from "./market_data/service.ts";
import { MarketWatch } from "./market_data/watch.ts";
import { Deliveries } from "./notices/deliveries.ts";
import { NoticeMails } from "./notices/mails.ts";
import { resolveByDns } from "./notices/public_address.ts";
import { Notices } from "./notices/service.ts";
import { dayNotices, deskNotices, limitNotices, marketNotices } from "./notices/sources.ts";
import { openNotifications } from "./notifications/open_notifications.ts";
import { openSharedCells, type SharedCells } from "./market_data/shared_cells.ts";
import type { VendorDefinition } from "./market_data/vendor.ts";
import { guard, type VendorChange } from "./market_data/vendor_guard.ts";
import { VendorOrder } from "./market_data/vendor_order.ts";
import { vendorHealth } from "./market_data/vendor_reports.ts";
import { VendorWatch } from "./market_data/vendor_watch.ts";
import { noteState } from "./market_data/vendor_states.ts";
import { openVendor, VENDORS } from "./market_data/vendors/mod.ts";
import { Meters } from "./plans/usage.ts";
import { EntitlementRules } from "./plans/entitlements.ts";
import { openQueue } from "./queue/open_queue.ts";
import { Lab } from "./robustness/lab.ts";
import { RobustnessReports } from "./robustness/reports.ts";
import { Robustness } from "./robustness/service.ts";
import { Schedules } from "./schedules/service.ts";
import { openSecretBox } from "./secrets/secret_box.ts";
import { BlobDeletions } from "./storage/blob_deletions.ts";
import { openStorage } from "./storage/open_storage.ts";
import type { BlobStorage } from "./storage/storage.ts";
import { Costs } from "./usage/service.ts";
import { Strategies } from "./strategies/service.ts";
import type { GivenParts, Services } from "./service_list.ts";
export type { GivenParts, Services } from "./service_list.ts";

/** The flags that come with the app. */
const FLAGS_FILE = fileURLToPath(new URL("../ops/feature-flags.yaml", import.meta.url));
/** Connections of one part that break within this time are one line of the log. */
const SAME_OUTAGE_MS = 10_000;

/**
 * Opens database, queue and storage and composes the services on them. Nothing is migrated and no job is taken yet.
 *
 * @throws {DataDirLockedError} when another process has the embedded database open
 * @throws {UnlistedJobError} when a job would be dispatched that has no handler
 */
export async function createServices(config: Config, given: GivenParts = {}): Promise<Services> {
  const own = given.now ?? Date.now;
  const logs = given.log ? { log: given.log, close: () => {} } : openLog(config, own);
  const reporter = given.log ? null : await openReporter(config);
  const log = reporter ? reporting(logs.log, reporter) : logs.log;
  const opened: { close(): Promise<void> }[] = [];
  const keep = async <T extends { close(): Promise<void> }>(part: T | Promise<T>): Promise<T> => {
    const value = await part;
    opened.push(value);
    return value;
  };
  const onLost = (part: string) => {
    let quietUntilMs = 0;
    // Every connection of a pool reports the same outage.
    return (error: unknown) => {
      if (performance.now() < quietUntilMs) return;
      quietUntilMs = performance.now() + SAME_OUTAGE_MS;
      log.warn("a connection was lost", { part, error: describeError(error) });
    };
  };
  try {
    const database = await keep(given.database ?? openDatabase(config, onLost("database")));
    const queue = await keep(given.queue ?? openQueue(config, onLost("queue")));
    const storage = await keep(given.storage ?? openStorage(config));
    const { db, changes } = database;
    const clock = given.now === undefined && database.kind === "postgres"
      ? openDatabaseClock({
        db,
        onWrong: (ms) =>
          log.warn("the clock of this process is wrong; the database's is used", { ms }),
      })
      : null;
    if (clock) opened.push(clock);
    const now = clock?.now ?? own;
    const isEmbedded = !(config.databaseUrl && config.redisUrl && config.s3);
    const disk = given.disk ?? new DiskRoom({
      folder: config.dataDir,
      marginBytes: isEmbedded ? config.diskMarginBytes : 0,
      log,
    });
    const notifications = await keep(
      given.notifications ?? openNotifications(config, db, onLost("notifications")),
    );
    const rateLimits = await openRateLimits(config, onLost("rate limits"), given.rateRules);
    if (rateLimits) opened.push(rateLimits);
    const flags = await keep(
      new Flags({
        path: config.flagsFile ?? FLAGS_FILE,
        isOptional: config.flagsFile === null,
        settings: { signup_open: config.signupOpen },
        log,
        now,
      }),
    );
    const jobs = given.jobs ?? JOBS;
    const dispatcher = new JobDispatcher(queue, jobs);
    const passwords = given.passwords ?? new Passwords();
    const auditLog = new AuditLog({ db, log });
    const links = new AccountLinks(db, now);
    const mailer = given.mailer ?? await openMailer(config);
    const origin = config.publicUrl;
    const nudge = dispatcher.dispatching(sendMail);
    const noticeMails = new NoticeMails({ db, isOn: mailer !== null, origin, nudge, now });
    const outbox = new Outbox({
      db,
      mailer,
      composers: {
        ...accountMails({ db, links, auditLog, origin }),
        ...noticeMails.composers(),
      },
      nudge,
      log,
      now,
    });
    const deliveries = new Deliveries({
      ...config.webhooks,
      db,
      resolve: given.resolve ?? resolveByDns,
      origin,
      nudge: dispatcher.dispatching(sendNotice),
      log,
      now,
    });
    const notices = new Notices({
      db,
      notifications,
      mails: noticeMails,
      deliveries,
      askToConfirm: ({ id, email }) => outbox.add({ kind: "verify", address: email, userId: id }),
      log,
      now,
      changes,
    });
    const rules = new EntitlementRules(config, now);
    const limits = new Limits(db, rules, now, changes, limitNotices(notices));
    const accounts = new Accounts({
      db,
      limits,
      notifications,
      log,
      now,
      passwords,
      secretBox: openSecretBox(config),
      signupOpen: () => flags.isOn("signup_open"),
      changes,
      onSignUp: (user) =>
        config.requireVerifiedEmail && outbox.isOn
          ? outbox.add({ kind: "verify", address: user.email, userId: user.id })
          : Promise.resolve(),
      onPasswordChanged: (user) =>
        outbox.isOn
          ? outbox.add({ kind: "password_changed", address: user.email, userId: user.id })
          : Promise.resolve(),
    });
    const stores = { sessions: new SessionStore(db, now), devices: new DeviceStore(db, now) };
    const tellSessionsEnded = (userId: string) => accounts.tellSessionsEnded(userId);
    const payments = await openPayments(config);
    const billing = new Billing({
      db,
      payments,
      isOn: () => flags.isOn("billing"),
      limits,
      auditLog,
      log,
      now,
    });
    const recovery = new Recovery({
      ...stores,
      db,
      links,
      passwords,
      outbox,
      auditLog,
      now,
      tellSessionsEnded,
    });
    const cells = await keep(given.cells ?? openSharedCells(config, onLost("vendors' state")));
    const marketData = given.marketData ??
      openMarketData(config, {
        database,
        storage,
        cells,
        now,
        log,
        vendors: given.vendors ?? VENDORS,
        source: () => flags.text("market_data.source"),
      });
    const { assets } = marketData;
    const strategies = new Strategies({
      db,
      limits,
      now,
      changes,
      assets,
      endOf: (source) => marketData.endOf(source),
    });
    const dataDir = database.kind === "pglite" ? config.dataDir : null;
    const vendorWatch = marketData.order &&
      new VendorWatch({ db, order: marketData.order, dataDir, now, log });
    const marketWatch = new MarketWatch({
      db,
      marketData,
      log,
      now,
      onRestated: marketNotices({ notices, db, now }),
    });
    const market = new MarketHealth({
      watch: marketWatch,
      restatements: marketData.restatements,
    });
    const queueRun = dispatcher.dispatching(runBacktest);
    const queueReport = dispatcher.dispatching(testRobustness);
    const resultFiles = new ResultFiles();
    const driven = { db, queue, queueRun, storage, notifications, disk, log, now };
    const shared = { ...driven, marketData, resultFiles };
    const { runTimeoutMs } = config;
    const backtests = new Backtests({ ...shared, accounts, strategies, limits, runTimeoutMs });
    const blobDeletions = new BlobDeletions(shared);
    const { alerts, dailyResultsKept: kept } = config;
    const costs = new Costs({ ...shared, blobDeletions, limits: alerts, kept });
    const schedules = new Schedules({
      ...shared,
      strategies,
      backtests,
      limits,
      minuteOfDay: config.autoUpdateMinute,
      hooks: dayNotices(notices),
      isOn: () => flags.isOn("daily_updates"),
    });
    const desk = new Desk({
      ...shared,
      limits,
      paperAccount: config.ibkr,
      hooks: deskNotices(notices),
    });
    const threads = given.threads ?? new EngineThreads({
      // One more for the spare place.
      size: config.workerConcurrency + 1,
      timeoutMs: runTimeoutMs,
    });
    const reports = new RobustnessReports(db, config.jobLockMs);
    const lab = new Lab({ ...shared, reports, threads, leaseMs: config.jobLockMs });
    const unfinishedImports = new UnfinishedImports(shared);
    const runner = new JobRunner({
      ...shared,
      lab,
      jobs,
      afterRun: (id) => schedules.finalizeRun(id),
      threads,
      blobDeletions,
      leftOvers: new DailyUpkeep({ costs, leftOvers: new LeftOvers(shared), log }),
      onComputed: (userId, seconds) => costs.computed(userId, seconds),
      unfinishedImports,
      outbox,
      deliveries,
      notices,
      concurrency: config.workerConcurrency,
      leaseMs: config.jobLockMs,
      outageWaitMs: config.outageWaitMs,
    });
    const closing = new AbortController();
    let closed: Promise<void> | null = null;
    return {
      config,
      log,
      errorReports: reporter,
      now,
      syncClock: () => clock?.sync() ?? Promise.resolve(),
      database,
      queue,
      storage,
      disk,
      notifications,
      limits,
      rateLimits,
      openStreams: new OpenStreams(),
      accounts,
      joining: new Joining({ db, links, outbox, auditLog, now }),
      recovery,
      apiKeys: new ApiKeys({ db, auditLog, limits, now, changes }),
      administration: new Administration({
        ...stores,
        db,
        recovery,
        auditLog,
        rules,
        follows: accountFollows,
        now,
        tellSessionsEnded,
      }),
      meters: new Meters(db, rules, now),
      operatorJobs: new OperatorJobs({
        db,
        outbox,
        auditLog,
        notifications,
        log,
        queueRun,
        queueReport,
      }),
      operatorRestatements: new OperatorRestatements({
        db,
        restatements: marketData.restatements,
        auditLog,
      }),
      auditLog,
      outbox,
      notices,
      deliveries,
      accountData: new AccountData({
        ...shared,
        accounts,
        auditLog,
        blobDeletions,
        beforeRemoval: (id) => billing.cancelFor(id),
      }),
      blobDeletions,
      costs,
      onboarding: new Onboarding(db, now, changes),
      strategies,
      backtests,
      robustness: new Robustness({
        ...shared,
        reports,
        queueReport,
        isOn: () => flags.isOn("robustness"),
      }),
      schedules,
      desk,
      billing,
      backups: new Backups({ config, db, database, storage, log, now, drill: runDrill }),
      marketData,
      vendorWatch,
      marketWatch,
      health: new HealthChecks({
        database,
        queue,
        storage,
        disk,
        market,
        log,
        vendors: () => vendorHealth(marketData.order),
      }),
      flags,
      readiness: new Readiness({ database, closing: closing.signal }),
      metricSamples: new MetricSamples({ database, isOn: config.telemetry !== null, log }),
      incidents: new Incidents({ db, auditLog, now }),
      runner,
      unfinishedImports,
      closing: closing.signal,
      announceClosing: () => closing.abort(),
      close: () =>
        closed ??= (async () => {
          closing.abort();
          threads.close();
          accounts.close();
          resultFiles.close();
          // The queue goes first, so that no message meets a closed database.
          await queue.close();
          await marketData.close();
          await storage.close();
          await notifications.close();
          await rateLimits?.close();
          mailer?.close();
          await cells.close();
          await flags.close();
          await clock?.close();
          await database.close();
          await reporter?.close();
          logs.close();
        })(),
    };
  } catch (error) {
    await Promise.allSettled(opened.map((part) => part.close()));
    logs.close();
    throw error;
  }
}

interface MarketDataSources {
  readonly database: DatabaseHandle;
  readonly storage: BlobStorage;
  readonly cells: SharedCells;
  readonly now: () => number;
  readonly log: Logger;
  /** Those that there are. */
  readonly vendors: readonly VendorDefinition[];
  /** The vendor that a flag puts first; empty = none. */
  readonly source: () => Promise<string>;
}

function openMarketData(config: Config, sources: MarketDataSources): MarketData {
  const { database: { db, kind }, storage, cells, source, now, log } = sources;
  const { marketData: names, vendorTimeoutMs: timeoutMs } = config;
  const [venue = "binance"] = names;
  const onChange = async ({ sinceMs, ...change }: VendorChange) => {
    order.forget();
    await noteState(db, { ...change, since: new Date(sinceMs) });
  };
  const vendors = names.map((name, place) => {
    const { url, apiKey } = config.vendors[name];
    // VENDOR_URL is an earlier name of the first vendor's address.
    const baseUrl = url ?? (place === 0 ? config.vendorUrl : null);
    const vendor = openVendor(name, {
      timeoutMs,
      now,
      ...(baseUrl === null ? {} : { baseUrl }),
      ...(apiKey === null ? {} : { apiKey }),
    }, sources.vendors);
    return guard(vendor, { cells, now, log, onChange });
  });
  const order = new VendorOrder({ db, vendors, source, now });
  const alone = kind === "pglite";
  return new MarketData({ db, alone, venue, vendor: null, order, storage, now, log });
}

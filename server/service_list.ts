/** What the app is made of: every service, and the parts that a caller may bring. */
import type { AccountData } from "./use_cases/account_data.ts";
import type { OperatorJobs } from "./use_cases/operator_jobs.ts";
import type { OperatorRestatements } from "./use_cases/operator_restatements.ts";
import type { UnfinishedImports } from "./use_cases/unfinished_imports.ts";
import type { Onboarding } from "./accounts/onboarding.ts";
import type { Passwords } from "./accounts/passwords.ts";
import type { Administration } from "./accounts/administration.ts";
import type { ApiKeys } from "./accounts/api_keys.ts";
import type { Joining } from "./accounts/joining.ts";
import type { Recovery } from "./accounts/recovery.ts";
import type { Accounts } from "./accounts/service.ts";
import type { AuditLog } from "./audit/audit_log.ts";
import type { Backups } from "./backup/service.ts";
import type { EngineThreads } from "./backtests/engine_threads.ts";
import type { Billing } from "./billing/service.ts";
import type { Backtests } from "./backtests/service.ts";
import type { Config } from "./config/config.ts";
import type { DatabaseHandle } from "./db/connect.ts";
import type { Desk } from "./desk/service.ts";
import type { DiskRoom } from "./disk/disk_room.ts";
import type { Reporter } from "./error_reports/report.ts";
import type { Flags } from "./flags/flags.ts";
import type { HealthChecks } from "./health/health.ts";
import type { MetricSamples } from "./health/metric_samples.ts";
import type { Readiness } from "./health/readiness.ts";
import type { Incidents } from "./incidents/service.ts";
import type { Job } from "./jobs/job.ts";
import type { JobRunner } from "./jobs/runner.ts";
import type { Limits } from "./limits/limits.ts";
import type { RateKind, RateLimits, RateRule } from "./limits/rate_limits.ts";
import type { OpenStreams } from "./limits/open_streams.ts";
import type { Logger } from "./logging/log.ts";
import type { Mailer } from "./mail/mailer.ts";
import type { Outbox } from "./mail/outbox.ts";
import type { MarketData } from "./market_data/service.ts";
import type { MarketWatch } from "./market_data/watch.ts";
import type { Deliveries } from "./notices/deliveries.ts";
import type { Resolve } from "./notices/public_address.ts";
import type { Notices } from "./notices/service.ts";
import type { Notifications } from "./notifications/notifications.ts";
import type { SharedCells } from "./market_data/shared_cells.ts";
import type { VendorDefinition } from "./market_data/vendor.ts";
import type { VendorWatch } from "./market_data/vendor_watch.ts";
import type { Meters } from "./plans/usage.ts";
import type { Queue } from "./queue/queue.ts";
import type { Robustness } from "./robustness/service.ts";
import type { Schedules } from "./schedules/service.ts";
import type { BlobDeletions } from "./storage/blob_deletions.ts";
import type { BlobStorage } from "./storage/storage.ts";
import type { Costs } from "./usage/service.ts";
import type { Strategies } from "./strategies/service.ts";

export interface Services {
  readonly config: Config;
  readonly log: Logger;
  /** Where unexpected errors go besides the log; `null` = nowhere. */
  readonly errorReports: Reporter | null;
  /** Unix milliseconds; on PostgreSQL by its clock, which all processes share. */
  readonly now: () => number;
  /** Asks the database for the time, where several processes share one. Never throws. */
  readonly syncClock: () => Promise<void>;
  readonly database: DatabaseHandle;
  readonly queue: Queue;
  readonly storage: BlobStorage;
  /** The disk that database, queue or results are on, where that is this machine's. */
  readonly disk: DiskRoom;
  readonly notifications: Notifications;
  readonly limits: Limits;
  /** How often may be asked; `null` = as often as one likes. */
  readonly rateLimits: RateLimits | null;
  readonly openStreams: OpenStreams;
  readonly accounts: Accounts;
  /** Links that make an account: the owner's, and invitations. */
  readonly joining: Joining;
  /** New passwords and other emails. */
  readonly recovery: Recovery;
  readonly apiKeys: ApiKeys;
  /** What an operator does with accounts and jobs. */
  readonly administration: Administration;
  readonly operatorJobs: OperatorJobs;
  readonly operatorRestatements: OperatorRestatements;
  readonly auditLog: AuditLog;
  readonly outbox: Outbox;
  readonly notices: Notices;
  /** What is sent to webhooks. */
  readonly deliveries: Deliveries;
  readonly accountData: AccountData;
  readonly blobDeletions: BlobDeletions;
  /** What accounts store and compute. */
  readonly costs: Costs;
  readonly onboarding: Onboarding;
  readonly strategies: Strategies;
  readonly backtests: Backtests;
  readonly robustness: Robustness;
  /** Started by every process that serves or runs jobs. */
  readonly schedules: Schedules;
  /** Started by every process that serves or runs jobs. */
  readonly desk: Desk;
  readonly backups: Backups;
  /** What accounts use, by month. */
  readonly meters: Meters;
  /** Plans that are sold; it is there too where none is. */
  readonly billing: Billing;
  readonly marketData: MarketData;
  /** Started by every process that serves or runs jobs; `null` where no vendor is asked. */
  readonly vendorWatch: VendorWatch | null;
  /** Looks after what is stored of shared series. */
  readonly marketWatch: MarketWatch;
  readonly health: HealthChecks;
  /** Started by every process that serves or runs jobs. */
  readonly flags: Flags;
  readonly readiness: Readiness;
  /** Started by every process that serves or runs jobs. */
  readonly metricSamples: MetricSamples;
  readonly incidents: Incidents;
  /** Started by the processes that run jobs. */
  readonly runner: JobRunner;
  readonly unfinishedImports: UnfinishedImports;
  /** Aborts when the process is about to stop: streams should end. */
  readonly closing: AbortSignal;
  /** Ends streams; called before a server is shut down. */
  announceClosing(): void;
  /** Closes everything; the runner must have been stopped. Twice is fine. */
  close(): Promise<void>;
}

/** Parts that a caller has opened already; tests use it. They are closed with the rest. */
export interface GivenParts {
  readonly database?: DatabaseHandle;
  readonly queue?: Queue;
  readonly storage?: BlobStorage;
  readonly notifications?: Notifications;
  readonly marketData?: MarketData;
  readonly cells?: SharedCells;
  readonly vendors?: readonly VendorDefinition[];
  readonly threads?: EngineThreads;
  readonly passwords?: Passwords;
  readonly mailer?: Mailer;
  readonly resolve?: Resolve;
  readonly jobs?: readonly Job[];
  readonly rateRules?: Readonly<Record<RateKind, RateRule>>;
  readonly disk?: DiskRoom;
  readonly log?: Logger;
  readonly now?: () => number;
}

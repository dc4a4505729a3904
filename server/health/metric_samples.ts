/** What is measured from time to time rather than when it happens; only where metrics are exported. */
import { type Kysely, sql } from "kysely";
import type { DatabaseHandle } from "../db/connect.ts";
import type { Database } from "../db/schema.ts";
import { describeError, type Logger } from "../logging/log.ts";
import { watchEventLoop } from "../telemetry/event_loop.ts";
import { gauge } from "../telemetry/measuring.ts";
import { isTracing } from "../telemetry/tracing.ts";

const EVERY_MS = 15_000;
/** The sizes change slowly, and are asked for every so many times. */
const SIZES_EVERY = 20;

export interface MetricSamplesParts {
  readonly database: Pick<DatabaseHandle, "db" | "connections">;
  /** Whether metrics are wanted: `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly isOn: boolean;
  readonly log: Logger;
}

export class MetricSamples {
  #timer: ReturnType<typeof setInterval> | null = null;
  #loop: { stop(): void } | null = null;
  #count = 0;
  #isFailing = false;

  constructor(private readonly parts: MetricSamplesParts) {}

  start(): void {
    const { isOn, log } = this.parts;
    if (!isOn || this.#timer !== null) return;
    if (!isTracing()) {
      log.warn(
        "OTEL_EXPORTER_OTLP_ENDPOINT is set, but Deno was started without OTEL_DENO: nothing is exported",
      );
    }
    this.#loop = watchEventLoop();
    void this.sample();
    this.#timer = setInterval(() => void this.sample(), EVERY_MS);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#loop?.stop();
  }

  /** Never throws. */
  async sample(): Promise<void> {
    const { database: { db, connections }, log } = this.parts;
    const sizes = this.#count++ % SIZES_EVERY === 0;
    for (const [state, number] of Object.entries(connections?.() ?? {})) {
      gauge("blockbuilders.database.connections", number, { state });
    }
    try {
      for (const { job, depth, age } of await waitingJobs(db)) {
        gauge("blockbuilders.queue.depth", depth, { job });
        gauge("blockbuilders.queue.age", age, { job });
      }
      if (sizes) {
        for (const [part, bytes] of Object.entries(await storedBytes(db))) {
          gauge("blockbuilders.storage.used", bytes, { part });
        }
      }
      this.#isFailing = false;
    } catch (error) {
      // One line until it works again.
      if (!this.#isFailing) log.warn("metrics could not be taken", { error: describeError(error) });
      this.#isFailing = true;
    }
  }
}

/** How many jobs of each kind wait, and how long the oldest has, seconds. */
export async function waitingJobs(
  db: Kysely<Database>,
): Promise<{ readonly job: string; readonly depth: number; readonly age: number }[]> {
  const { rows } = await sql<{ job: string; depth: number; age: number }>`
    select 'run_backtest' as job, count(*)::int as depth, ${AGE} as age
      from backtest_runs where status = 'pending'
    union all
    select 'test_robustness', count(*)::int, ${AGE} from robustness_reports where status = 'pending'
    union all
    select 'send_mail', count(*)::int, ${AGE} from mails where status = 'pending'`.execute(db);
  return rows;
}
const AGE = sql`coalesce(greatest(extract(epoch from now() - min(created_at)), 0), 0)
  ::double precision`;

async function storedBytes(
  db: Kysely<Database>,
): Promise<{ readonly results: number; readonly database: number }> {
  const { rows: [row] } = await sql<{ results: number; database: number }>`
    select coalesce(sum(result_bytes), 0)::double precision as results,
      pg_database_size(current_database())::double precision as database
    from backtest_runs`.execute(db);
  return row ?? { results: 0, database: 0 };
}

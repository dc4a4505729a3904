/** What becomes of a run, by what went wrong and how often: each case by itself, without a database or a clock. */
import assert from "node:assert/strict";
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from "kysely";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { type ClaimedRun, type Pause, RunClaims } from "../backtests/claims.ts";
import {
  EngineRefusal,
  EngineThreads,
  EngineTimeoutError,
  ResultTooLargeError,
} from "../backtests/engine_threads.ts";
import type { Database } from "../db/schema.ts";
import { createLogger } from "../logging/log.ts";
import { MarketDataError, type MarketDataErrorCode } from "../market_data/errors.ts";
import type { JobOutcome } from "../queue/queue.ts";
import { type JobContext, JobTimeoutError } from "./job.ts";
import { Places } from "./places.ts";
import { nextPauseMs, runBacktest } from "./run_backtest.ts";

const ID = "00000000-0000-4000-8000-000000000001";
const KEY = `runs/${ID}/results.json`;
const RUN: ClaimedRun = {
  id: ID,
  strategy_id: "00000000-0000-4000-8000-000000000002",
  triggered_by: "manual",
  claim: "this one",
  attempts: 1,
  waited_ms: 0,
  waiting_for: null,
  asset: "BTC/USDT",
  import_name: null,
  user_id: "u",
  timeframe: "1h",
  definition: RSI_WITH_STOPS,
  date_from: new Date("2021-01-01"),
  date_to: new Date("2021-03-01"),
  fee_percent: 0.1,
  slippage_percent: 0.05,
  initial_capital: 10_000,
  intrabar: "stop_first",
  venue_asked: null,
  trace_context: null,
};
const CONTENT = { hash: "00112233445566ff", sharpeDaily: null };
const SUMMARY = {
  engine_version: "1.4.0",
  run_hash: "0",
  total_return: 0.5,
  cagr: null,
  max_drawdown: -0.1,
  num_trades: 3,
  win_rate: 1,
  buy_and_hold_return: 0.2,
  sparkline: [1, 1.5],
};

/** Answers nothing: whatever asks it finds no row. */
const noDatabase = () =>
  new Kysely<Database>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });

interface Situation {
  /** No run waits. */
  readonly none?: boolean;
  readonly attempts?: number;
  readonly waited?: Partial<Pick<ClaimedRun, "waited_ms" | "waiting_for">>;
  readonly outageWaitMs?: number;
  /** Every step is told when this is left out. */
  readonly progressEveryMs?: number;
  readonly ping?: () => Promise<void>;
  readonly definition?: unknown;
  /** What the engine does; it gives a result when this is left out. */
  readonly engine?: (signal: AbortSignal | undefined) => Promise<never>;
  readonly marketData?: () => Promise<never>;
  /** The claim is lost when the share of the work that is done reaches this. */
  readonly lostAt?: number;
  /** Whether the last word on the row is still this claim's. */
  readonly holds?: boolean;
  readonly exists?: boolean;
  readonly put?: () => Promise<void>;
  readonly delete?: () => Promise<void>;
  /** How a sign of life is answered. */
  readonly alive?: () => Promise<boolean>;
  readonly leaseMs?: number;
  readonly afterRun?: () => Promise<void>;
  readonly signal?: AbortSignal;
}

interface Report {
  readonly outcome: JobOutcome;
  /** What was written, in order. */
  readonly writes: string[];
  /** `level message` of each line. */
  readonly lines: string[];
  readonly fields: Record<string, unknown>[];
}

class FakeClaims extends RunClaims {
  constructor(private readonly situation: Situation, private readonly writes: string[]) {
    super(noDatabase(), 1_000);
  }
  override claimNext(): Promise<ClaimedRun | null> {
    const { none = false, attempts = 1, definition = RSI_WITH_STOPS, waited } = this.situation;
    return Promise.resolve(none ? null : { ...RUN, attempts, definition, ...waited });
  }
  override endPauses(waitingFor: string): Promise<void> {
    this.writes.push(`no longer waiting for ${waitingFor}`);
    return Promise.resolve();
  }
  override renew(_run: ClaimedRun, share?: number): Promise<boolean> {
    const { lostAt = Infinity, alive = () => Promise.resolve(true) } = this.situation;
    if (share === undefined) return alive();
    this.writes.push(`progress ${share}`);
    return Promise.resolve(share < lostAt);
  }
  override complete(
    ...[, summary, { content: _content, ...where }]: Parameters<RunClaims["complete"]>
  ): Promise<boolean> {
    this.writes.push(`complete ${summary.total_return} ${JSON.stringify(where)}`);
    return this.#holds();
  }
  override fail(_run: ClaimedRun, code: string, message: string): Promise<boolean> {
    this.writes.push(`fail ${code}: ${message}`);
    return this.#holds();
  }
  override giveBack(
    _run: ClaimedRun,
    { counts, pause }: { counts: boolean; pause?: Pause },
  ): Promise<boolean> {
    this.writes.push(
      pause
        ? `wait ${pause.ms} for ${pause.waitingFor}`
        : counts
        ? "give back"
        : "give back, not counted",
    );
    return this.#holds();
  }
  override exists(): Promise<boolean> {
    return Promise.resolve(this.situation.exists ?? true);
  }
  #holds(): Promise<boolean> {
    return Promise.resolve(this.situation.holds ?? true);
  }
}

async function deliver(situation: Situation): Promise<Report> {
  const writes: string[] = [];
  const fields: Record<string, unknown>[] = [];
  const { engine, marketData, put, afterRun, signal = new AbortController().signal } = situation;
  const context: JobContext = {
    lab: { wake: () => {} },
    outbox: { deliver: () => Promise.resolve() },
    deliveries: { deliver: () => Promise.resolve() },
    db: noDatabase(),
    claims: new FakeClaims(situation, writes),
    places: new Places(1),
    lookAfter: () => {},
    marketData: {
      chooseCandles: async () => ({
        venue: "binance",
        passedOver: [],
        candles: await (marketData?.() ?? randomWalk({ bars: 10, seed: 1 })),
      }),
    },
    threads: Object.assign(new EngineThreads({ size: 1, timeoutMs: 60_000 }), {
      run: ({ signal }: { signal?: AbortSignal }) =>
        engine?.(signal) ??
          Promise.resolve({
            summary: SUMMARY,
            content: CONTENT,
            bytes: new TextEncoder().encode("{}"),
          }),
    }),
    storage: {
      put: async (key) => {
        await put?.();
        writes.push(`put ${key}`);
      },
      get: () => Promise.resolve(null),
      delete: async (key) => {
        await situation.delete?.();
        writes.push(`delete ${key}`);
      },
      async *list() {},
      ping: situation.ping ?? (() => Promise.resolve()),
      close: () => Promise.resolve(),
    },
    log: createLogger({
      logLevel: "debug",
      logFormat: "json",
      write: (line) => fields.push(JSON.parse(line)),
    }),
    leaseMs: situation.leaseMs ?? 60_000,
    outageWaitMs: situation.outageWaitMs ?? 600_000,
    progressEveryMs: situation.progressEveryMs ?? 0,
    afterRun: async () => {
      writes.push("told");
      await afterRun?.();
    },
  };
  const outcome = await runBacktest.handle(context, { id: ID }, signal);
  const lines = fields.map(({ level, message }) => `${level} ${message}`);
  return { outcome, writes, lines, fields };
}

const BEGUN = ["progress 0.1", "progress 0.4"];
const COMPLETE = `complete 0.5 {"venue":"binance","candlesFrom":${
  Date.UTC(2020, 0, 1)
},"storageKey":"${KEY}","bytes":2}`;
const DONE = [...BEGUN, "progress 0.9", `put ${KEY}`, COMPLETE];
const failing = (error: unknown) => ({ engine: () => Promise.reject(error) });

Deno.test("outcome: a result is stored, then the row is completed, then it is told", async () => {
  const before = performance.now();
  const { outcome, writes, lines, fields } = await deliver({});
  const elapsed = performance.now() - before;
  assert.equal(outcome, "done");
  assert.deepEqual(writes, [...DONE, "told"]);
  assert.deepEqual(lines, ["info backtest started", "info backtest completed"]);
  assert.deepEqual(fields.map(({ run_id }) => run_id), [ID, ID]);
  const ms = fields[1]?.ms as number;
  assert.ok(ms >= 0 && ms <= Math.ceil(elapsed), `${ms} of ${elapsed}`);
});

Deno.test("outcome: of a short run only its beginning and its end are written", async () => {
  const { outcome, writes } = await deliver({ progressEveryMs: 3_600_000 });
  assert.equal(outcome, "done");
  assert.deepEqual(writes, [`put ${KEY}`, COMPLETE, "told"]);
});

Deno.test("outcome: where no run waits, a message is done", async () => {
  const none = await deliver({ none: true });
  assert.deepEqual([none.outcome, none.writes, none.lines], ["done", [], []]);
});

Deno.test("outcome: an end that cannot be announced is an end all the same", async () => {
  const { outcome, lines } = await deliver({ afterRun: () => Promise.reject(new Error("away")) });
  assert.equal(outcome, "done");
  assert.equal(lines.at(-1), "warn the end of a run could not be announced");
});

Deno.test("outcome: the seventh claim of a run whose workers die gives it up", async () => {
  assert.deepEqual((await deliver({ attempts: 6 })).writes, [...DONE, "told"]);
  const { outcome, writes } = await deliver({ attempts: 7 });
  assert.equal(outcome, "done");
  assert.deepEqual(writes, [
    "fail interrupted: The backtest was interrupted several times.",
    "told",
  ]);
});

const AWAY = Object.assign(new Error("secret"), { code: "57P01" });

Deno.test("outcome: what is away is waited for with growing pauses, ten minutes in all", () => {
  const pauses: number[] = [];
  let waitedMs = 0;
  for (;;) {
    const ms = nextPauseMs(waitedMs, { totalMs: 600_000 });
    if (ms === null) break;
    pauses.push(ms);
    waitedMs += ms;
  }
  assert.deepEqual(pauses.slice(0, 8), [
    1_000,
    2_000,
    4_000,
    8_000,
    16_000,
    32_000,
    60_000,
    60_000,
  ]);
  assert.ok(pauses.every((ms) => ms > 0 && ms <= 60_000));
  assert.equal(waitedMs, 600_000);
  assert.equal(nextPauseMs(0, { totalMs: 0 }), null, "none at all");
  assert.equal(nextPauseMs(0, { totalMs: 600_000, leastMs: 90_000 }), 90_000, "as it was asked");
  assert.equal(nextPauseMs(590_000, { totalMs: 600_000, leastMs: 11_000 }), null, "too long");
});

Deno.test("outcome: a run that waits is put back, uncounted, and fails when the time is up", async () => {
  const first = await deliver(failing(AWAY));
  assert.deepEqual([first.outcome, first.writes], [
    { retryInMs: 1_000 },
    [...BEGUN, "wait 1000 for database"],
  ]);
  assert.equal(first.lines.at(-1), "warn backtest will be tried again");
  assert.equal(first.fields.at(-1)?.wait_ms, 1_000);
  const later = await deliver({ ...failing(AWAY), waited: { waited_ms: 63_000 } });
  assert.deepEqual(later.outcome, { retryInMs: 60_000 });
  const last = await deliver({ ...failing(AWAY), waited: { waited_ms: 600_000 } });
  assert.equal(last.outcome, "done");
  assert.match(last.writes[2] ?? "", /^fail database_unavailable: /);
  assert.equal(last.lines.at(-1), "warn backtest failed");
  const lost = await deliver({ ...failing(AWAY), holds: false });
  assert.deepEqual([lost.outcome, lost.writes], [
    "done",
    [...BEGUN, "wait 1000 for database", "told"],
  ]);
});

Deno.test("outcome: a storage that was away is asked before everything is computed again", async () => {
  const waited = { waited_ms: 1_000, waiting_for: "storage" } as const;
  const still = await deliver({ waited, ping: () => Promise.reject(new Error("away")) });
  assert.deepEqual(still.writes, ["wait 2000 for storage"]);
  const back = await deliver({ waited });
  assert.deepEqual(back.writes, [...DONE, "no longer waiting for storage", "told"]);
});

const vendor = (code: MarketDataErrorCode, retryable: boolean) =>
  new MarketDataError(code, `${code}. Do something.`, { retryable, what: `${code}.` });

/** What the first try of a run ends with. */
const FAILURES: readonly (readonly [error: unknown, write: string, line: string])[] = [
  [vendor("vendor_error", true), "wait 1000 for exchange", "warn backtest will be tried again"],
  [vendor("vendor_error", false), "fail vendor_error: vendor_error.", "warn backtest failed"],
  [
    vendor("vendor_unreachable", true),
    "wait 1000 for exchange",
    "warn backtest will be tried again",
  ],
  [vendor("rate_limited", true), "wait 1000 for exchange", "warn backtest will be tried again"],
  [
    new MarketDataError("rate_limited", "A pause of an hour.", {
      retryable: true,
      retryAfterMs: 3_600_000,
    }),
    "fail rate_limited: A pause of an hour.",
    "warn backtest failed",
  ],
  [vendor("no_candles", false), "fail no_candles: no_candles.", "warn backtest failed"],
  [vendor("aborted", false), "wait 1000 for null", "warn backtest will be tried again"],
  [
    new EngineRefusal(["It has no entry.", "It has no entry."]),
    "fail invalid_strategy: It has no entry.",
    "warn backtest failed",
  ],
  [
    new EngineTimeoutError(),
    "fail timeout: The backtest took too long and was stopped.",
    "warn backtest failed",
  ],
  [new Error("secret"), /^fail internal: Something went wrong/.source, "error backtest failed"],
  [new ResultTooLargeError(), /^fail result_too_large: /.source, "warn backtest failed"],
];

for (const [n, [error, write, line]] of FAILURES.entries()) {
  Deno.test(`outcome: failure ${n + 1}, ${error instanceof Error ? error.message : n}`, async () => {
    const { writes, lines } = await deliver(failing(error));
    assert.deepEqual(writes.slice(0, 2), BEGUN);
    if (write.startsWith("^")) assert.match(writes[2] ?? "", new RegExp(write));
    else assert.equal(writes[2], write);
    assert.deepEqual(lines, ["info backtest started", line]);
  });
}

Deno.test("outcome: candles that cannot be had fail the run before the engine begins", async () => {
  const { writes } = await deliver({
    marketData: () => Promise.reject(vendor("unknown_asset", false)),
  });
  assert.deepEqual(writes, ["progress 0.1", "fail unknown_asset: unknown_asset.", "told"]);
});

Deno.test("outcome: a document that does not compile fails the run with its faults", async () => {
  const { writes } = await deliver({ definition: { ...RSI_WITH_STOPS, connections: [] } });
  assert.match(writes[0] ?? "", /^fail invalid_strategy: Crossover needs a value/);
});

Deno.test("outcome: a storage that is away is worth another try", async () => {
  const { outcome, writes } = await deliver({ put: () => Promise.reject(new Error("away")) });
  assert.deepEqual(outcome, { retryInMs: 1_000 });
  assert.deepEqual(writes, [...BEGUN, "progress 0.9", "wait 1000 for storage"]);
});

Deno.test("outcome: a lost claim writes nothing more, and a deleted run leaves no result", async () => {
  for (const [lostAt, writes] of [[0.1, ["progress 0.1"]], [0.4, BEGUN]] as const) {
    const lost = await deliver({ lostAt });
    assert.deepEqual([lost.outcome, lost.writes], ["done", [...writes, "told"]]);
  }
  const late = await deliver({ holds: false });
  assert.deepEqual([late.outcome, late.writes], ["done", [...DONE, "told"]]);
  const deleted = await deliver({ holds: false, exists: false });
  assert.deepEqual(deleted.writes, [...DONE, `delete ${KEY}`, "told"]);
  const kept = await deliver({
    holds: false,
    exists: false,
    delete: () => Promise.reject(new Error("away")),
  });
  assert.deepEqual([kept.outcome, kept.writes], ["done", [...DONE, "told"]]);
  assert.equal(kept.lines.at(-1), "warn the result of a deleted run could not be deleted");
});

Deno.test("outcome: a process that stops puts its run back, uncounted", async () => {
  const before = await deliver({ signal: AbortSignal.abort() });
  assert.deepEqual(before.outcome, { retryInMs: 0 });
  assert.deepEqual(before.writes, ["give back, not counted"]);
  assert.deepEqual(before.lines, ["info backtest started", "info backtest put back"]);
  const lost = await deliver({ signal: AbortSignal.abort(), holds: false });
  assert.equal(lost.outcome, "done");
  const stop = new AbortController();
  const meanwhile = await deliver({
    signal: stop.signal,
    engine: (signal) => {
      stop.abort();
      return Promise.reject(signal?.reason);
    },
  });
  assert.deepEqual(meanwhile.outcome, { retryInMs: 0 });
  assert.deepEqual(meanwhile.writes, [...BEGUN, "give back, not counted"]);
});

Deno.test("outcome: a job that takes too long fails its run", async () => {
  const signal = AbortSignal.abort(new JobTimeoutError("run_backtest", 1));
  const { outcome, writes } = await deliver({ signal });
  assert.equal(outcome, "done");
  assert.deepEqual(writes, [
    "fail timeout: The backtest took too long and was stopped.",
    "told",
  ]);
});

/** Runs with the signs of life in the test's hands; `beat` gives one. */
async function withBeats(
  situation: Situation,
  during: (beat: () => Promise<void>) => Promise<void>,
): Promise<{ report: Report; everyMs: number[]; open: number }> {
  const { setInterval, clearInterval } = globalThis;
  const everyMs: number[] = [];
  const beats = new Map<number, () => Promise<void>>();
  try {
    globalThis.setInterval = ((beat: () => Promise<void>, ms: number) =>
      beats.set(everyMs.push(ms), beat) && everyMs.length) as typeof setInterval;
    globalThis.clearInterval = ((id: number) =>
      void beats.delete(id)) as typeof clearInterval;
    const report = await deliver({
      ...situation,
      async engine(signal) {
        await during(async () => {
          for (const beat of beats.values()) await beat();
        });
        signal?.throwIfAborted();
        throw new EngineTimeoutError();
      },
    });
    return { report, everyMs, open: beats.size };
  } finally {
    Object.assign(globalThis, { setInterval, clearInterval });
  }
}

Deno.test("outcome: a lease is renewed three times before it runs out, while the run goes on", async () => {
  const leases: [leaseMs: number, everyMs: number][] = [
    [60_000, 20_000],
    [303, 101],
    [300, 100],
    [30, 100],
  ];
  for (const [leaseMs, expected] of leases) {
    const { everyMs, open } = await withBeats({ leaseMs }, (beat) => beat());
    assert.deepEqual([everyMs, open], [[expected], 0], `${leaseMs}`);
  }
});

Deno.test("outcome: a lease that is lost ends the work, one that cannot be renewed now does not", async () => {
  const lost = await withBeats({ alive: () => Promise.resolve(false) }, (beat) => beat());
  assert.deepEqual(lost.report.writes, [...BEGUN, "told"]);
  const away = await withBeats({ alive: () => Promise.reject(AWAY) }, (beat) => beat());
  assert.match(away.report.writes[2] ?? "", /^fail timeout/);
  assert.equal(away.report.lines[1], "warn a lease could not be renewed");
  const held = await withBeats({}, (beat) => beat());
  assert.match(held.report.writes[2] ?? "", /^fail timeout/);
  assert.equal(held.report.lines.length, 2);
});

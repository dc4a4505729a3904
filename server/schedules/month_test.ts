/**
 * Five weeks of daily updates, over a leap day and the days on which America's and Europe's clocks change, with processes
 * that are killed at any moment: between two queries, inside a transaction, between the commit and the queue.
 */
import assert from "node:assert/strict";
import type { KyselyPlugin } from "kysely";
import type { UpdateStrategy } from "../../contracts/strategies.ts";
import { testOnBoth } from "../market_data/testing/databases.ts";
import { dueDay } from "../track_records/days.ts";
import type { Schedules } from "./service.ts";
import {
  AWAY,
  DAY,
  HOUR,
  MINUTE_OF_DAY,
  type RunEnd,
  ScheduleHarness,
  STEADY,
} from "./testing/schedule_harness.ts";

const START = "2024-02-26T05:00:00Z";
const DAYS = 36;
/** Days of the test, counted from its start, on which no process runs. */
const DAYS_WITHOUT_PROCESS: readonly number[] = [5, 6, 20, 29];
/** A leap day and two changes of clocks, on which no process is killed, so that a failure then comes from the calendar. */
const SPECIAL: readonly string[] = ["2024-02-29", "2024-03-10", "2024-03-31"];
const PROCESSES = 3;
/** Other weeks on each database. */
const SEEDS = { pglite: 1, postgres: 2 } as const;

testOnBoth("auto-update: five weeks with killed processes", async (database) => {
  const chance = generator(SEEDS[database.kind]);
  const harness = new ScheduleHarness(database, START);
  const [user, leaver] = [await harness.person(), await harness.person()];
  const create = (owner: string) => harness.strategy(owner);
  const steady = await create(user);
  const paused = await create(user);
  const archived = await create(user);
  const failing = await create(user);
  const theirs = await create(leaver);
  const survivor = harness.process();
  for (const id of [steady, paused, archived, failing]) {
    await survivor.update(user, id, { auto_update_enabled: true });
  }
  await survivor.update(leaver, theirs, { auto_update_enabled: true });

  /** Which strategies were to be updated while a process that survived swept after the hour of a day. */
  const seen = new Map<string, Set<string>>();
  /** Days on which any process, also one that was killed, ran after the hour. */
  const attended = new Set<string>();
  const wanted = new Set([steady, paused, archived, failing, theirs]);
  const processes: (KillableProcess | null)[] = Array.from({ length: PROCESSES }, () => null);
  const first = dueDay(harness.nowMs, MINUTE_OF_DAY) ?? "";
  seen.set(first, new Set(wanted));
  attended.add(first);

  const end = harness.nowMs + DAYS * DAY;
  for (let dayBefore = 0; harness.nowMs < end;) {
    // Every four hours or so, sometimes right at the hour, sometimes right before it.
    harness.nowMs += 4 * HOUR + Math.floor((chance() - 0.5) * HOUR);
    if (harness.nowMs % DAY > 19 * HOUR && chance() < 0.5) {
      harness.nowMs = Math.ceil(harness.nowMs / DAY) * DAY + (chance() < 0.5 ? 9 : 10) * 60_000;
    }
    const day = dueDay(harness.nowMs, MINUTE_OF_DAY);
    const daysIn = Math.floor(harness.nowMs / DAY) - Math.floor(Date.parse(START) / DAY);
    for (; dayBefore < daysIn; dayBefore++) await changesOf(dayBefore + 1);
    await switchOnAgain();
    const withoutProcess = DAYS_WITHOUT_PROCESS.includes(daysIn);
    const special = SPECIAL.includes(day ?? "");
    for (let i = 0; i < PROCESSES; i++) {
      if (withoutProcess) processes[i] = null;
      else if (processes[i] === null && (special || chance() < 0.6)) {
        processes[i] = new KillableProcess(harness);
      }
      processes[i]?.arm(!special && chance() < 0.35 ? 1 + Math.floor(chance() * 25) : null);
    }
    const running = processes.filter((process) => process !== null);
    if (day !== null && running.length > 0) attended.add(day);
    const outcomes = await Promise.all(running.map((process) => process.sweep()));
    running.forEach((process, i) => {
      if (outcomes[i]) return;
      processes[processes.indexOf(process)] = null;
    });
    if (day !== null && outcomes.some((survived) => survived)) {
      // The sweep itself may have switched one off, before its run of the day.
      const off = (await harness.row(failing)).auto_update_enabled ? null : failing;
      const due = [...wanted].filter((id) => id !== off);
      seen.set(day, new Set([...seen.get(day) ?? [], ...due]));
    }
    if (chance() < 0.7) await harness.run((id) => endOf(id));
  }

  for (const id of [steady, paused, archived, failing]) {
    const days = await harness.days(id);
    const expected = [...seen].filter(([, ids]) => ids.has(id)).map(([day]) => day);
    assert.equal(new Set(days).size, days.length, "a day has one run");
    for (const day of expected) assert.ok(days.includes(day), `${day} has a run`);
    for (const day of days) assert.ok(attended.has(day), `${day}: no process ran`);
    const runs = await harness.autoRuns(id);
    assert.equal(runs.length, days.length, "a run belongs to a day, and no other is there");
    assert.deepEqual(
      runs.map(({ created_at }) => created_at.toISOString().slice(0, 10)),
      days,
      "days are UTC days",
    );
  }
  assert.deepEqual(await harness.days(theirs), [], "what went with its account is gone");
  const all = await harness.days(steady);
  assert.ok(all.length > DAYS / 2 && all.length < DAYS, `${all.length} days`);
  assert.ok((await harness.days(paused)).length < all.length);
  assert.ok((await harness.days(archived)).length < all.length);
  for (const day of SPECIAL) assert.ok(all.includes(day), day);

  // A process stays, and completes everything that was interrupted.
  await harness.run(STEADY);
  await harness.process().sweep();
  await harness.run(STEADY);
  await harness.process().sweep();
  const open = await database.db.selectFrom("scheduled_runs").select("id")
    .where("outcome", "=", "open").where("next_try_at", "is", null).execute();
  assert.deepEqual(open, []);

  function endOf(id: string): RunEnd | null {
    if (chance() < 0.2) return null;
    return id === failing && chance() < 0.5 ? AWAY : STEADY;
  }

  async function change(id: string, on: boolean, what: UpdateStrategy): Promise<void> {
    await harness.process().update(user, id, what);
    if (on) wanted.add(id);
    else wanted.delete(id);
    attendNow();
  }

  async function changesOf(daysIn: number): Promise<void> {
    if (daysIn === 8) await change(paused, false, { auto_update_enabled: false });
    if (daysIn === 16) await change(paused, true, { auto_update_enabled: true });
    if (daysIn === 10) await change(archived, false, { is_archived: true });
    if (daysIn === 21) await change(archived, true, { is_archived: false });
    if (daysIn === 12) await change(steady, true, { auto_update_horizon: "6m" });
    if (daysIn === 14) {
      await harness.process().restartTrackRecord(user, steady);
      attendNow();
    }
    if (daysIn === 18) {
      wanted.delete(theirs);
      await harness.db.deleteFrom("users").where("id", "=", leaver).execute();
    }
  }

  /** Switches on again what five days of failures have switched off. */
  async function switchOnAgain(): Promise<void> {
    const { auto_update_enabled: on } = await harness.row(failing);
    if (!on) await change(failing, true, { auto_update_enabled: true });
  }

  function attendNow(): void {
    const day = dueDay(harness.nowMs, MINUTE_OF_DAY);
    if (day !== null) attended.add(day);
  }
});

class KilledError extends Error {}

/** A process that is killed at its n-th query of the database, or right before it queues a job. */
class KillableProcess {
  readonly #schedules: Schedules;
  #left: number | null = null;
  #killed = false;

  constructor(harness: ScheduleHarness) {
    const trap: KyselyPlugin = {
      transformQuery: ({ node }) => {
        this.#step();
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    };
    this.#schedules = harness.process({
      db: harness.db.withPlugin(trap),
      queueRun: () => {
        this.#step();
        return Promise.resolve();
      },
    });
  }

  /** After how many more steps it is killed; `null` = not in this sweep. */
  arm(steps: number | null): void {
    this.#left = steps;
  }

  /** Whether it has survived its sweep. */
  async sweep(): Promise<boolean> {
    await this.#schedules.sweep().catch(() => {});
    return !this.#killed;
  }

  #step(): void {
    // Whatever the code does about the error, no further query gets through.
    if (this.#killed) throw new KilledError();
    if (this.#left === null) return;
    if (--this.#left < 0) {
      this.#killed = true;
      throw new KilledError();
    }
  }
}

/** Uniform in [0, 1), the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

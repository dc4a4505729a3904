/**
 * What is stored of a series now: the version of each of its months, and the stretches that are complete. Asked of the
 * database each time, in one small query, because other processes write too; callers that come while it runs share the next
 * one, so that a crowd costs two queries and nobody is told what was true before they asked.
 */
import { setImmediate } from "node:timers";
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import { type Interval, mergeIntervals } from "./intervals.ts";
import { ofSeries, type SeriesKey, seriesName } from "./series.ts";

export interface SeriesState {
  /** Version by month, in the order of months. */
  readonly months: ReadonlyMap<number, string>;
  /** The known stretches in order, none touching the next. */
  readonly coverage: readonly Interval[];
}

interface Flight {
  readonly running: Promise<SeriesState>;
  /** Whether the database has been asked: who comes later may not share it. */
  hasBegun: boolean;
  next: Promise<SeriesState> | null;
}

/** Series whose last answer is kept, so that the same text is read once. */
const KEPT = 256;

export class SeriesStates {
  readonly #db: Kysely<Database>;
  readonly #flights = new Map<string, Flight>();
  readonly #read = new Map<string, { readonly text: string; readonly state: SeriesState }>();

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** As it is at some moment after the call. */
  of(key: SeriesKey): Promise<SeriesState> {
    const name = seriesName(key);
    const flight = this.#flights.get(name);
    if (!flight) return this.#start(name, key);
    if (!flight.hasBegun) return flight.running;
    return flight.next ??= flight.running.then(
      () => this.#start(name, key),
      () => this.#start(name, key),
    );
  }

  #start(name: string, key: SeriesKey): Promise<SeriesState> {
    // The embedded database answers before anything else has its turn: what has arrived by now is let in first.
    const arrivals = new Promise((resolve) => setImmediate(resolve));
    const running = arrivals.then(() => {
      flight.hasBegun = true;
      return this.#ask(name, key);
    });
    const flight: Flight = { running, hasBegun: false, next: null };
    this.#flights.set(name, flight);
    const ended = () => {
      if (flight.next === null && this.#flights.get(name) === flight) this.#flights.delete(name);
    };
    flight.running.then(ended, ended);
    return flight.running;
  }

  async #ask(name: string, key: SeriesKey): Promise<SeriesState> {
    const ms = (column: string) => sql`(extract(epoch from ${sql.ref(column)}) * 1000)::float8`;
    const { rows } = await sql<{ months: string; coverage: string }>`
      select coalesce((select string_agg(month || ' ' || version, ',' order by month)
          from candle_months where ${ofSeries(key)}), '') as months,
        coalesce((select string_agg(${ms("from_time")} || ' ' || ${
      ms("to_time")
    }, ',' order by from_time)
          from candle_coverage where ${ofSeries(key)}), '') as coverage`.execute(this.#db);
    const { months, coverage } = rows[0] ?? { months: "", coverage: "" };
    const text = `${months};${coverage}`;
    const known = this.#read.get(name);
    this.#read.delete(name);
    const state = known?.text === text ? known.state : {
      months: new Map(pairs(months).map(([month, version]) => [Number(month), version])),
      coverage: mergeIntervals(
        pairs(coverage).map(([from, to]) => ({ from: Number(from), to: Number(to) })),
      ),
    };
    this.#read.set(name, { text, state });
    for (const oldest of this.#read.keys()) {
      if (this.#read.size <= KEPT) break;
      this.#read.delete(oldest);
    }
    return state;
  }
}

function pairs(text: string): [string, string][] {
  if (text === "") return [];
  return text.split(",").map((pair) => {
    const [first = "", second = ""] = pair.split(" ");
    return [first, second];
  });
}

/**
 * The desk's own copy of a followed series. A candle that changes or comes late after a follow has gone past it stays for that
 * follow what it was: the difference is kept with the follow, in the transaction that changes the copy.
 */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../db/schema.ts";
import { isSame, type SeenCandle, type SeenCandles } from "./seen_candles.ts";

export interface SeriesState {
  /** Steps are only made on candles of the revision that the row has. */
  readonly revision: number;
  readonly candles: SeenCandles;
}

/** A candle of the past that is another now; `before` is `null` of one that came late. */
export interface Restated {
  readonly before: SeenCandle | null;
  readonly after: SeenCandle;
}

export type TellRestated = (
  trx: Transaction<Database>,
  affected: ReadonlyMap<string, readonly Restated[]>,
  state: SeriesState,
) => Promise<void>;

/** Rows of one statement. */
const BATCH = 2_000;

export class SeriesCopies {
  readonly #known = new Map<string, SeriesState>();

  constructor(
    private readonly db: Kysely<Database>,
    private readonly tellRestated: TellRestated,
  ) {}

  /** Takes the market's candles in, and gives back all that the desk has seen. Candles that are gone from the market stay. */
  async sync(seriesId: string, market: SeenCandles): Promise<SeriesState> {
    const state = await this.db.transaction().execute((trx) => this.#sync(trx, seriesId, market));
    this.#known.set(seriesId, state);
    return state;
  }

  /** Forgets what is in memory. */
  forget(seriesId: string): void {
    this.#known.delete(seriesId);
  }

  async #sync(
    trx: Transaction<Database>,
    seriesId: string,
    market: SeenCandles,
  ): Promise<SeriesState> {
    const { revision } = await trx.selectFrom("desk_series").select("revision")
      .where("id", "=", seriesId).forUpdate().executeTakeFirstOrThrow();
    const copy = await this.#read(trx, seriesId, revision);
    const { merged, added, restated } = merge(copy, market);
    for (let at = 0; at < added.length; at += BATCH) {
      await insertCandles(trx, seriesId, added.slice(at, at + BATCH));
    }
    if (restated.length === 0) return { revision, candles: merged };
    const affected = new Map<string, Restated[]>();
    for (const one of restated) {
      for (const followId of await keepAsSeen(trx, seriesId, one)) {
        affected.set(followId, [...affected.get(followId) ?? [], one]);
      }
      if (one.before) await updateCandle(trx, seriesId, one.after);
    }
    const state = { revision: revision + 1, candles: merged };
    await trx.updateTable("desk_series").set({ revision: state.revision, updated_at: new Date() })
      .where("id", "=", seriesId).execute();
    if (affected.size > 0) await this.tellRestated(trx, affected, state);
    return state;
  }

  /** What is stored; of a revision that is known, only the candles since. */
  async #read(
    trx: Transaction<Database>,
    seriesId: string,
    revision: number,
  ): Promise<SeenCandle[]> {
    const known = this.#known.get(seriesId);
    const kept = known?.revision === revision ? known.candles : [];
    const last = kept.at(-1)?.time;
    let rows = trx.selectFrom("desk_candles").where("series_id", "=", seriesId)
      .select(sql<number>`(extract(epoch from open_time) * 1000)::float8`.as("time"))
      .select(["open", "high", "low", "close", "volume"]);
    if (last !== undefined) rows = rows.where("open_time", ">", new Date(last));
    return [...kept, ...await rows.orderBy("open_time").execute()];
  }
}

/** Both lists in one; what the copy lacks at its end is new, what it lacks or has otherwise before is restated. */
export function merge(copy: SeenCandles, market: SeenCandles) {
  const merged: SeenCandle[] = [];
  const added: SeenCandle[] = [];
  const restated: Restated[] = [];
  const end = copy.at(-1)?.time ?? -Infinity;
  let at = 0;
  for (const candle of market) {
    while (at < copy.length && copy[at]!.time < candle.time) merged.push(copy[at++]!);
    const known = copy[at];
    if (known?.time === candle.time) {
      at++;
      if (!isSame(known, candle)) restated.push({ before: known, after: candle });
    } else {
      added.push(candle);
      if (candle.time < end) restated.push({ before: null, after: candle });
    }
    merged.push(candle);
  }
  merged.push(...copy.slice(at));
  return { merged, added, restated };
}

async function insertCandles(
  trx: Transaction<Database>,
  series_id: string,
  candles: readonly SeenCandle[],
): Promise<void> {
  await trx.insertInto("desk_candles").values(
    candles.map(({ time, open, high, low, close, volume }) => ({
      series_id,
      open_time: new Date(time),
      open,
      high,
      low,
      close,
      volume,
    })),
  ).execute();
}

async function updateCandle(
  trx: Transaction<Database>,
  seriesId: string,
  { time, ...prices }: SeenCandle,
): Promise<void> {
  await trx.updateTable("desk_candles").set({ ...prices, updated_at: new Date() })
    .where("series_id", "=", seriesId).where("open_time", "=", new Date(time)).execute();
}

/** Keeps a candle as it was for the follows that have gone past it; the first value that was seen stays. */
async function keepAsSeen(
  trx: Transaction<Database>,
  seriesId: string,
  { before, after }: Restated,
): Promise<string[]> {
  const at = new Date(after.time);
  const price = (value: number | undefined) => sql<number | null>`${value ?? null}::float8`;
  const passed = await trx.selectFrom("follows").select("id").where("series_id", "=", seriesId)
    .where("history_from", "<=", at).where("last_candle_at", ">=", at)
    .where("stopped_at", "is", null).orderBy("id").execute();
  if (passed.length === 0) return [];
  await trx.insertInto("follow_candles")
    .columns(["follow_id", "open_time", "open", "high", "low", "close", "volume"])
    .expression((eb) =>
      eb.selectFrom("follows").select([
        "id",
        sql<Date>`${at}::timestamptz`.as("open_time"),
        price(before?.open).as("open"),
        price(before?.high).as("high"),
        price(before?.low).as("low"),
        price(before?.close).as("close"),
        price(before?.volume).as("volume"),
      ]).where("id", "in", passed.map(({ id }) => id))
    )
    .onConflict((c) => c.columns(["follow_id", "open_time"]).doNothing()).execute();
  return passed.map(({ id }) => id);
}

/** What was found about shared series, as rows: for pages, the command line and whoever fills gaps. */
import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import type { Database } from "../db/schema.ts";
import { type Finding, FINDING_KINDS, type FindingKind } from "./checks.ts";
import { atTime, type SeriesKey } from "./series.ts";

/** A finding with its series. */
export interface SeriesFinding extends Finding {
  readonly asset: string;
  readonly timeframe: string;
  readonly venue: string;
  /** Of a disagreement; else empty. */
  readonly otherVenue: string;
}

type Series = Pick<SeriesKey, "asset" | "timeframe" | "venue">;

export class Findings {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /**
   * Puts `found` in the place of what was known of these kinds from a moment on. What was known before keeps since when it is.
   * Answers how many are new.
   */
  async replace(
    series: Series,
    { kinds, fromMs, otherVenue = "" }: {
      readonly kinds: readonly FindingKind[];
      readonly fromMs: number;
      readonly otherVenue?: string;
    },
    found: readonly Finding[],
  ): Promise<number> {
    return await this.#db.transaction().execute(async (trx) => {
      const of = sql`${ofSeries(series)} and other_venue = ${otherVenue}
        and kind = any(${[...kinds]}::text[]) and from_time >= ${atTime(fromMs)}`;
      const { rows: known } = await sql<{ id: string; kind: string; from_ms: number }>`
        select id, kind, (extract(epoch from from_time) * 1000)::float8 as from_ms
          from candle_findings where ${of}`.execute(trx);
      const stays = new Set(found.map(({ kind, fromMs }) => `${kind} ${fromMs}`));
      const gone = known.filter(({ kind, from_ms }) => !stays.has(`${kind} ${from_ms}`));
      if (gone.length > 0) {
        await trx.deleteFrom("candle_findings").where("id", "in", gone.map(({ id }) => id))
          .execute();
      }
      let added = 0;
      for (const one of found) added += await upsert(trx, series, otherVenue, one);
      return added;
    });
  }

  /** Those that matter most first, and the newest of each kind. */
  async list(
    { limit, series }: { readonly limit: number; readonly series?: Series },
  ): Promise<SeriesFinding[]> {
    const { rows } = await sql<{
      asset: string;
      timeframe: string;
      venue: string;
      kind: FindingKind;
      other_venue: string;
      from_time: Date;
      to_time: Date;
      candles: number;
      size: number | null;
    }>`
      select asset, timeframe, venue, kind, other_venue, from_time, to_time, candles, size
        from candle_findings
        where kind = any(${[...FINDING_KINDS]}::text[]) and ${series ? ofSeries(series) : sql`true`}
        order by array_position(${[
      ...FINDING_KINDS,
    ]}::text[], kind), from_time desc, asset, timeframe,
          venue limit ${limit}::int`.execute(this.#db);
    return rows.map((row) => ({
      asset: row.asset,
      timeframe: row.timeframe,
      venue: row.venue,
      kind: row.kind,
      otherVenue: row.other_venue,
      fromMs: row.from_time.getTime(),
      toMs: row.to_time.getTime(),
      candles: row.candles,
      size: row.size,
    }));
  }

  async counts(): Promise<ReadonlyMap<string, number>> {
    const { rows } = await sql<{ kind: string; found: number }>`
      select kind, count(*)::int as found from candle_findings group by kind`.execute(this.#db);
    return new Map(rows.map(({ kind, found }) => [kind, found]));
  }

  /** Gaps that the vendor may be asked for: new ones, and once a day those of the last week. They count as asked for then. */
  async takeGaps(series: Series, limit: number): Promise<{ fromMs: number; toMs: number }[]> {
    const { rows } = await sql<{ from_ms: number; to_ms: number }>`
      update candle_findings set updated_at = clock_timestamp() where id in (
        select id from candle_findings where ${ofSeries(series)} and kind = 'gap'
          and (updated_at = created_at
            or updated_at < now() - interval '1 day' and created_at > now() - interval '7 days')
          order by from_time desc limit ${limit}::int
      )
      returning (extract(epoch from from_time) * 1000)::float8 as from_ms,
        (extract(epoch from to_time) * 1000)::float8 as to_ms`.execute(this.#db);
    return rows.map((row) => ({ fromMs: row.from_ms, toMs: row.to_ms }));
  }
}

async function upsert(
  trx: Transaction<Database>,
  { asset, timeframe, venue }: Series,
  otherVenue: string,
  { kind, fromMs, toMs, candles, size }: Finding,
): Promise<number> {
  const { rows } = await sql<{ is_new: boolean }>`
    insert into candle_findings
        (asset, timeframe, venue, kind, other_venue, from_time, to_time, candles, size)
      values (${asset}, ${timeframe}, ${venue}, ${kind}, ${otherVenue}, ${atTime(fromMs)},
        ${atTime(toMs)}, ${candles}, ${size})
      on conflict on constraint candle_findings_place do update
        set to_time = excluded.to_time, candles = excluded.candles, size = excluded.size
      returning xmax = 0 as is_new`.execute(trx);
  return rows[0]?.is_new ? 1 : 0;
}

function ofSeries({ asset, timeframe, venue }: Series): RawBuilder<unknown> {
  return sql`asset = ${asset} and timeframe = ${timeframe} and venue = ${venue}`;
}

/** A session with the embedded database that is recorded, and what must be left of it after a loss of power at any moment. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { type DatabaseHandle, openDatabase } from "../../server/db/connect.ts";
import { fillDataDir } from "../support/data_dir.ts";
import { memoryFolder } from "../support/memory_folder.ts";
import { RecordedDisk, type Unsynced } from "./recorded_disk.ts";

/** Something that was answered, and the first moment at which it had been. */
interface Answered {
  readonly moment: number;
  readonly n: number;
  readonly body: string;
}

/** A moment at which the power is lost, and what is left of that which was not synced. */
export interface PowerLoss {
  readonly moment: number;
  readonly unsynced: Unsynced;
}

export class RecordedSession {
  private constructor(
    private readonly disk: RecordedDisk,
    private readonly dataDir: string,
    private readonly answered: readonly Answered[],
    /** The first and the last moment of the session. */
    readonly begin: number,
    readonly end: number,
  ) {}

  /** Does what an app does to its database: single rows, several at once, transactions, changes, a checkpoint, a new log file. */
  static async record(): Promise<RecordedSession> {
    const dataDir = await memoryFolder();
    await fillDataDir(dataDir);
    // What the first opening makes is there before the session.
    await (await openDatabase({ dataDir, databaseUrl: null })).close();
    const disk = await RecordedDisk.of(dataDir);
    const answered: Answered[] = [];
    let n = 0;
    try {
      const database = await openDatabase({ dataDir, databaseUrl: null });
      const { db } = database;
      await sql`create table held (n integer primary key, body text not null)`.execute(db);
      const begin = disk.moment;
      const keep = async (work: (n: number, body: string) => Promise<unknown>, own = n++) => {
        const body = `${own} `.repeat(40);
        await work(own, body);
        answered.push({ moment: disk.moment, n: own, body });
      };
      const insert = (own: number, body: string) =>
        sql`insert into held values (${own}, ${body})`.execute(db);
      const insertTwice = (own: number, body: string) =>
        db.transaction().execute(async (trx) => {
          await sql`insert into held values (${own}, 'first')`.execute(trx);
          await sql`update held set body = ${body} where n = ${own}`.execute(trx);
        });
      for (let i = 0; i < 12; i++) await keep(insert);
      await Promise.all(Array.from({ length: 8 }, () => keep(insert)));
      await sql`checkpoint`.execute(db);
      for (let i = 0; i < 6; i++) await keep(insertTwice);
      await sql`select pg_switch_wal()`.execute(db);
      await Promise.all(Array.from({ length: 8 }, (_, i) => keep(i % 2 ? insert : insertTwice)));
      await sql`create table another as select * from held`.execute(db);
      await sql`drop table another`.execute(db);
      await sql`checkpoint`.execute(db);
      for (let i = 0; i < 6; i++) await keep(insert);
      const end = disk.moment;
      disk.stop();
      await database.close();
      return new RecordedSession(disk, dataDir, answered, begin, end);
    } catch (error) {
      await disk.dispose();
      throw error;
    }
  }

  /** The moments right after something was answered. */
  get answers(): readonly number[] {
    return this.answered.map(({ moment }) => moment);
  }

  /** Loses the power, opens what is left, and compares it with what had been answered. */
  async lose({ moment, unsynced }: PowerLoss, random: () => number): Promise<void> {
    const dataDir = await memoryFolder();
    const name = `power lost at ${moment} of ${this.end}, unsynced ${unsynced}`;
    try {
      await this.disk.restore(dataDir, moment, unsynced, random);
      const database = await openDatabase({ dataDir, databaseUrl: null }).catch((error) => {
        throw new Error(`${name}: it does not open`, { cause: error });
      });
      await this.#compare(database, moment, name).finally(() => database.close());
    } finally {
      await Deno.remove(dataDir, { recursive: true });
    }
  }

  async dispose(): Promise<void> {
    await this.disk.dispose();
    await Deno.remove(this.dataDir, { recursive: true });
  }

  async #compare({ db }: DatabaseHandle, moment: number, name: string): Promise<void> {
    const { rows } = await sql<{ n: number; body: string }>`select n, body from held`.execute(db);
    const kept = new Map(rows.map(({ n, body }) => [n, body]));
    assert.equal(kept.size, rows.length, `${name}: a row is there twice`);
    for (const { n, body, moment: since } of this.answered) {
      if (since <= moment) {
        assert.equal(kept.get(n), body, `${name}: row ${n}, answered at ${since}`);
      } // What was not answered is there as a whole or not at all.
      else if (kept.has(n)) assert.equal(kept.get(n), body, `${name}: row ${n}, not answered`);
    }
    await sql`insert into held values (-1, 'after')`.execute(db);
    const indexed = await sql<{ n: number }>`select n from held where n = -1`.execute(db);
    assert.equal(indexed.rows.length, 1, `${name}: it takes no new rows`);
  }
}

/** The same numbers each time, 0 ≤ n < 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

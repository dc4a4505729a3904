/**
 * Work that one process does at a time, by a row that is lent for a while and renewed: a process that is killed keeps it no longer
 * than that. Two may overlap when one of them has slept for longer; the work must bear it.
 */
import { type Kysely, sql } from "kysely";
import type { Database } from "./schema.ts";
import { isOver, leaseEnd } from "./leases.ts";

/** How long a row is lent without being renewed, milliseconds. */
const LEASE_MS = 15_000;
/** How often somebody who waits looks whether it is free, milliseconds. */
const LOOK_MS = 200;

export class WorkLeases {
  readonly #db: Kysely<Database>;
  readonly #leaseMs: number;

  constructor(db: Kysely<Database>, { leaseMs = LEASE_MS }: { readonly leaseMs?: number } = {}) {
    this.#db = db;
    this.#leaseMs = leaseMs;
  }

  /**
   * Does `work` once nobody else does work of that name.
   *
   * @throws the signal's reason when it aborts while this waits, or whatever `work` throws
   */
  async whenFree<T>(
    name: string,
    signal: AbortSignal | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    const holder = crypto.randomUUID();
    while (!await this.#take(name, holder)) await pause(LOOK_MS, signal);
    return await this.#holding(name, holder, work);
  }

  /** Does `work` unless somebody else does work of that name now; answers whether it was done. */
  async ifFree(name: string, work: () => Promise<void>): Promise<boolean> {
    const holder = crypto.randomUUID();
    if (!await this.#take(name, holder)) return false;
    await this.#holding(name, holder, work);
    return true;
  }

  async #holding<T>(name: string, holder: string, work: () => Promise<T>): Promise<T> {
    // What fails here shows in the work itself, which asks the same database.
    const renewal = setInterval(() => {
      this.#take(name, holder).catch(() => {});
    }, this.#leaseMs / 3);
    try {
      return await work();
    } finally {
      clearInterval(renewal);
      await this.#db.deleteFrom("work_leases").where("name", "=", name)
        .where("holder", "=", holder).execute().catch(() => {});
    }
  }

  async #take(name: string, holder: string): Promise<boolean> {
    const { rows } = await sql`
      insert into work_leases as l (name, holder, expires_at)
        values (${name}, ${holder}::uuid, ${leaseEnd(this.#leaseMs)})
        on conflict (name) do update set holder = excluded.holder,
          expires_at = excluded.expires_at, updated_at = now()
        where l.holder = excluded.holder or ${isOver("l.expires_at")}
        returning name`.execute(this.#db);
    return rows.length > 0;
  }
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const stop = () => reject(signal?.reason);
  signal?.addEventListener("abort", stop, { once: true });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/** Whether the process may be sent traffic. */
import { sql } from "kysely";
import { MIGRATIONS } from "../../migrations/mod.ts";
import type { DatabaseHandle } from "../db/connect.ts";

/** What keeps it from serving. */
export type NotReady = "closing" | "database" | "schema";

/** What does not answer in this time counts as away. */
const TIMEOUT_MS = 1_500;

export class Readiness {
  #isMigrated = false;

  constructor(
    private readonly parts: {
      readonly database: Pick<DatabaseHandle, "db" | "ping">;
      readonly closing: AbortSignal;
      readonly timeoutMs?: number;
    },
  ) {}

  /** `null` when it may. Never throws. */
  async check(): Promise<NotReady | null> {
    const { database, closing, timeoutMs = TIMEOUT_MS } = this.parts;
    if (closing.aborted) return "closing";
    const isThere = await within(timeoutMs, database.ping().then(() => true));
    if (!isThere) return "database";
    // A schema that was there stays; a later one is the concern of the version that brings it.
    if (!this.#isMigrated) this.#isMigrated = await within(timeoutMs, this.#hasSchema());
    return this.#isMigrated ? null : "schema";
  }

  async #hasSchema(): Promise<boolean> {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`
      .execute(this.parts.database.db);
    const applied = new Set(rows.map(({ name }) => name));
    return Object.keys(MIGRATIONS).every((name) => applied.has(name));
  }
}

/** Whether it was true in time; failing is `false`. */
async function within(ms: number, work: Promise<boolean>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => timer = setTimeout(() => resolve(false), ms));
  try {
    return await Promise.race([work.catch(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether the parts that the app stands on answer. */
import type { Health, VendorHealth } from "../../contracts/health.ts";
import type { DatabaseHandle } from "../db/connect.ts";
import type { DiskRoom } from "../disk/disk_room.ts";
import { describeError, type Logger } from "../logging/log.ts";
import type { Queue } from "../queue/queue.ts";
import type { BlobStorage } from "../storage/storage.ts";
import { APP_VERSION } from "../config/version.ts";

type Part = "db" | "queue" | "storage";

/** What does not answer in this time counts as failing. */
const TIMEOUT_MS = 1_500;

export class HealthChecks {
  constructor(
    private readonly parts: {
      readonly database: DatabaseHandle;
      readonly queue: Queue;
      readonly storage: BlobStorage;
      readonly disk: Pick<DiskRoom, "isFull">;
      /** How the vendors of candles stand. */
      readonly vendors?: () => Promise<VendorHealth[]>;
      readonly log: Logger;
    },
  ) {}

  /** What did not answer when it was last asked. */
  readonly #failing = new Set<Part>();

  /** Asks every part at once. Never throws, and never takes much longer than a second. */
  async check(): Promise<Health> {
    const { database, queue, storage, disk } = this.parts;
    const [dbState, queueState, storageState, isFull, vendors] = await Promise.all([
      this.#answers("db", () => database.ping()),
      this.#answers("queue", () => queue.ping()),
      this.#answers("storage", () => storage.ping()),
      disk.isFull(),
      this.parts.vendors?.() ?? [],
    ]);
    const all = [dbState, queueState, storageState];
    return {
      status: !isFull && all.every((state) => state === "ok") ? "ok" : "error",
      db: dbState,
      queue: queueState,
      storage: storageState,
      disk: isFull ? "full" : "ok",
      version: APP_VERSION,
      vendors,
    };
  }

  async #answers(part: Part, ping: () => Promise<void>): Promise<"ok" | "error"> {
    const { log } = this.parts;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`no answer within ${TIMEOUT_MS} ms`)),
        TIMEOUT_MS,
      );
    });
    try {
      await Promise.race([ping(), late]);
      if (this.#failing.delete(part)) log.info("a part answers again", { part });
      return "ok";
    } catch (error) {
      // Health is asked for all the time: one line when it changes.
      if (!this.#failing.has(part)) {
        log.warn("a part does not answer", { part, error: describeError(error) });
      }
      this.#failing.add(part);
      return "error";
    } finally {
      clearTimeout(timer);
    }
  }
}

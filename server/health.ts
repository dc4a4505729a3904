/** Whether the parts that the app stands on answer. */
import type { Health } from "../contracts/health.ts";
import type { DatabaseHandle } from "./db/connect.ts";
import type { Queue } from "./queue/queue.ts";
import type { BlobStorage } from "./storage/storage.ts";
import { APP_VERSION } from "./version.ts";

/** What does not answer in this time counts as failing. */
const TIMEOUT_MS = 1_500;

export class HealthChecks {
  constructor(
    private readonly parts: {
      readonly database: DatabaseHandle;
      readonly queue: Queue;
      readonly storage: BlobStorage;
    },
  ) {}

  /** Asks every part at once. Never throws, and never takes much longer than a second. */
  async check(): Promise<Health> {
    const { database, queue, storage } = this.parts;
    const [dbState, queueState, storageState] = await Promise.all([
      answers(() => database.ping()),
      answers(() => queue.ping()),
      answers(() => storage.ping()),
    ]);
    const all = [dbState, queueState, storageState];
    return {
      status: all.every((state) => state === "ok") ? "ok" : "error",
      db: dbState,
      queue: queueState,
      storage: storageState,
      version: APP_VERSION,
    };
  }
}

async function answers(ping: () => Promise<void>): Promise<"ok" | "error"> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"error">((resolve) => {
    timer = setTimeout(() => resolve("error"), TIMEOUT_MS);
  });
  try {
    return await Promise.race([ping().then(() => "ok" as const), late]);
  } catch {
    return "error";
  } finally {
    clearTimeout(timer);
  }
}

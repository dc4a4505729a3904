import type { Config } from "../config.ts";
import { openKvQueue } from "./kv_queue.ts";
import type { Queue } from "./queue.ts";

/** The queue that the configuration names: BullMQ on Redis, or Deno KV in the data folder. */
export async function openQueue(
  config: Pick<Config, "redisUrl" | "dataDir" | "jobLockMs">,
): Promise<Queue> {
  if (!config.redisUrl) return await openKvQueue(config.dataDir);
  const { openBullmqQueue } = await import("./bullmq_queue.ts");
  return openBullmqQueue({ redisUrl: config.redisUrl, lockMs: config.jobLockMs });
}

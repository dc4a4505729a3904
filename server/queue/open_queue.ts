import type { Config } from "../config/config.ts";
import { openKvQueue } from "./kv_queue.ts";
import type { Queue } from "./queue.ts";

/**
 * The queue that the configuration names: BullMQ on Redis, or Deno KV in the data folder. `onProblem` is called for lost
 * connections.
 */
export async function openQueue(
  config: Pick<Config, "redisUrl" | "dataDir" | "jobLockMs">,
  onProblem: (error: unknown) => void = () => {},
): Promise<Queue> {
  if (!config.redisUrl) return await openKvQueue(config.dataDir, onProblem);
  const { openBullmqQueue } = await import("./bullmq_queue.ts");
  return openBullmqQueue({ redisUrl: config.redisUrl, lockMs: config.jobLockMs, onProblem });
}

/**
 * The job `test_robustness`: wakes the process's lab, which makes the report that was asked for, and others that wait. The row
 * is the truth; a message that is lost is made up for by the next sweep.
 */
import { z } from "zod";
import { defineJob } from "./job.ts";

export const testRobustness = defineJob({
  name: "test_robustness",
  payload: z.object({ id: z.uuid() }),
  timeoutMs: 10_000,
  retries: { attempts: 5, firstDelayMs: 500 },
  handle({ lab }) {
    lab.wake();
    return Promise.resolve("done");
  },
});

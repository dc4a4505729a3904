/** The job `send_notice`: sends one notice to a webhook. The row is the truth; a message that is lost is made up for by the next sweep. */
import { z } from "zod";
import { defineJob } from "./job.ts";

export const sendNotice = defineJob({
  name: "send_notice",
  payload: z.object({ id: z.uuid() }),
  timeoutMs: 30_000,
  // What the receiver does not take is tried again by the row.
  retries: { attempts: 3, firstDelayMs: 1_000 },
  async handle({ deliveries }, { id }) {
    await deliveries.deliver(id);
    return "done";
  },
});

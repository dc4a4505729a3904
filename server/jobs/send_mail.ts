/** The job `send_mail`: sends one mail. The row is the truth; a message that is lost is made up for by the next sweep. */
import { z } from "zod";
import { defineJob } from "./job.ts";

export const sendMail = defineJob({
  name: "send_mail",
  payload: z.object({ id: z.uuid() }),
  timeoutMs: 60_000,
  // What the mail server does not take is tried again by the row.
  retries: { attempts: 3, firstDelayMs: 1_000 },
  async handle({ outbox }, { id }) {
    await outbox.deliver(id);
    return "done";
  },
});

/** The job that sends a mail: the row says what and to whom, however often the message comes. */
import assert from "node:assert/strict";
import { type JobContext } from "./job.ts";
import { sendMail } from "./send_mail.ts";

Deno.test("send_mail: hands the row of its message over, and is done", async () => {
  const id = crypto.randomUUID();
  const delivered: string[] = [];
  const context = {
    outbox: {
      deliver(given: string) {
        delivered.push(given);
        return Promise.resolve();
      },
    },
  } as Partial<JobContext> as JobContext;
  const payload = sendMail.payload.parse({ id });
  assert.equal(await sendMail.handle(context, payload, new AbortController().signal), "done");
  assert.deepEqual(delivered, [id]);
  assert.equal(sendMail.payload.safeParse({ id: "../etc" }).success, false);
});

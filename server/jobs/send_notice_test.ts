/** The job that sends a notice to a webhook: the row says what and where to, however often the message comes. */
import assert from "node:assert/strict";
import { type JobContext } from "./job.ts";
import { sendNotice } from "./send_notice.ts";

Deno.test("send_notice: hands the row of its message over, and is done", async () => {
  const id = crypto.randomUUID();
  const delivered: string[] = [];
  const deliveries = {
    deliver: (given: string) => Promise.resolve(void delivered.push(given)),
  };
  const context = { deliveries } as Partial<JobContext> as JobContext;
  const payload = sendNotice.payload.parse({ id });
  assert.equal(await sendNotice.handle(context, payload, new AbortController().signal), "done");
  assert.deepEqual(delivered, [id]);
  assert.equal(sendNotice.payload.safeParse({ id: "../etc" }).success, false);
});

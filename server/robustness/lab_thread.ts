/** The thread that tests how far a run can be trusted: one run, one answer. */
import { threadScope } from "../threads/thread_scope.ts";
import { labAnswer } from "./lab_answer.ts";
import type { LabReply, LabRequest } from "./lab_protocol.ts";

const thread = threadScope<LabRequest, LabReply>();

thread.onmessage = async ({ data }) => {
  const reply = await labAnswer(data);
  thread.postMessage(reply, reply.kind === "report" ? [reply.json.buffer] : []);
};

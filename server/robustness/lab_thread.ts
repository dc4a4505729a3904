/** The thread that tests how far a run can be trusted: one run, one answer. */
/// <reference lib="deno.worker" />
import { labAnswer } from "./lab_answer.ts";
import type { LabRequest } from "./lab_protocol.ts";

const thread = self as unknown as DedicatedWorkerGlobalScope;

thread.onmessage = async ({ data }: MessageEvent<LabRequest>) => {
  const reply = await labAnswer(data);
  thread.postMessage(reply, reply.kind === "report" ? [reply.json.buffer] : []);
};

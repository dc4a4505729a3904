/** One engine thread: takes a strategy and candles, answers with the result as it is stored. */
import { threadScope } from "../threads/thread_scope.ts";
import { compilations } from "../strategies/compilations.ts";
import { answer } from "./engine_answer.ts";
import type { EngineReply, EngineRequest } from "./engine_protocol.ts";

const thread = threadScope<EngineRequest, EngineReply>();

thread.onmessage = ({ data }) => {
  const reply = answer(data, compilations);
  thread.postMessage(reply, reply.kind === "result" ? [reply.bytes.buffer] : []);
};

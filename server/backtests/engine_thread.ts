/** One engine thread: takes a strategy and candles, answers with the result as JSON bytes. */
/// <reference lib="deno.worker" />
import { compilations } from "../strategies/compilations.ts";
import { answer } from "./engine_answer.ts";
import type { EngineRequest } from "./engine_protocol.ts";

const thread = self as unknown as DedicatedWorkerGlobalScope;

thread.onmessage = ({ data }: MessageEvent<EngineRequest>) => {
  const reply = answer(data, compilations);
  thread.postMessage(reply, reply.kind === "result" ? [reply.json.buffer] : []);
};

/** The thread that reads candle files. */
import { describeError } from "../logging/log_error.ts";
import { threadScope } from "../threads/thread_scope.ts";
import type { ReadReply, ReadRequest } from "./candle_file_protocol.ts";
import { readCandles } from "./read_candles.ts";

const thread = threadScope<ReadRequest, ReadReply>();

thread.onmessage = async ({ data }) => {
  let reply: ReadReply;
  try {
    reply = { kind: "read", result: await readCandles(data.file, data.options) };
  } catch (error) {
    reply = { kind: "broken", error: describeError(error) };
  }
  thread.postMessage(reply, buffersOf(reply));
};

/** Handed over instead of copied; columns may share one. */
function buffersOf(reply: ReadReply): ArrayBuffer[] {
  if (reply.kind !== "read" || !reply.result.ok) return [];
  const { time, open, high, low, close, volume } = reply.result.candles;
  return [...new Set([time, open, high, low, close, volume].map(({ buffer }) => buffer))]
    .filter((buffer) => buffer instanceof ArrayBuffer);
}

/** The thread that reads candle files. */
/// <reference lib="deno.worker" />
import { describeError } from "../logging/log_error.ts";
import type { ReadReply, ReadRequest } from "./candle_file_protocol.ts";
import { readCandles } from "./read_candles.ts";

const thread = self as unknown as DedicatedWorkerGlobalScope;

thread.onmessage = async ({ data }: MessageEvent<ReadRequest>) => {
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

/** The thread that writes files of results. */
import { describeError } from "../logging/log_error.ts";
import type { IdleReply } from "../threads/idle_thread.ts";
import { threadScope } from "../threads/thread_scope.ts";
import { equityCsv, tradesCsv } from "./results_csv.ts";
import type { ResultFile, ResultFilesAnswer, ResultFilesRequest } from "./result_files_protocol.ts";
import { readStoredResult, type StoredResult, UnreadableResultError } from "./stored_result.ts";

const thread = threadScope<ResultFilesRequest, IdleReply<ResultFilesAnswer>>();

thread.onmessage = ({ data }) => {
  try {
    const answer = answerTo(data);
    const buffers = answer.kind === "files" ? answer.files.map(({ buffer }) => buffer) : [];
    thread.postMessage({ kind: "answer", answer }, buffers);
  } catch (error) {
    thread.postMessage({ kind: "broken", error: describeError(error) });
  }
};

function answerTo({ stored, files }: ResultFilesRequest): ResultFilesAnswer {
  try {
    const result = readStoredResult(stored);
    return { kind: "files", files: files.map((file) => bytesOf(result, file)) };
  } catch (error) {
    if (!(error instanceof UnreadableResultError)) throw error;
    return { kind: "unreadable", message: error.message, words: error.words };
  }
}

function bytesOf({ result, json }: StoredResult, file: ResultFile): Uint8Array<ArrayBuffer> {
  // A copy: it is handed over, and the result goes on needing its own.
  if (file === "json") return new Uint8Array(json);
  return new TextEncoder().encode(file === "trades" ? tradesCsv(result) : equityCsv(result));
}

/** Files of stored results, written in a thread: reading a long one and writing it as CSV takes seconds. */
import { IdleThread } from "../threads/idle_thread.ts";
import type { ResultFile, ResultFilesAnswer, ResultFilesRequest } from "./result_files_protocol.ts";
import { UnreadableResultError } from "./stored_result.ts";

export class ResultFiles {
  readonly #thread = new IdleThread<ResultFilesRequest, ResultFilesAnswer>(
    new URL("./result_files_thread.ts", import.meta.url),
  );

  /**
   * The files of a stored result, in the order of `files`.
   *
   * @throws {UnreadableResultError} as `readStoredResult`
   */
  async of(stored: Uint8Array, files: readonly ResultFile[]): Promise<readonly Uint8Array[]> {
    const answer = await this.#thread.ask({ stored, files });
    if (answer.kind === "unreadable") throw new UnreadableResultError(answer.message, answer.words);
    return answer.files;
  }

  /** Ends the thread; files that are being written fail. */
  close(): void {
    this.#thread.close();
  }
}

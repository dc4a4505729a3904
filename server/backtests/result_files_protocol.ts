/** What travels between the process and the thread that writes files of results. */

/** A stored result as a file: the whole as JSON, or a part of it as CSV. */
export type ResultFile = "json" | "trades" | "equity";

export interface ResultFilesRequest {
  readonly stored: Uint8Array;
  readonly files: readonly ResultFile[];
}

export type ResultFilesAnswer =
  /** In the order in which they were asked for. */
  | { readonly kind: "files"; readonly files: readonly Uint8Array<ArrayBuffer>[] }
  | { readonly kind: "unreadable"; readonly message: string; readonly words: string };

/** Sends a candle file, and says how far it is. `fetch` does not tell how much of a body has been sent. */
import { ApiError } from "../../contracts/client/api_client.ts";
import type { ErrorBody } from "../../contracts/errors.ts";

/** What an import did. */
export interface ImportDone {
  readonly inserted: number;
  readonly known: number;
  readonly replaced: number;
  readonly unclosed: number;
  readonly missing: number;
}

export interface Sending {
  /** @throws {ApiError} when it is refused, not reached (`unreachable`) or given up (`aborted`) */
  readonly done: Promise<ImportDone>;
  readonly cancel: () => void;
}

export type SendFile = (
  file: Blob,
  query: Readonly<Record<string, string>>,
  /** Told the share that has been sent, 0 … 1. */
  onSent: (share: number) => void,
) => Sending;

export const sendFile: SendFile = (file, query, onSent) => {
  const request = new XMLHttpRequest();
  const done = new Promise<ImportDone>((resolve, reject) => {
    request.open("POST", `/api/v1/candles/import?${new URLSearchParams(query)}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.setRequestHeader("accept", "application/json");
    request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
    request.upload.onload = () => onSent(1);
    request.onload = () => {
      let answer: unknown = null;
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // A page of a proxy.
      }
      if (request.status === 201) return resolve(answer as ImportDone);
      const error = (answer as Partial<ErrorBody> | null)?.error;
      reject(
        new ApiError(
          request.status,
          error?.code ?? "internal",
          error?.message ?? "Something went wrong on our side. Try again in a moment.",
          error?.issues ?? [],
        ),
      );
    };
    request.onerror = () =>
      reject(
        new ApiError(
          0,
          "unreachable",
          "The server cannot be reached. Check your connection and try again.",
        ),
      );
    request.onabort = () => reject(new ApiError(0, "aborted", "The import was cancelled."));
    request.send(file);
  });
  return { done, cancel: () => request.abort() };
};

import { errorText } from "../logging/log_error.ts";

/** Why a backup could not be made, read or restored; the message is a sentence for whoever runs the app. */
export class BackupError extends Error {
  override readonly name = "BackupError";
}

/** The bytes are not those that were written: cut off, changed, or no backup at all. */
export class DamagedBackupError extends BackupError {
  constructor(what: string) {
    super(`The backup is damaged: ${what} Nothing was restored from it.`);
  }
}

/** What a person reads of an error: a sentence of ours as it stands, of others with the error's name. */
export function wordsOf(error: unknown): string {
  return error instanceof BackupError ? error.message : `${errorText(error)}.`;
}

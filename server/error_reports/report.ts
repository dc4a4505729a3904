/** What a report of an error is, and who takes it. */
import type { LoggedError } from "../logging/log_error.ts";

/** An error that nobody foresaw, as the log has it. */
export interface Report {
  /** The words of its line. */
  readonly message: string;
  readonly error: LoggedError;
  /** What the line is about, of `REPORTED_FIELDS` alone. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface Reporter {
  /** Never throws, and waits for nothing. */
  report(report: Report): void;
  /** Waits a little for what is under way. */
  close(): Promise<void>;
}

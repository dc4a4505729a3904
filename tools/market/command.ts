/** What a subcommand of `deno task market` is: a file of this folder and a line in `mod.ts`. */
import type { Config } from "../../server/config/config.ts";
import type { DatabaseHandle } from "../../server/db/connect.ts";
import type { OperatorCommand } from "../../server/operator/command.ts";

/** Where a command writes. */
export interface MarketLine {
  /** A line of its output. */
  out(line: string): void;
  /** A line of what is wrong. */
  err(line: string): void;
  /** Variables that configure the app. */
  environment(): Promise<Readonly<Record<string, string>>>;
}

/** A wrong command line: the message says what was expected. */
export class UsageError extends Error {}

export interface MarketContext {
  readonly config: Config;
  readonly line: MarketLine;
  /**
   * Opens the database, brings it to the newest schema and closes it again.
   *
   * @throws {DataDirLockedError} while the app has the embedded database open
   */
  withDatabase<T>(work: (handle: DatabaseHandle) => Promise<T>): Promise<T>;
  /** Runs a command of operators: through the app that has the embedded database open, or on the database. */
  operate<Input, Result>(command: OperatorCommand<Input, Result>, input: Input): Promise<Result>;
}

export interface MarketCommand {
  /** How it is asked for; the one called "list" is done when nothing is. */
  readonly name: string;
  /** Its arguments and what it does, a line of the help. */
  readonly usage: string;
  readonly what: string;
  /**
   * Does it.
   *
   * @returns the exit status
   * @throws {UsageError} for arguments that it does not take
   */
  run(context: MarketContext, args: readonly string[]): Promise<number>;
}

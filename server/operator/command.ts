/** What a command of an operator is: it works on the services, wherever these are open. A new one is a file and a line in `mod.ts`. */
import type { z } from "zod";
import type { Services } from "../services.ts";

/** Where a command is run: in a process of its own, or in the app that has the data folder. */
export interface OperatorParts {
  readonly services: Services;
  /** The address that people open, without a slash at its end. */
  readonly origin: string;
}

export interface OperatorCommand<Input = unknown, Result = unknown> {
  /** The name of its address, such as `users-list`. */
  readonly name: string;
  readonly input: z.ZodType<Input>;
  /**
   * Does it; the result travels as JSON.
   *
   * @throws {AppError} what the operator can mend, in words
   */
  run(parts: OperatorParts, input: Input): Promise<Result>;
}

/** Bytes that the app hands over as it makes them, such as a backup. */
export interface OperatorStream {
  /** The name of its address. */
  readonly name: string;
  open(parts: OperatorParts): AsyncIterable<Uint8Array>;
}

/** Gives a definition its type. */
export function defineCommand<Input, Result>(
  command: OperatorCommand<Input, Result>,
): OperatorCommand<Input, Result> {
  return command;
}

/** What an operator can mend. */
import { AppError } from "../../contracts/errors.ts";

/** The refusal; anything else is thrown on. */
export function refusalOf(error: unknown): AppError {
  if (error instanceof AppError && error.status < 500) return error;
  throw error;
}

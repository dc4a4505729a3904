/** Only sound strategies are run. */
import { AppError } from "../../contracts/errors.ts";
import { validateDefinition } from "../strategies/service.ts";

/** @throws {AppError} `invalid_strategy` with the faults */
export function requireRunnable(definition: unknown): void {
  const { valid, errors } = validateDefinition(definition);
  if (valid) return;
  const count = errors.length === 1 ? "1 thing" : `${errors.length} things`;
  throw new AppError("invalid_strategy", `The strategy has ${count} to fix before it can run.`, {
    issues: errors,
  });
}

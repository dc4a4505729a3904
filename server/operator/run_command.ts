/** Runs a command: through the app that has the data folder, or in this process where the database can be opened. */
import { migrateWithBackup } from "../backup/before_migration.ts";
import type { Config } from "../config/config.ts";
import type { Logger } from "../logging/log.ts";
import { createServices } from "../services.ts";
import type { OperatorCommand } from "./command.ts";
import { askThroughDoor } from "./door.ts";

/**
 * What the command answers.
 *
 * @throws {AppError} its refusal, in words
 * @throws {DataDirLockedError} when a process has the data folder that has no door, or has not opened it yet
 */
export async function runCommand<Input, Result>(
  config: Config,
  command: OperatorCommand<Input, Result>,
  input: Input,
  log: Logger,
): Promise<Result> {
  if (config.databaseUrl === null) {
    const asked = await askThroughDoor(config.dataDir, command.name, input);
    if (asked !== null) return asked.result as Result;
  }
  const services = await createServices(config, { log });
  try {
    await migrateWithBackup(services);
    await services.syncClock();
    return await command.run({ services, origin: config.publicUrl }, command.input.parse(input));
  } finally {
    await services.close();
  }
}

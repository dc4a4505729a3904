/** What keeps the app from starting, in a sentence. */
import type { Config } from "../config/config.ts";
import { DataDirLockedError } from "../db/data_dir_lock.ts";
import { createServices, type Services } from "../services.ts";

/** The message is for the person at the terminal; there is nothing to debug. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** `createServices`, with what a person can mend told in words. @throws {StartError} */
export async function openServices(config: Config): Promise<Services> {
  try {
    return await createServices(config);
  } catch (error) {
    if (error instanceof DataDirLockedError) throw new StartError(error.message);
    if (error instanceof Deno.errors.PermissionDenied) {
      throw new StartError(`The data folder ${config.dataDir} cannot be written: ${error.message}`);
    }
    throw error;
  }
}

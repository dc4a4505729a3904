/** The process's environment with the lines of `.env` beneath it. */
import { parseEnv } from "node:util";
import { ConfigError } from "../config/config.ts";
import { errorText } from "../logging/log_error.ts";

/**
 * What is set for this process; a variable of the environment wins over a line of `.env`.
 *
 * @throws {ConfigError} when there is an `.env` that cannot be read
 */
export async function readEnvironment(file = ".env"): Promise<Record<string, string>> {
  const text = await Deno.readTextFile(file).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return "";
    throw new ConfigError([`${file} cannot be read: ${errorText(error)}`]);
  });
  const lines: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseEnv(text))) {
    if (value !== undefined) lines[name] = value;
  }
  return { ...lines, ...Deno.env.toObject() };
}

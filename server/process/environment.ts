/** The process's environment with the lines of `.env` beneath it, and secrets from the files that it names. */
import { parseEnv } from "node:util";
import { ConfigError } from "../config/config.ts";
import { fileVariable, SECRET_SETTINGS } from "../config/secret_settings.ts";
import { errorText } from "../logging/log_error.ts";

/** Longer ones are not what they should be. */
const MOST_SECRET_BYTES = 64 * 1024;

/**
 * What is set for this process; a variable of the environment wins over a line of `.env`. A secret is read from a file where
 * its name with `_FILE` names one.
 *
 * @throws {ConfigError} when there is an `.env` or a file of a secret that cannot be read, or a secret is given twice
 */
export async function readEnvironment(file = ".env"): Promise<Record<string, string>> {
  const variables = await readVariables(file);
  const problems: string[] = [];
  const secrets: Record<string, string> = {};
  for (const name of SECRET_SETTINGS) {
    const path = variables[fileVariable(name)]?.trim();
    if (!path) continue;
    try {
      if (variables[name]?.trim()) problems.push(`${name} and ${fileVariable(name)} are both set.`);
      else secrets[name] = await readSecret(path);
    } catch (error) {
      problems.push(`${fileVariable(name)} cannot be read: ${errorText(error)}`);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return { ...variables, ...secrets };
}

/** The text of a file without the end of its last line. */
async function readSecret(path: string): Promise<string> {
  const { size, isFile } = await Deno.stat(path);
  if (!isFile) throw new Error(`${path} is no file`);
  if (size > MOST_SECRET_BYTES) throw new Error(`${path} is too long for a secret`);
  const text = (await Deno.readTextFile(path)).trim();
  if (text === "") throw new Error(`${path} is empty`);
  return text;
}

/** The same without the files of secrets. @throws {ConfigError} when there is an `.env` that cannot be read */
export async function readVariables(file = ".env"): Promise<Record<string, string>> {
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

/** The process's environment with the lines of `.env` beneath it. */
import { parseEnv } from "node:util";

/** What is set for this process; a variable of the environment wins over a line of `.env`. */
export async function readEnvironment(file = ".env"): Promise<Record<string, string>> {
  const text = await Deno.readTextFile(file).catch(() => "");
  const lines: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseEnv(text))) {
    if (value !== undefined) lines[name] = value;
  }
  return { ...lines, ...Deno.env.toObject() };
}

/** How a command that runs strategies without the app reads, writes and ends. */
import { UsageError } from "./run_options.ts";

/** Something is wrong with the strategy, the candles or the command; nothing was written. */
export class Refusal extends Error {}

/**
 * Runs a command: what is at fault is a message on standard error and exit code 2.
 *
 * @param task its name, for whoever needs help with it
 */
export async function runCommand(task: string, command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof UsageError || error instanceof RangeError)) {
      throw error;
    }
    console.error(error.message);
    if (error instanceof UsageError) {
      console.error(`deno task ${task} --help explains the command.`);
    }
    Deno.exit(2);
  }
}

/** @throws {Refusal} */
export async function readFile(path: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(path));
}

/** @throws {Refusal} */
export async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    throw new Refusal(`${path} cannot be read: ${reasonOf(error, "file")}.`);
  }
}

/** Why a file could not be read or written, in words. `missing` is what there is none of when something was not found. */
function reasonOf(error: unknown, missing: "file" | "folder"): string {
  if (error instanceof Deno.errors.NotFound) return `there is no such ${missing}`;
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  if (error instanceof Deno.errors.PermissionDenied) return "it is not permitted";
  const message = error instanceof Error ? error.message : String(error);
  // The runtime adds its own number and the call to the system's words.
  return message.replace(/ \(os error \d+\).*$/s, "");
}

/** Writes to a file, or to standard output. @throws {Refusal} */
export async function write(text: string, out: string | null): Promise<void> {
  try {
    if (out !== null) await Deno.writeTextFile(out, text + "\n");
    else await writeToStdout(text + "\n");
  } catch (error) {
    const place = out ?? "The result";
    throw new Refusal(`${place} cannot be written: ${reasonOf(error, "folder")}.`);
  }
}

async function writeToStdout(text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  try {
    // A pipe may take less than everything at once.
    for (let at = 0; at < bytes.length;) at += await Deno.stdout.write(bytes.subarray(at));
  } catch (error) {
    // Whoever reads has seen enough, as `| head` does.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

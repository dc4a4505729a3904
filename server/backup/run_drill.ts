/** Restore drills in a process of their own: a new embedded database takes memory that is never given back. */
import { fileURLToPath } from "node:url";
import { BackupError } from "./backup_error.ts";
import type { DrillReport, DrillTask } from "./drill.ts";

const PROGRAM = fileURLToPath(new URL("./drill_process.ts", import.meta.url));

/**
 * Runs a drill in a process of its own.
 *
 * @throws {BackupError} with what the process said
 */
export async function runDrill(task: DrillTask, signal: AbortSignal): Promise<DrillReport> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--no-check", PROGRAM],
    // Not among the arguments, which everybody on the machine can read.
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    signal,
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(task)));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  signal.throwIfAborted();
  if (!success) throw new BackupError(text(stderr) || "The drill ended without a word.");
  return JSON.parse(text(stdout));
}

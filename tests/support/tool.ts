/** A command of `tools/`, run as a program. */
import { fileURLToPath } from "node:url";

/** What a command printed, and how it ended. */
export interface ToolOutput {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs `tools/<name>.ts` in a folder.
 *
 * @param name without the ending
 */
export async function runTool(
  folder: string,
  name: string,
  ...args: readonly string[]
): Promise<ToolOutput> {
  const program = fileURLToPath(new URL(`../../tools/${name}.ts`, import.meta.url));
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", program, ...args],
    cwd: folder,
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: decode(stdout), err: decode(stderr) };
}

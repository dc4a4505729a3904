/**
 * Making a new embedded database takes PGlite some 400 MB that it never gives back, so another process does it. The folder gets
 * its name when it is complete and on the disk: one whose making was cut off is made again.
 */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { syncFolder, syncTree } from "../disk/sync.ts";

const PROGRAM = fileURLToPath(new URL("./make_data_dir.ts", import.meta.url));

/**
 * Makes the database `folder` unless there is something already.
 *
 * @throws {Error} with what the process said when it failed
 */
export async function makeDataDir(folder: string): Promise<void> {
  if (await holdsSomething(folder)) return;
  const draft = `${folder}.new`;
  await removeIfThere(draft);
  await Deno.mkdir(dirname(folder), { recursive: true });
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", PROGRAM, draft],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) {
    throw new Error(
      `The embedded database could not be made: ${new TextDecoder().decode(stderr).trim()}`,
    );
  }
  await syncTree(draft);
  await Deno.rename(draft, folder);
  await syncFolder(dirname(folder));
}

async function holdsSomething(folder: string): Promise<boolean> {
  try {
    for await (const _ of Deno.readDir(folder)) return true;
    return false;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function removeIfThere(folder: string): Promise<void> {
  try {
    await Deno.remove(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

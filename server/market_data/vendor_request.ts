/**
 * The embedded database belongs to the running app, so a command beside it leaves what it wants in a file of the data folder,
 * which the app takes from there.
 */
import { join } from "node:path";

const FILE = "vendor_choice";
/** The file's word for the order of the settings. */
const AUTO = "auto";

/** Asks the app that has the data folder open to put a vendor first; `null` = the order of the settings. */
export async function leaveRequest(dataDir: string, vendor: string | null): Promise<void> {
  const path = join(dataDir, FILE);
  await Deno.writeTextFile(`${path}.new`, vendor ?? AUTO);
  // Whole or not at all.
  await Deno.rename(`${path}.new`, path);
}

/** What was asked for since the last time; `undefined` when nothing was. */
export async function takeRequest(dataDir: string): Promise<string | null | undefined> {
  const path = join(dataDir, FILE);
  let text: string;
  try {
    text = (await Deno.readTextFile(path)).trim();
    await Deno.remove(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  return text === AUTO ? null : text;
}

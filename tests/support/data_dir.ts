/** Data folders of the embedded app, as it leaves them: making a database from nothing takes seconds each time. */
import { join } from "node:path";
import { makeSnapshot } from "./database.ts";
import { testEnv } from "./env.ts";

let made: Promise<string> | null = null;

/** Makes `folder` a data folder with a migrated, empty database. */
export async function fillDataDir(folder: string): Promise<void> {
  const database = join(folder, "postgres");
  await Deno.mkdir(database, { recursive: true });
  const tar = testEnv.pgliteSnapshot ?? await (made ??= writeSnapshot());
  const { success, stderr } = await new Deno.Command("tar", {
    args: ["-xf", tar, "-C", database],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

async function writeSnapshot(): Promise<string> {
  const path = await Deno.makeTempFile({ prefix: "database-" });
  await Deno.writeFile(path, (await makeSnapshot()).stream());
  return path;
}

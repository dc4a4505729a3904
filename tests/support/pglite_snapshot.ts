/** Writes the data of a migrated PGlite to the file that is named, once for all files of a test run. */
import { makeSnapshot } from "./database.ts";

const [path = ""] = Deno.args;
await Deno.writeFile(path, (await makeSnapshot()).stream());

/** A program: makes a new embedded database in the folder that it is given, and ends with all the memory that this took. */
import { PGlite } from "@electric-sql/pglite";

const [folder] = Deno.args;
if (folder === undefined) throw new Error("Which folder?");
const pglite = await PGlite.create({ dataDir: folder });
await pglite.close();

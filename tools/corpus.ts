/**
 * `deno task corpus NAME [--app FOLDER]`: runs the app of a checkout (this one without `--app`), fills it, and keeps the rows
 * and blobs that it stored as `tests/corpus/stored/NAME.json.gz`. To be run when the shape of anything stored changes, on
 * the version before.
 */
import { parseArgs } from "node:util";
import { openEmbedded } from "../server/db/connect.ts";
import { dumpState, writeState } from "../tests/support/corpus.ts";
import { startApp } from "../tests/support/app_process.ts";
import { startProcess } from "../tests/support/program.ts";
import { CORPUS_EMAIL, fill } from "./corpus/fill.ts";

const { values, positionals } = parseArgs({
  args: Deno.args,
  options: { app: { type: "string" } },
  allowPositionals: true,
});
const [name] = positionals;
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error("deno task corpus NAME [--app FOLDER]; NAME has small letters, digits and _");
  Deno.exit(2);
}
const dataDir = await Deno.makeTempDir({ prefix: "corpus-" });
try {
  const env = {
    DATA_DIR: dataDir,
    VENDOR_URL: "http://127.0.0.1:9",
    OUTAGE_WAIT_MS: "0",
    VENDOR_TIMEOUT_MS: "1000",
    AUTO_UPDATE_AT: "00:00",
  };
  const checkout = values.app ?? ".";
  const app = await startApp(env, checkout);
  try {
    await fill(app.url);
  } finally {
    app.kill("SIGTERM");
    await app.exited;
  }
  // An account with limits of its own; earlier versions have no such program, and the process only fails.
  const words = [CORPUS_EMAIL, "strategies=25", "backtests=200"];
  await startProcess(["deno", "run", "-A", "tools/limits.ts", ...words], env, checkout).exited;
  const handle = await openEmbedded(`${dataDir}/postgres`);
  try {
    const bytes = await writeState(name, await dumpState(handle.db, `${dataDir}/blobs`));
    console.log(`${name}: ${bytes} bytes`);
  } finally {
    await handle.close();
  }
} finally {
  await Deno.remove(dataDir, { recursive: true });
}

/**
 * Imports a file for an account, or fetches a range, into the database that it is given, and says `rows …` as candles are stored:
 * what is killed.
 */
import { loadConfig } from "../../server/config/config.ts";
import { readEnvironment } from "../../server/process/environment.ts";
import { createServices } from "../../server/services.ts";
import { importOwn } from "../../server/use_cases/own_imports.ts";
import type { Killed } from "./killed.ts";

const [work = ""] = Deno.args;
const killed = JSON.parse(work) as Killed;
const services = await createServices(loadConfig(await readEnvironment()));
if (killed.kind === "import") {
  await importOwn(services, killed.userId, {
    ...killed.series,
    text: await Deno.readTextFile(killed.file),
    onProgress: (rows) => console.log(`rows ${rows}`),
  });
} else {
  await services.marketData.ensure({ ...killed.range, historyBars: 0 });
}
console.log("whole");
await services.close();
Deno.exit(0);

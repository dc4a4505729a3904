/** Starts the app: the web process, or with `WORKER=1` a worker. Composition only. */
import { createApp } from "./routes/app.tsx";
import { type Config, ConfigError, loadConfig } from "./server/config/config.ts";
import { readEnvironment } from "./server/process/environment.ts";
import { describeError, openLog } from "./server/logging/log.ts";
import { runWeb } from "./server/process/web.ts";
import { StartError } from "./server/process/start_error.ts";
import { runWorker } from "./worker.ts";

let config: Config | null = null;
try {
  config = loadConfig(await readEnvironment());
  if (config.worker) await runWorker(config);
  else await runWeb(config, createApp);
  Deno.exit(0);
} catch (error) {
  if (error instanceof ConfigError) {
    for (const problem of error.problems) console.error(problem);
  } else if (error instanceof StartError) console.error(error.message);
  else if (config === null) throw error;
  else {
    const { log, close } = openLog(config, Date.now);
    log.error("the process ended because of an error", { error: describeError(error) });
    close();
  }
  Deno.exit(1);
}

/** A worker: takes backtests from the queue until it is asked to stop. Composition only. */
import type { Config } from "./server/config/config.ts";
import { prepareDatabase } from "./server/process/prepare.ts";
import { untilAskedToStop } from "./server/process/signals.ts";
import { logUncaught } from "./server/process/uncaught.ts";
import { registerHourlyWatch } from "./server/market_data/cron.ts";
import { registerNightlyBackup } from "./server/backup/cron.ts";
import { registerDailySweep } from "./server/schedules/cron.ts";
import { openServices } from "./server/process/start_error.ts";
import { APP_VERSION } from "./server/config/version.ts";

/** How long runs may take to end after the process was asked to stop. */
const GRACE_MS = 20_000;

/** Runs until SIGTERM or SIGINT, then lets current runs end or puts them back. */
export async function runWorker(config: Config): Promise<void> {
  const stop = untilAskedToStop();
  const services = await openServices(config);
  const uncaught = logUncaught(services.log, Deno.exit, services.errorReports);
  try {
    await services.flags.start();
    await prepareDatabase(services, stop.signal);
    if (!stop.signal.aborted) {
      const started = services.runner.start({ alone: false });
      await Promise.race([started, stop.asked]);
      if (!stop.signal.aborted) {
        const { schedules, desk, backups, log } = services;
        schedules.start();
        services.vendorWatch?.start();
        services.metricSamples.start();
        desk.start();
        const minuteOfDay = config.autoUpdateMinute;
        registerDailySweep({ schedules, minuteOfDay, log }, stop.signal);
        registerHourlyWatch({ watch: services.marketWatch, log }, stop.signal);
        backups.start();
        if (config.backup.to !== null) {
          registerNightlyBackup({ backups, minuteOfDay: config.backup.minute, log }, stop.signal);
        }
        console.log("Blockbuilders worker is ready.");
        log.info("started", { version: APP_VERSION });
      }
      await stop.asked;
    }
    services.log.info("asked to stop");
    await services.schedules.stop();
    await services.vendorWatch?.stop();
    services.metricSamples.stop();
    await services.desk.stop();
    await services.backups.stop();
    await services.runner.stop(GRACE_MS);
  } finally {
    stop.dispose();
    uncaught.dispose();
    await services.close();
  }
}

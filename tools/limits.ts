/** `deno task limits EMAIL [strategies=25] [backtests=200] [imports=40] [candles=default]`: what one account may do. */
import { ConfigError, loadConfig } from "../server/config/config.ts";
import { DataDirLockedError } from "../server/db/data_dir_lock.ts";
import { openDatabase } from "../server/db/connect.ts";
import { BackupError } from "../server/backup/backup_error.ts";
import { migrateWithBackup } from "../server/backup/before_migration.ts";
import { readEnvironment } from "../server/process/environment.ts";
import { openLog } from "../server/logging/log.ts";
import { readLimitChanges, setAccountLimits } from "../server/limits/account_limits.ts";

const USAGE = `deno task limits EMAIL [strategies=N] [backtests=N] [imports=N] [candles=N]

Shows what the account may do, after the changes. "default" instead of a number goes back to everybody's limit.`;

const [email, ...words] = Deno.args;
if (!email || email === "--help" || email === "-h") {
  console.log(USAGE);
  Deno.exit(email ? 0 : 2);
}
try {
  const changes = readLimitChanges(words);
  const config = loadConfig(await readEnvironment());
  const { log, close } = openLog(config, Date.now, "limits", (line) => console.error(line));
  const handle = await openDatabase(config);
  try {
    await migrateWithBackup({ config, database: handle, log, now: Date.now });
    const own = await setAccountLimits(handle.db, email, changes, log);
    if (own === null) throw new RangeError(`There is no account with the address ${email}.`);
    const everybody = {
      strategies: config.limits.strategies,
      backtests: config.limits.backtestsPerDay,
      imports: config.limits.imports,
      candles: config.limits.importCandles,
    };
    for (const [name, limit] of Object.entries(everybody)) {
      const special = own[name as keyof typeof own];
      console.log(`${name.padEnd(10)} ${special ?? limit}${special === null ? "" : " (its own)"}`);
    }
  } finally {
    await handle.close();
    close();
  }
} catch (error) {
  const known = error instanceof ConfigError || error instanceof DataDirLockedError ||
    error instanceof RangeError || error instanceof BackupError;
  if (!known) throw error;
  console.error(error.message);
  Deno.exit(2);
}

/** `deno task limits EMAIL [strategies=25] [backtests=200] [imports=40] [candles=default]`: what one account may do. */
import { AppError } from "../contracts/errors.ts";
import { ConfigError, loadConfig } from "../server/config/config.ts";
import { DataDirLockedError } from "../server/db/data_dir_lock.ts";
import { openLog } from "../server/logging/log.ts";
import { readLimitChanges } from "../server/limits/account_limits.ts";
import { setUserLimits } from "../server/operator/commands/users.ts";
import { runCommand } from "../server/operator/run_command.ts";
import { readEnvironment } from "../server/process/environment.ts";

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
  try {
    const { own, everybody } = await runCommand(config, setUserLimits, { email, changes }, log);
    for (const [name, limit] of Object.entries(everybody)) {
      const special = own[name as keyof typeof own];
      console.log(`${name.padEnd(10)} ${special ?? limit}${special === null ? "" : " (its own)"}`);
    }
  } finally {
    close();
  }
} catch (error) {
  const known = error instanceof ConfigError || error instanceof DataDirLockedError ||
    error instanceof AppError || error instanceof RangeError;
  if (!known) throw error;
  console.error(error.message);
  Deno.exit(2);
}
Deno.exit(0);

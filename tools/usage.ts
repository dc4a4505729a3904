/** `deno task usage [MONTH] [--json]`: what each account used in a month (UTC), to meter by. */
import { AppError } from "../contracts/errors.ts";
import { monthSchema } from "../contracts/plans.ts";
import { ConfigError, loadConfig } from "../server/config/config.ts";
import { DataDirLockedError } from "../server/db/data_dir_lock.ts";
import { openLog } from "../server/logging/log.ts";
import { showUsage } from "../server/operator/usage.ts";
import { runCommand } from "../server/operator/run_command.ts";
import { readEnvironment } from "../server/process/environment.ts";

const USAGE = `deno task usage [MONTH] [--json]

What each account used in a month such as 2026-11 (UTC), the busiest first; without one in the month that is under way.
--json prints everything as JSON, in which accounts have their ids too.`;

const words = Deno.args.filter((word) => !word.startsWith("-"));
const flags = Deno.args.filter((word) => word.startsWith("-"));
const [month] = words;
const asked = flags.includes("--help") || flags.includes("-h");
const isRight = words.length <= 1 && flags.every((flag) => flag === "--json") &&
  (month === undefined || monthSchema.safeParse(month).success);
if (asked || !isRight) {
  console.log(USAGE);
  Deno.exit(asked ? 0 : 2);
}
try {
  const config = loadConfig(await readEnvironment());
  const { log, close } = openLog(config, Date.now, "usage", (line) => console.error(line));
  try {
    const usage = await runCommand(config, showUsage, month === undefined ? {} : { month }, log);
    if (flags.includes("--json")) {
      console.log(JSON.stringify(usage, null, 2));
    } else {
      console.log(usage.month);
      const rows = usage.accounts.map(({ month: _month, user_id: _id, ...counted }) => counted);
      if (rows.length > 0) console.table(rows);
      else console.log("Nothing was used.");
    }
  } finally {
    close();
  }
} catch (error) {
  const known = error instanceof ConfigError || error instanceof DataDirLockedError ||
    error instanceof AppError;
  if (!known) throw error;
  console.error(error.message);
  Deno.exit(2);
}
Deno.exit(0);

/** `deno task market`: the vendors of candles. Each subcommand is a file of `tools/market/`. */
import { migrateWithBackup } from "../server/backup/before_migration.ts";
import { ConfigError, loadConfig } from "../server/config/config.ts";
import { openDatabase } from "../server/db/connect.ts";
import { DataDirLockedError } from "../server/db/data_dir_lock.ts";
import { openLog } from "../server/logging/log.ts";
import { runCommand } from "../server/operator/run_command.ts";
import { readEnvironment } from "../server/process/environment.ts";
import { type MarketContext, type MarketLine, UsageError } from "./market/command.ts";
import { MARKET_COMMANDS } from "./market/mod.ts";

const HELP = MARKET_COMMANDS.map(({ usage, what }) => `${usage}\n    ${what}`).join("\n");

/** Runs the command; answers the exit status. */
export async function runMarket(args: readonly string[], line: MarketLine): Promise<number> {
  const [name = "list", ...rest] = args;
  if (args.some((one) => ["help", "--help", "-h"].includes(one))) {
    line.out(HELP);
    return 0;
  }
  const command = MARKET_COMMANDS.find((known) => known.name === name);
  try {
    if (!command) {
      const names = MARKET_COMMANDS.map((known) => known.name).join(", ");
      throw new UsageError(`There is no "${name}"; there are ${names}.`);
    }
    const config = loadConfig(await line.environment());
    const withDatabase: MarketContext["withDatabase"] = async (work) => {
      const handle = await openDatabase(config);
      try {
        const log = { info() {}, warn: (message: string) => line.err(message) };
        await migrateWithBackup({ config, database: handle, log, now: Date.now });
        return await work(handle);
      } finally {
        await handle.close();
      }
    };
    const operate: MarketContext["operate"] = async (command, input) => {
      const { log, close } = openLog(config, Date.now, "market", line.err);
      try {
        return await runCommand(config, command, input, log);
      } finally {
        close();
      }
    };
    return await command.run({ config, line, withDatabase, operate }, rest);
  } catch (error) {
    if (error instanceof UsageError) {
      line.err(`${error.message}\nTry: deno task market --help`);
      return 2;
    }
    line.err(error instanceof Error ? error.message : String(error));
    return error instanceof ConfigError || error instanceof DataDirLockedError ? 2 : 1;
  }
}

if (import.meta.main) {
  const code = await runMarket(Deno.args, {
    out: (line) => console.log(line),
    err: (line) => console.error(line),
    environment: readEnvironment,
  });
  Deno.exit(code);
}

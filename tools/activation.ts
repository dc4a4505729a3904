/** `deno task activation [--weeks N] [--json]`: how far accounts get, by the week in which they signed up. */
import { parseArgs } from "node:util";
import { z } from "zod";
import { ACTIVATION_STEPS, ACTIVATION_WEEKS } from "../contracts/activation.ts";
import { AppError } from "../contracts/errors.ts";
import { ConfigError, loadConfig } from "../server/config/config.ts";
import { DataDirLockedError } from "../server/db/data_dir_lock.ts";
import { openLog } from "../server/logging/log.ts";
import { showActivation } from "../server/operator/activation.ts";
import { runCommand } from "../server/operator/run_command.ts";
import { readEnvironment } from "../server/process/environment.ts";

const USAGE = `deno task activation [--weeks N] [--json]

Accounts that signed up in each of the last N weeks (${ACTIVATION_WEEKS}; Monday, UTC), and how many of them got a first result, compared
two runs, and had a first daily update. Counts alone; nothing leaves this machine.`;

const HEADINGS: Readonly<Record<(typeof ACTIVATION_STEPS)[number], string>> = {
  signed_up: "signed up",
  first_result: "first result",
  first_comparison: "first comparison",
  first_daily_update: "first daily update",
};

function parsed() {
  try {
    const { values } = parseArgs({
      options: {
        weeks: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
    const input = showActivation.input.safeParse(
      values.weeks === undefined ? {} : { weeks: Number(values.weeks) },
    );
    return input.success ? { ...values, input: input.data } : null;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

const options = parsed();
if (options === null || options.help) {
  console.log(USAGE);
  Deno.exit(options === null ? 2 : 0);
}
try {
  const config = loadConfig(await readEnvironment());
  const { log, close } = openLog(config, Date.now, "activation", (line) => console.error(line));
  try {
    const { cohorts } = await runCommand(config, showActivation, options.input, log);
    if (options.json) console.log(JSON.stringify(cohorts, null, 2));
    else {
      console.log(`week        ${ACTIVATION_STEPS.map((step) => HEADINGS[step]).join("  ")}`);
      for (const cohort of cohorts) {
        const cells = ACTIVATION_STEPS.map((step) =>
          String(cohort[step]).padStart(HEADINGS[step].length)
        );
        console.log(`${cohort.week}  ${cells.join("  ")}`);
      }
    }
  } finally {
    close();
  }
} catch (error) {
  const known = error instanceof ConfigError || error instanceof DataDirLockedError ||
    error instanceof AppError || error instanceof z.ZodError;
  if (!known) throw error;
  console.error(error.message);
  Deno.exit(2);
}
Deno.exit(0);

/**
 * `deno task users …`: help accounts from the machine that the app runs on. Embedded it goes through the running app, or opens
 * the data folder where no app has it; on PostgreSQL it asks the database.
 */
import { AppError } from "../contracts/errors.ts";
import { type Config, ConfigError, loadConfig } from "../server/config/config.ts";
import { DataDirLockedError } from "../server/db/data_dir_lock.ts";
import { openLog } from "../server/logging/log.ts";
import type { OperatorCommand } from "../server/operator/command.ts";
import {
  disableUser,
  listUsers,
  makeOwner,
  resetUserPassword,
  resetUserTwoStep,
} from "../server/operator/users.ts";
import { runCommand } from "../server/operator/run_command.ts";
import { readEnvironment } from "../server/process/environment.ts";

const USAGE = `deno task users list [PART OF AN EMAIL]
deno task users reset-password EMAIL   prints a link for a new password
deno task users reset-two-step EMAIL   turns two-step log-in off
deno task users make-owner EMAIL
deno task users disable EMAIL
deno task users enable EMAIL`;

type Run = <Input, Result>(
  command: OperatorCommand<Input, Result>,
  input: Input,
) => Promise<Result>;

const VERBS: Readonly<Record<string, (run: Run, email: string) => Promise<void>>> = {
  async "list"(run, search) {
    const { accounts, total } = await run(listUsers, { search });
    for (const { email, role, created_at, disabled_at } of accounts) {
      const state = disabled_at === null ? "" : "  disabled";
      console.log(`${created_at.slice(0, 10)}  ${role.padEnd(6)}  ${email}${state}`);
    }
    const rest = total - accounts.length;
    if (total === 0) console.log("No accounts.");
    else if (rest > 0) console.log(`… and ${rest} more; name a part of the email.`);
  },
  async "reset-password"(run, email) {
    const { link, minutes } = await run(resetUserPassword, { email });
    console.log(`This link works once, for ${minutes} minutes:\n${link}`);
  },
  async "reset-two-step"(run, email) {
    await run(resetUserTwoStep, { email });
    console.log(`${email} logs in with the password alone now.`);
  },
  async "make-owner"(run, email) {
    await run(makeOwner, { email });
    console.log(`${email} is an owner now.`);
  },
  async "disable"(run, email) {
    await run(disableUser, { email, disabled: true });
    console.log(`${email} is disabled and logged out. Its data stays.`);
  },
  async "enable"(run, email) {
    await run(disableUser, { email, disabled: false });
    console.log(`${email} can log in again.`);
  },
};

const [verb = "", email = "", ...more] = Deno.args;
const act = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
const asked = verb === "--help" || verb === "-h";
if (!act || more.length > 0 || (email === "" && verb !== "list")) {
  console.log(USAGE);
  Deno.exit(asked ? 0 : 2);
}
try {
  const config: Config = loadConfig(await readEnvironment());
  const { log, close } = openLog(config, Date.now, "users", (line) => console.error(line));
  try {
    await act((command, input) => runCommand(config, command, input, log), email);
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

/**
 * `deno task seed`: accounts with limits and strategies, as the files of `ops/seed` say.
 *
 * Exit status: 0 done; 1 it failed, or verify found differences; 2 the command line or a file is wrong, and nothing was written.
 */
import { parseArgs } from "node:util";
import { AppError } from "../contracts/errors.ts";
import { BackupError } from "../server/backup/backup_error.ts";
import { type Config, ConfigError, loadConfig } from "../server/config/config.ts";
import { DataDirLockedError } from "../server/db/data_dir_lock.ts";
import { openLog } from "../server/logging/log.ts";
import type { OperatorCommand } from "../server/operator/command.ts";
import { applySeeds, listSeedRuns, rollBackSeeds, verifySeeds } from "../server/operator/seeds.ts";
import { runCommand } from "../server/operator/run_command.ts";
import { readEnvironment } from "../server/process/environment.ts";
import { readSeedFiles } from "../server/seeds/files.ts";
import type { SeedReport } from "../server/seeds/service.ts";

const HELP = `Makes accounts with limits and strategies, as files say.

Usage:
  deno task seed lint              reads the files and says what is wrong with them
  deno task seed apply             makes what they ask for, as a numbered run
  deno task seed verify            says what has changed since the newest run
  deno task seed rollback RUN      goes back to what was said before that run
  deno task seed runs              lists all runs, with the digests of their files

Options:
  --folder   where the files are; ops/seed
  --yes      does not ask; apply and rollback ask where DATABASE_URL is set

An apply is done as a whole or not at all. What the files do not ask for any more is archived, and its
account disabled; nothing is deleted. A new version is saved where a strategy of the files is another one.

Exit status: 0 done; 1 it failed, or there are differences; 2 the command or a file is wrong.
`;

type Run = <Input, Result>(
  command: OperatorCommand<Input, Result>,
  input: Input,
) => Promise<Result>;

function printReport({ run, made, changed, removed, same }: SeedReport): void {
  for (const key of made) console.log(`made      ${key}`);
  for (const key of changed) console.log(`changed   ${key}`);
  for (const key of removed) console.log(`removed   ${key}`);
  console.log(
    `Run ${run}: ${made.length} made, ${changed.length} changed, ${removed.length} removed, ${same} as they were.`,
  );
}

/** Whether whoever sits there agrees, where it is production. */
function isAgreed({ databaseUrl }: Config, yes: boolean): boolean {
  if (databaseUrl === null || yes) return true;
  const { hostname, pathname } = new URL(databaseUrl);
  if (Deno.stdin.isTerminal() && Deno.stdout.isTerminal()) {
    return confirm(`This changes the database ${pathname.slice(1)} on ${hostname}. Go on?`);
  }
  console.error(
    `This changes the database ${pathname.slice(1)} on ${hostname}. Add --yes to go on.`,
  );
  return false;
}

async function main(args: readonly string[]): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        folder: { type: "string", default: "ops/seed" },
        yes: { type: "boolean", default: false },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    return 2;
  }
  const { values, positionals: [verb, number, ...rest] } = parsed;
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const takesRun = verb === "rollback";
  if (
    !["lint", "apply", "verify", "rollback", "runs"].includes(verb ?? "") || rest.length > 0 ||
    takesRun !== /^[1-9]\d{0,8}$/.test(number ?? "") || (!takesRun && number !== undefined)
  ) {
    console.error(HELP);
    return 2;
  }
  const files = verb === "lint" || verb === "apply" ? await readSeedFiles(values.folder) : null;
  if (files && files.manifest === null) {
    for (const problem of files.problems) console.error(problem);
    return 2;
  }
  if (verb === "lint") {
    const { accounts } = files!.manifest!;
    const strategies = accounts.reduce((sum, account) => sum + account.strategies.length, 0);
    console.log(
      `${
        Object.keys(files!.digests).length
      } files, ${accounts.length} accounts, ${strategies} strategies: nothing is wrong with them.`,
    );
    return 0;
  }
  try {
    const config = loadConfig(await readEnvironment());
    if ((verb === "apply" || takesRun) && !isAgreed(config, values.yes)) return 1;
    const { log, close } = openLog(config, Date.now, "seed", (line) => console.error(line));
    const run: Run = (command, input) => runCommand(config, command, input, log);
    try {
      if (verb === "apply") {
        printReport(await run(applySeeds, { manifest: files!.manifest!, digests: files!.digests }));
      } else if (takesRun) printReport(await run(rollBackSeeds, { run: Number(number) }));
      else if (verb === "runs") {
        for (const { id, action, of_run, at, digests } of await run(listSeedRuns, {})) {
          console.log(`${id}  ${at}  ${action}${of_run === null ? "" : ` ${of_run}`}`);
          for (const [name, digest] of Object.entries(digests)) {
            console.log(`     ${digest}  ${name}`);
          }
        }
      } else {
        const { run: newest, differences } = await run(verifySeeds, {});
        for (const difference of differences) console.log(difference);
        if (newest === null) console.log("No seeds were applied yet.");
        else if (differences.length === 0) console.log(`All is as run ${newest} has made it.`);
        return differences.length === 0 ? 0 : 1;
      }
      return 0;
    } finally {
      close();
    }
  } catch (error) {
    const known = error instanceof ConfigError || error instanceof DataDirLockedError ||
      error instanceof AppError || error instanceof BackupError;
    if (!known) throw error;
    console.error(error.message);
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));

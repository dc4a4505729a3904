/** The command line of `deno task mutants`. */
import { parseArgs } from "node:util";

export interface Options {
  /** Folders or files from the root of the project. */
  readonly folders: readonly string[];
  /** Mutants that are tried. */
  readonly count: number;
  /** The same seed picks the same mutants of the same sources. */
  readonly seed: number;
  /** Share of noticed mutants, percent, below which the command fails. */
  readonly atLeast: number;
  /** Test files a mutant is held against, nearest first. */
  readonly nearest: number;
}

/** The command cannot be understood; the message says which part. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const HELP = `deno task mutants [FOLDER|FILE …] [options]

Changes operators, bounds, constants and conditions of sources (engine/ when none is named), one at a time in a copy, and
runs the tests of the same room that reach the changed file through imports. Prints every change that no test noticed.
Exits with 1 when fewer are noticed than asked for, with 2 when the command or the tests as they are are at fault.

  --count N      mutants to try, picked at random (40)
  --seed N       picks others (1)
  --at-least N   percent that must be noticed (90)
  --nearest N    test files to run for a mutant, nearest first (20)
  --help         this text`;

const DEFAULTS = { count: 40, seed: 1, "at-least": 90, nearest: 20 };

/** Reads the arguments. @throws {UsageError} */
export function readOptions(args: readonly string[]): Options | "help" {
  const text = { type: "string" } as const;
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      options: {
        count: text,
        seed: text,
        "at-least": text,
        nearest: text,
        help: { type: "boolean" },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help) return "help";
  const number = (name: keyof typeof DEFAULTS, least: number, most: number): number => {
    const written = values[name];
    if (written === undefined) return DEFAULTS[name];
    const value = /^\d+$/.test(written) ? Number(written) : NaN;
    if (!(value >= least && value <= most)) {
      throw new UsageError(
        `--${name}: "${written}" is not a whole number from ${least} to ${most}`,
      );
    }
    return value;
  };
  return {
    folders: positionals.length > 0 ? positionals : ["engine"],
    count: number("count", 1, 100_000),
    seed: number("seed", 0, 4_294_967_295),
    atLeast: number("at-least", 0, 100),
    nearest: number("nearest", 1, 10_000),
  };
}

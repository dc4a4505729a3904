/** Every subcommand of `deno task market`. */
import type { MarketCommand } from "./command.ts";
import { check } from "./check.ts";
import { list } from "./list.ts";
import { restatements } from "./restatements.ts";
import { use } from "./use.ts";

export const MARKET_COMMANDS: readonly MarketCommand[] = [
  list,
  check,
  restatements,
  use,
];

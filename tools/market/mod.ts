/** Every subcommand of `deno task market`. */
import type { MarketCommand } from "./command.ts";
import { list } from "./list.ts";
import { use } from "./use.ts";

export const MARKET_COMMANDS: readonly MarketCommand[] = [
  list,
  use,
];

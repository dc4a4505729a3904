/** The command line of `deno task backtest`. */
import {
  OUT_HELP,
  parseFlags,
  RUN_FLAGS,
  RUN_HELP,
  type RunOptions,
  runOptionsOf,
  timeOf,
} from "./headless/run_options.ts";

export { UsageError } from "./headless/run_options.ts";

export interface Options extends RunOptions {
  readonly columns: readonly string[];
  readonly explain: { readonly bar: number } | { readonly timeMs: number } | null;
}

export const HELP = `deno task backtest --strategy S.json --candles C.csv [options]

Runs a strategy on a file of candles and writes the result as JSON. Exits with 0, or with 2 and a message on standard error
when the strategy, the candles or the command are at fault; nothing is written then.

${RUN_HELP}
  --columns LIST            adds the values of ports, for example rsi.value,dip.signal
  --explain BAR|TIME        prints every block's values at that candle instead: its number in the range, from 0, or a
                            time within it
${OUT_HELP}`;

const TEXT = { type: "string" } as const;

/** Reads the arguments. @throws {UsageError} */
export function readOptions(args: readonly string[]): Options | "help" {
  const values = parseFlags(args, { ...RUN_FLAGS, columns: TEXT, explain: TEXT });
  if (values.help) return "help";
  return {
    ...runOptionsOf(values),
    columns: (values.columns ?? "").split(",").map((name) => name.trim()).filter((name) =>
      name !== ""
    ),
    explain: values.explain === undefined ? null : explainOf(values.explain),
  };
}

function explainOf(text: string): { bar: number } | { timeMs: number } {
  return /^\d+$/.test(text) ? { bar: Number(text) } : { timeMs: timeOf("--explain", text) };
}

/** `deno task describe`: reads a strategy back in sentences. */
import { describeStrategy } from "../engine/mod.ts";
import { runCommand, write } from "./headless/command.ts";
import { readDocument } from "./headless/inputs.ts";
import {
  OUT_HELP,
  parseFlags,
  STRATEGY_FLAGS,
  STRATEGY_HELP,
  strategyOf,
} from "./headless/run_options.ts";

const HELP = `deno task describe --strategy S.json

Prints a strategy's sentences, one a line. A strategy that cannot run yet is read as far as it goes.

${STRATEGY_HELP}
${OUT_HELP}`;

await runCommand("describe", async () => {
  const values = parseFlags(Deno.args, STRATEGY_FLAGS);
  if (values.help) return await write(HELP, null);
  const { sentences } = describeStrategy(await readDocument(strategyOf(values)));
  await write(sentences.map(({ text }) => text).join("\n"), values.out ?? null);
});

/** `deno task sweep`: runs a strategy with many values of up to three of its numbers. */
import { runSweep } from "../engine/sweep.ts";
import { axisOf } from "./headless/axes.ts";
import { runCommand, write } from "./headless/command.ts";
import { readCandles, readStrategy } from "./headless/inputs.ts";
import {
  OUT_HELP,
  parseFlags,
  RUN_FLAGS,
  RUN_HELP,
  runOptionsOf,
  UsageError,
} from "./headless/run_options.ts";
import { TerminalProgress } from "./headless/terminal_progress.ts";

const HELP = `deno task sweep --strategy S.json --candles C.csv --axis rsi.period=5:30:1 [--axis …]

Runs every combination of the values of one to three numbers, and writes {axes, cells, metrics: {name: []}, sound: []}: the last
axis runs fastest; sound is 0 where values do not go together, and there is no metric then.

${RUN_HELP}
  --axis BLOCK.PARAM=FROM:TO:STEP
                            a number and its values, both ends included
${OUT_HELP}`;

await runCommand("sweep", async () => {
  const values = parseFlags(Deno.args, { ...RUN_FLAGS, axis: { type: "string", multiple: true } });
  if (values.help) return await write(HELP, null);
  const options = runOptionsOf(values);
  const axes = (values.axis ?? []).map(axisOf);
  if (axes.length === 0) throw new UsageError("--axis is needed.");
  const { document } = await readStrategy(options.strategy);
  const progress = new TerminalProgress();
  let output: string;
  try {
    const candles = await readCandles(options, progress);
    const result = await runSweep(candles, document, axes, options.settings, {
      onProgress: (done, total) => progress.show(`Running ${total} combinations`, done / total),
    });
    output = JSON.stringify({
      ...result,
      metrics: Object.fromEntries(
        Object.entries(result.metrics).map(([name, column]) => [
          name,
          Array.from(column, (value) => Number.isFinite(value) ? value : null),
        ]),
      ),
      sound: [...result.sound],
    });
  } finally {
    progress.clear();
  }
  await write(output, options.out);
});

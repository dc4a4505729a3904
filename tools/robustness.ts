/** `deno task robustness`: how far a run can be trusted. */
import { timeframeToMs } from "../engine/mod.ts";
import {
  type OtherMarket,
  ROBUSTNESS_TESTS,
  type RobustnessTestName,
  robustnessToJson,
  runRobustness,
} from "../engine/robustness.ts";
import { axisOf } from "./headless/axes.ts";
import { Refusal, runCommand, write } from "./headless/command.ts";
import { readCandles, readStrategy } from "./headless/inputs.ts";
import {
  numberOf,
  OUT_HELP,
  parseFlags,
  RUN_FLAGS,
  RUN_HELP,
  type RunOptions,
  runOptionsOf,
  UsageError,
} from "./headless/run_options.ts";
import { TerminalProgress } from "./headless/terminal_progress.ts";

const NAMES: readonly string[] = ROBUSTNESS_TESTS.map(({ name }) => name);

const HELP = `deno task robustness --strategy S.json --candles C.csv [options]

Tries to refute a run, and writes what each test found as JSON.

${RUN_HELP}
  --tests LIST              ${NAMES.join(", ")}; default: all
  --seed NUMBER             of chance, 0 or a whole number above it; default: the run's hash
  --axis BLOCK.PARAM=FROM:TO:STEP
                            what walk_forward chooses from; default: the two most fragile numbers
  --also FILE               candles of another market, ASSET_TIMEFRAME.csv (BTC-USDT_4h.csv); may be given again
  --trials N                variations of the strategy that were looked at, for skill (1)
  --trials-variance V       variance of their daily Sharpe ratios (0)
${OUT_HELP}`;

const LIST = { type: "string", multiple: true } as const;
const TEXT = { type: "string" } as const;

await runCommand("robustness", async () => {
  const values = parseFlags(Deno.args, {
    ...RUN_FLAGS,
    tests: TEXT,
    seed: TEXT,
    axis: LIST,
    also: LIST,
    trials: TEXT,
    "trials-variance": TEXT,
  });
  if (values.help) return await write(HELP, null);
  const options = runOptionsOf(values);
  const tests = values.tests === undefined ? undefined : testsOf(values.tests);
  const seed = values.seed === undefined ? undefined : wholeOf("--seed", values.seed);
  const axes = values.axis?.map(axisOf);
  const trials = {
    count: values.trials === undefined ? 1 : wholeOf("--trials", values.trials),
    variance: varianceOf(values["trials-variance"] ?? "0"),
  };
  const { document } = await readStrategy(options.strategy);
  const progress = new TerminalProgress();
  let output: string;
  try {
    const candles = await readCandles(options, progress);
    const others: OtherMarket[] = [];
    for (const path of values.also ?? []) others.push(await readOther(path, options, progress));
    progress.show("Testing", 0);
    const report = await runRobustness({
      candles,
      document,
      settings: options.settings,
      seed,
      axes,
      others,
      trials,
      tests,
      onTest: (test, done, total) => progress.show(`Testing: ${test}`, done / total),
    });
    output = JSON.stringify(robustnessToJson(report));
  } finally {
    progress.clear();
  }
  await write(output, options.out);
});

function testsOf(text: string): RobustnessTestName[] {
  const names = text.split(",").map((name) => name.trim()).filter((name) => name !== "");
  const unknown = names.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0 || names.length === 0) {
    throw new UsageError(
      `--tests: there is no ${unknown.join(", ") || "test named"}. There are ${NAMES.join(", ")}.`,
    );
  }
  return names as RobustnessTestName[];
}

function wholeOf(flag: string, text: string): number {
  const value = numberOf(flag, text);
  if (!(value >= 0 && Number.isSafeInteger(value))) {
    throw new UsageError(`${flag} must be a whole number, 0 or above, not "${text}".`);
  }
  return value;
}

function varianceOf(text: string): number {
  const value = numberOf("--trials-variance", text);
  if (!(value >= 0)) throw new UsageError("--trials-variance must be 0 or above.");
  return value;
}

/** `folder/BTC-USDT_4h_binance.csv` as asset and timeframe, with its candles. */
async function readOther(
  path: string,
  { dateOrder }: RunOptions,
  progress: TerminalProgress,
): Promise<OtherMarket> {
  const [, asset = "", timeframe = ""] =
    /([^/_]+)_([0-9]+[a-zA-Z]+)(?:_[^/]*)?\.[a-z.]+$/.exec(path) ?? [];
  const timeframeMs = timeframeToMs(timeframe);
  if (asset === "" || timeframeMs === undefined) {
    throw new Refusal(
      `--also ${path}: its name must be ASSET_TIMEFRAME.csv, like BTC-USDT_4h.csv.`,
    );
  }
  const candles = await readCandles({ candles: path, timeframeMs, dateOrder }, progress);
  return { asset: asset.replace("-", "/"), timeframe, candles };
}

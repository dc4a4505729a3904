/** How far a run can be trusted: the answers of the robustness lab. */
import { z } from "zod";
import { ROBUSTNESS_TESTS, type RobustnessTestName } from "../engine/robustness.ts";

const NAMES: readonly string[] = ROBUSTNESS_TESTS.map(({ name }) => name);

const value = z.number().nullable();
const quantiles = z.object({ p5: value, p25: value, p50: value, p75: value, p95: value });
const time = z.number().describe("Open time, Unix milliseconds");

const outcomes = {
  order: z.object({
    max_drawdown: quantiles,
    actual_max_drawdown: value,
    worse_share: value,
    longest_losing_streak: z.object({ p50: value, p95: value }),
  }),
  luck: z.object({ total_return: quantiles, max_drawdown: quantiles, loss_share: value }),
  missed: z.object({ total_return: quantiles }),
  late: z.array(z.object({
    bars: z.number(),
    total_return: value,
    max_drawdown: value,
    num_trades: value,
  })),
  costs: z.array(z.object({ multiple: z.number(), total_return: value, num_trades: value })),
  timing: z.object({ total_return: quantiles, p_value: value }),
  noise: z.object({ total_return: quantiles, num_trades: quantiles, gain_share: value }),
  parameters: z.object({
    each: z.array(z.object({
      block_id: z.string(),
      param: z.string(),
      from: z.number(),
      to: z.number(),
      total_return: value,
      max_drawdown: value,
      sharpe: value,
      num_trades: value,
    })),
    joint: quantiles,
    gain_share: value,
    median_kept: value,
  }),
  starts: z.array(z.object({
    from: time,
    total_return: value,
    cagr: value,
    buy_and_hold_return: value,
  })),
  markets: z.array(z.object({
    asset: z.string(),
    timeframe: z.string(),
    total_return: value,
    buy_and_hold_return: value,
    max_drawdown: value,
    num_trades: value,
  })),
  walk_forward: z.object({
    folds: z.array(z.object({
      train_from: time,
      train_to: time,
      test_from: time,
      test_to: time,
      params: z.record(z.string(), z.number()),
      train_sharpe: value,
      train_return: value,
      test_return: value,
      num_trades: value,
    })),
    total_return: value,
    max_drawdown: value,
    efficiency: value,
  }),
  skill: z.object({
    sharpe_daily: value,
    psr: value,
    dsr: value,
    trials: z.number(),
    days_needed: value,
    days: z.number(),
  }),
} as const satisfies Record<RobustnessTestName, z.ZodType>;

/** What a test found; `null` where it could not be done. */
const found = Object.fromEntries(
  Object.entries(outcomes).map(([name, schema]) => [name, schema.nullable().optional()]),
) as { [Name in RobustnessTestName]: z.ZodOptional<z.ZodNullable<(typeof outcomes)[Name]>> };

/** As `deno task robustness` writes it. */
export const robustnessSchema = z.object({
  engine_version: z.string(),
  run_hash: z.string(),
  seed: z.union([z.literal("run_hash"), z.number()]),
  actual: z.object({ total_return: value, max_drawdown: value, num_trades: value }),
  skipped: z.record(z.string(), z.string()).describe("Why a test could not be done, by its name"),
  ...found,
  answers: z.record(z.string(), z.enum(["held", "doubtful", "failed", "cannot_tell"])),
  verdict: z.enum(["no_gain", "refuted", "cannot_tell", "survives", "doubtful"]),
  decided_by: z.string().nullable(),
});
export type Robustness = z.infer<typeof robustnessSchema>;

/** While it is computed. */
export const robustnessPendingSchema = z.object({
  run_id: z.uuid(),
  status: z.enum(["pending", "running"]),
});

export const robustnessQuerySchema = z.object({
  /** Names of tests, divided by commas; all of them without it. */
  tests: z.string().max(300, "tests is a list of names, divided by commas.")
    .transform((text, context): readonly RobustnessTestName[] => {
      const names = [...new Set(text.split(",").map((name) => name.trim()).filter(Boolean))];
      const unknown = names.filter((name) => !NAMES.includes(name));
      if (names.length === 0 || unknown.length > 0) {
        const message = `There is no test ${unknown.join(", ") || "named"}. There are ${
          NAMES.join(", ")
        }.`;
        context.addIssue({ code: "custom", message });
        return z.NEVER;
      }
      return names as RobustnessTestName[];
    }).optional(),
});

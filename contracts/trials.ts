/** Variations of a strategy whose results were looked at: how they are reported, and what is kept of them. */
import { z } from "zod";
import { HIGHEST_SHARPE, MOST_TRIALS, TRIAL_HASH } from "./trial_bounds.ts";

const SHARPE = "A daily Sharpe ratio is a number from -1,000 to 1,000.";
const HASH = "A hash is 16 hex digits.";

const trialSchema = z.strictObject({
  hash: z.string(HASH).regex(TRIAL_HASH, HASH),
  sharpe_daily: z.number(SHARPE).min(-HIGHEST_SHARPE, SHARPE).max(HIGHEST_SHARPE, SHARPE),
});

export const reportTrialsSchema = z.strictObject({
  trials: z.array(trialSchema, "Send the variations as a list.")
    .max(MOST_TRIALS, `At most ${MOST_TRIALS} variations in one report.`),
});

export const trialsSchema = z.object({
  trials: z.number().int().describe("Different contents whose results were looked at"),
  variance: z.number().nullable()
    .describe("Sample variance of their daily Sharpe ratios; null for fewer than two"),
});
export type Trials = z.infer<typeof trialsSchema>;

/** Variations of a strategy whose results were looked at: how they are reported, and what is kept of them. */
import { z } from "zod";

/** Most variations in one report. */
export const MOST_TRIALS = 500;
/** A daily Sharpe ratio beyond this is none that candles can give. */
const HIGHEST_SHARPE = 1_000;

export const trialSchema = z.strictObject({
  /** Of the strategy's content, as the engine makes it: 16 hex digits. */
  hash: z.string("A hash is 16 hex digits.").regex(/^[0-9a-f]{16}$/, "A hash is 16 hex digits."),
  sharpe_daily: z.number("A daily Sharpe ratio is a number.")
    .min(-HIGHEST_SHARPE, "A daily Sharpe ratio is from -1,000 to 1,000.")
    .max(HIGHEST_SHARPE, "A daily Sharpe ratio is from -1,000 to 1,000."),
});
export type Trial = z.infer<typeof trialSchema>;

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

/** A value that the bounds allow; what a result without trades or of a curve without noise may give is not counted. */
export function asTrial(hash: string, sharpeDaily: number | null): Trial | null {
  const parsed = trialSchema.safeParse({ hash, sharpe_daily: sharpeDaily });
  return parsed.success ? parsed.data : null;
}

/** Candles of a run that their exchange has given other values for since. */
import { z } from "zod";

export const candleValuesSchema = z.object({
  open: z.number(),
  high: z.number(),
  low: z.number(),
  close: z.number(),
  volume: z.number(),
});

export const restatedSchema = z.object({
  candles: z.number().int().describe("How many of the candles that the run has read"),
  accepted: z.number().int()
    .describe("Those of them whose new values are stored: running again uses them"),
  sources: z.array(z.string()).describe("Who gave the new values, as in sentences"),
  largest_change: z.number().describe("Of a price, as a share of the old one"),
  changes: z.array(z.object({
    time: z.string().describe("Open time, ISO 8601, UTC"),
    timeframe: z.string(),
    accepted: z.boolean(),
    old: candleValuesSchema,
    new: candleValuesSchema,
  })).describe("The first 20 of them"),
});
export type Restated = z.infer<typeof restatedSchema>;

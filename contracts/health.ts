/** Whether the parts that the app stands on answer. */
import { z } from "zod";

const part = z.enum(["ok", "error"]);

export const marketDataHealthSchema = z.object({
  checked_at: z.string().describe("When stored candles were looked through last"),
  restated_candles: z.number().int()
    .describe("Stored candles that their exchange gives other values for, not decided yet"),
  findings: z.record(z.string(), z.number().int()).describe("How many of each kind"),
  shown: z.array(z.object({
    kind: z.string(),
    asset: z.string(),
    timeframe: z.string(),
    venue: z.string(),
    from: z.string(),
    to: z.string(),
    candles: z.number().int(),
    text: z.string(),
  })).describe("Those that matter most"),
});
export type MarketDataHealth = z.infer<typeof marketDataHealthSchema>;

export const healthSchema = z.object({
  status: part,
  db: part,
  queue: part,
  storage: part,
  /** Whether there is room for new work, where database, queue or results are on the server's own disk. */
  disk: z.enum(["ok", "full"]),
  /** What is known about stored candles; `null` before they are looked through for the first time. */
  market_data: marketDataHealthSchema.nullable(),
  version: z.string(),
});
export type Health = z.infer<typeof healthSchema>;

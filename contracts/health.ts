/** Whether the parts that the app stands on answer. */
import { z } from "zod";

const part = z.enum(["ok", "error"]);

/** A vendor of candles. */
export const vendorHealthSchema = z.object({
  name: z.string(),
  title: z.string(),
  state: z.enum(["working", "away"]).describe(
    "away: it is put aside, and the next vendor is asked until it answers again",
  ),
  since: z.string().nullable().describe("ISO 8601, UTC; null when it never was away"),
  last_answer: z.string().nullable().describe("ISO 8601, UTC; null when it was not asked yet"),
  reason: z.string().nullable().describe("Code of the failure that put it aside"),
});
export type VendorHealth = z.infer<typeof vendorHealthSchema>;
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
  /** Where candles come from, in the order of the settings; one that is away changes no status above. */
  vendors: z.array(vendorHealthSchema),
});
export type Health = z.infer<typeof healthSchema>;

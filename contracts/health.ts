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

export const healthSchema = z.object({
  status: part,
  db: part,
  queue: part,
  storage: part,
  /** Whether there is room for new work, where database, queue or results are on the server's own disk. */
  disk: z.enum(["ok", "full"]),
  version: z.string(),
  /** Where candles come from, in the order of the settings; one that is away changes no status above. */
  vendors: z.array(vendorHealthSchema),
});
export type Health = z.infer<typeof healthSchema>;

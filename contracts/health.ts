/** Whether the parts that the app stands on answer. */
import { z } from "zod";

const part = z.enum(["ok", "error"]);

export const healthSchema = z.object({
  status: part,
  db: part,
  queue: part,
  storage: part,
  version: z.string(),
});
export type Health = z.infer<typeof healthSchema>;

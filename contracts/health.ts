/** Whether the parts that the app stands on answer. */
import { z } from "zod";

const part = z.enum(["ok", "error"]);

export const healthSchema = z.object({
  status: part,
  db: part,
  queue: part,
  storage: part,
  /** Whether there is room for new work, where database, queue or results are on the server's own disk. */
  disk: z.enum(["ok", "full"]),
  version: z.string(),
});
export type Health = z.infer<typeof healthSchema>;

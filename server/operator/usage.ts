/** Commands about what is used: `deno task usage …`. */
import { z } from "zod";
import { monthSchema } from "../../contracts/plans.ts";
import { defineCommand } from "./command.ts";

export const showUsage = defineCommand({
  name: "usage",
  input: z.strictObject({ month: monthSchema.optional() }),
  run: ({ services: { meters } }, { month }) => meters.ofMonth(month),
});

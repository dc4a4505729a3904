/** The command about how far accounts get: `deno task activation`. */
import { z } from "zod";
import { MOST_ACTIVATION_WEEKS } from "../../contracts/activation.ts";
import { defineCommand } from "./command.ts";

export const showActivation = defineCommand({
  name: "activation",
  input: z.strictObject({ weeks: z.int().min(1).max(MOST_ACTIVATION_WEEKS).optional() }),
  run: ({ services: { onboarding } }, { weeks }) => onboarding.activation(weeks),
});

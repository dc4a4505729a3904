/** Commands about candles that a vendor gives other values for: `deno task market restatements`. */
import { z } from "zod";
import { AT_THE_MACHINE } from "../accounts/administration.ts";
import { defineCommand } from "./command.ts";

/** Candles that are handed out; the others are counted. */
const LISTED = 50;

export const listRestatements = defineCommand({
  name: "restatements-list",
  input: z.strictObject({}),
  async run({ services: { marketData: { restatements } } }) {
    return {
      open: await restatements.list({ status: "open", limit: LISTED }),
      candles: (await restatements.open()).candles,
    };
  },
});

export const decideRestatements = defineCommand({
  name: "restatements-decide",
  input: z.strictObject({
    choice: z.enum(["accept", "reject"]),
    ids: z.union([z.literal("all"), z.array(z.uuid()).min(1)]),
  }),
  run: ({ services: { operatorRestatements } }, { choice, ids }) =>
    operatorRestatements.decide(AT_THE_MACHINE, choice, ids),
});

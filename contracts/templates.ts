/** Templates with what each would have made on a market. */
import { z } from "zod";
import { TEMPLATE_KINDS } from "../engine/mod.ts";
import { assetSchema, timeframeSchema } from "./markets.ts";

export const templatesQuerySchema = z.object({
  asset: assetSchema.optional(),
  timeframe: timeframeSchema.optional(),
});

const timeSchema = z.string().describe("ISO 8601, UTC");

/** What a template made of the stored candles, with the default costs. */
export const templateResultSchema = z.object({
  total_return: z.number().nullable(),
  buy_and_hold_return: z.number().nullable(),
  max_drawdown: z.number().nullable(),
  num_trades: z.number().int().nullable(),
  sparkline: z.array(z.number())
    .describe("Points of the equity at even distances, as multiples of the starting capital"),
});
export type TemplateResult = z.infer<typeof templateResultSchema>;

export const templatesSchema = z.object({
  asset: assetSchema,
  timeframe: timeframeSchema,
  candles_from: timeSchema.nullable().describe("null when no candles of the market are stored"),
  candles_until: timeSchema.nullable().describe("Exclusive"),
  templates: z.array(z.object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(TEMPLATE_KINDS),
    summary: z.string(),
    when_it_works: z.string(),
    when_it_fails: z.string(),
    result: templateResultSchema.nullable()
      .describe("null without candles, and when there are too few for the template"),
  })),
});

/** Ready-made strategies. */
import { templatesQuerySchema, templatesSchema } from "../templates.ts";
import type { Declarations } from "./endpoint.ts";

const tag = "Templates";

export const templateEndpoints = {
  "GET /templates": {
    summary: "The templates, with what each made of the newest two years of stored candles",
    tag,
    open: true,
    query: templatesQuerySchema,
    status: 200,
    response: templatesSchema,
  },
} as const satisfies Declarations;

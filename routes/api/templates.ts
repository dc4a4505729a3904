/** Ready-made strategies. */
import type { templateEndpoints } from "../../contracts/endpoints/templates.ts";
import { TEMPLATES } from "../../engine/mod.ts";
import { templateResults } from "../../server/backtests/template_results.ts";
import type { Handlers } from "./endpoint.ts";

export const templateHandlers: Handlers<typeof templateEndpoints> = {
  "GET /templates": async ({ services, query }) => {
    const { asset = "BTC/USDT", timeframe = "1d" } = query;
    const { from, to, byId } = await templateResults(services, { asset, timeframe });
    return {
      asset,
      timeframe,
      candles_from: from,
      candles_until: to,
      templates: TEMPLATES.map(({ document: _document, ...words }) => ({
        ...words,
        result: byId.get(words.id) ?? null,
      })),
    };
  },
};

/** Documents and candles from the API, in a page or in a thread of one. */
import { hashedVenue } from "../../../contracts/engine_settings.ts";
import { api, fetchCandles } from "../../../contracts/client/api_client.ts";
import type { InquirySources } from "./inquiry.ts";

export const webSources: InquirySources = {
  async document({ strategy_id, version_number }) {
    const params = { id: strategy_id, n: version_number };
    return (await api("GET /strategies/{id}/versions/{n}", { params })).definition;
  },
  candles: (run, historyBars) => {
    const { asset, timeframe, import: own, date_from: from, date_to: to, venue } = run;
    const stretch = { asset, timeframe, import: own, from, to, historyBars };
    return fetchCandles({ ...stretch, ...hashedVenue(venue, own) });
  },
};

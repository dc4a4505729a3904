/** Documents and candles from the API, in a page or in a thread of one. */
import type { Version } from "../../../contracts/strategies.ts";
import { api, fetchCandles } from "../../../contracts/api_client.ts";
import type { InquirySources } from "./inquiry.ts";

export const webSources: InquirySources = {
  async document({ strategy_id, version_number }) {
    const path = `/strategies/${strategy_id}/versions/${version_number}`;
    return (await api.get<Version>(path)).definition;
  },
  candles: ({ asset, timeframe, date_from: from, date_to: to }, historyBars) =>
    fetchCandles({ asset, timeframe, from, to, historyBars }),
};

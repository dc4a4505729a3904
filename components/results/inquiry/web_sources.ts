/** Documents and candles from the API, in a page or in a thread of one. */
import type { ErrorBody } from "../../../contracts/errors.ts";
import type { InquirySources } from "./inquiry.ts";

export const webSources: InquirySources = {
  async document({ strategy_id, version_number }) {
    const response = await ask(
      `/strategies/${strategy_id}/versions/${version_number}`,
      "application/json",
    );
    const version: { definition: unknown } = await response.json();
    return version.definition;
  },
  async candles({ asset, timeframe, date_from, date_to }, historyBars) {
    const search = new URLSearchParams({
      asset,
      timeframe,
      from: date_from,
      to: date_to,
      history_bars: String(historyBars),
    });
    return await (await ask(`/candles?${search}`, "application/octet-stream")).arrayBuffer();
  },
};

async function ask(path: string, accept: string): Promise<Response> {
  const response = await fetch(`/api/v1${path}`, {
    credentials: "same-origin",
    headers: { accept },
  }).catch(() => {
    throw new Error("The prices could not be loaded: the server could not be reached.");
  });
  if (response.ok) return response;
  const body: ErrorBody | null = await response.json().catch(() => null);
  throw new Error(body?.error.message ?? "The prices could not be loaded. Try again later.");
}

/** What was restated of a run's candles, as the API has it. */
import type { Restated } from "../../contracts/restated.ts";
import { sourceInWords, timeframesRead } from "../market_data/base_timeframe.ts";
import { FROM_FILE, type Restatements } from "../market_data/restatements.ts";
import type { RunRow } from "./queries.ts";

/** `null` when nothing was, and for a run that has no result. */
export async function restatedOf(
  restatements: Pick<Restatements, "of">,
  row: RunRow,
): Promise<Restated | null> {
  const { asset, venue, timeframe, started_at } = row;
  if (row.status !== "completed" || venue === null || started_at === null) return null;
  const found = await restatements.of({
    asset,
    venue,
    timeframes: timeframesRead(venue, timeframe),
    fromMs: (row.candles_from ?? row.date_from).getTime(),
    toMs: row.date_to.getTime(),
    startedMs: started_at.getTime(),
  });
  if (found === null) return null;
  return {
    candles: found.candles,
    accepted: found.accepted,
    sources: found.vendors.map((name) => name === FROM_FILE ? "a file" : sourceInWords(name)),
    largest_change: found.largestChange,
    changes: found.changes.map(({ timeMs, timeframe, status, old, given }) => ({
      time: new Date(timeMs).toISOString(),
      timeframe,
      accepted: status === "accepted",
      old,
      new: given,
    })),
  };
}

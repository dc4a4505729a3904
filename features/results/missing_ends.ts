/** What a run asked for and did not get: days before the first candle, or after the last. */
import type { Run } from "../../contracts/backtests.ts";
import { date } from "../../text/format.ts";
import type { ResultSummary } from "../../components/result_words/result.ts";

/** Less than this is the newest candle on its way, or a day's late opening: nothing that changes a result. */
const WORTH_SAYING_MS = 86_400_000;

/** A sentence for each end of the period that has no candles; none when the candles fill it. */
export function missingEnds(
  { asset, date_from, date_to }: Pick<Run, "asset" | "date_from" | "date_to">,
  { first_time, last_time }: Pick<ResultSummary["data"], "first_time" | "last_time">,
  timeframeMs: number,
): string[] {
  const sentences: string[] = [];
  const least = Math.max(WORTH_SAYING_MS, timeframeMs);
  const endMs = Date.parse(date_to);
  if (first_time - Date.parse(date_from) > least) {
    sentences.push(
      `The candles of ${asset} begin on ${date(first_time)}. The days before, from ${
        date(date_from)
      } on, are not part of the result.`,
    );
  }
  if (endMs - (last_time + timeframeMs) > least) {
    sentences.push(
      `The candles of ${asset} end on ${date(last_time)}. The days after, up to ${
        date(endMs - 1)
      }, are not part of the result.`,
    );
  }
  return sentences;
}

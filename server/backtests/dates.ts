/** The date range of a run, made to fit the candles there can be. */
import { nextCandleOpen } from "../../engine/mod.ts";
import { AppError } from "../../contracts/errors.ts";

const DAY_MS = 86_400_000;
const EARLIEST_MS = Date.UTC(2009, 0, 1);

export interface RunRange {
  readonly from: Date;
  readonly to: Date;
}

/**
 * The range with its end moved back to the close of the newest closed candle.
 *
 * @throws {AppError} `invalid_input`, with the field as the issue's path, for a range that holds no closed candle
 */
export function fitRange(
  { from, to }: RunRange,
  { timeframe, timeframeMs, closedBeforeMs }: {
    readonly timeframe: string;
    readonly timeframeMs: number;
    /** Close of the newest closed candle, Unix ms. */
    readonly closedBeforeMs: number;
  },
): RunRange {
  const fromMs = from.getTime();
  const toMs = Math.min(to.getTime(), closedBeforeMs);
  if (fromMs < EARLIEST_MS) throw wrong("date_from", "Choose a start from 1 January 2009 on.");
  if (fromMs >= to.getTime()) throw wrong("date_to", "The end must be after the start.");
  if (fromMs >= closedBeforeMs) {
    const last = new Date(closedBeforeMs).toISOString().slice(0, closedBeforeMs % DAY_MS ? 16 : 10);
    throw wrong(
      "date_from",
      `No ${timeframe} candle has closed after that date yet. Choose a start before ${
        last.replace("T", " ")
      } UTC.`,
    );
  }
  if (nextCandleOpen(fromMs, timeframeMs) >= toMs) {
    throw wrong("date_to", `There is no closed ${timeframe} candle between these dates.`);
  }
  return { from, to: new Date(toMs) };
}

function wrong(path: string, message: string): AppError {
  return new AppError("invalid_input", message, { issues: [{ path, message }] });
}

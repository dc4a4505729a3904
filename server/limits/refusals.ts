/** The message of a reached limit: what it is, what does not count, and what to do. */
import { AppError, type Issue } from "../../contracts/errors.ts";
import { backtestsFull, strategiesFull } from "../../contracts/limits.ts";

interface Count {
  readonly used: number;
  readonly limit: number;
}

/** One strategy too many. */
export function strategy({ used, limit }: Count): AppError {
  return refusal(`${strategiesFull({ used, limit })} Archived strategies do not count.`, {
    code: "strategies",
    used,
    limit,
  });
}

/** One backtest too many today. */
export function backtest(
  { used, limit, resetsAt, nowMs }: Count & { readonly resetsAt: Date; readonly nowMs: number },
): AppError {
  return refusal(
    `${backtestsFull({ used, limit })} It resets at 00:00 UTC, in about ${
      inWords(resetsAt.getTime() - nowMs)
    }. Live results in the editor do not count.`,
    { code: "backtests_per_day", used, limit, resets_at: resetsAt.toISOString() },
  );
}

/** One backtest too many at a time. */
export function openBacktest({ used, limit }: Count): AppError {
  return refusal(
    `You have ${
      used === 1 ? "1 backtest" : `${used} backtests`
    } waiting or running; ${limit} at a time is the beta limit. Wait until one has finished.`,
    { code: "open_backtests", used, limit },
  );
}

/** One import of candles too many. */
export function importSeries({ used, limit }: Count): AppError {
  const imports = limit === 1 ? "1 import" : `${limit} imports`;
  return refusal(
    `You have ${used} of ${imports} of candles, the beta limit. Delete one under Data, or add to one that you have.`,
    { code: "imports", used, limit },
  );
}

/** More candles than there is room for. */
export function importCandles(
  { used, limit, newCandles }: Count & { readonly newCandles: number },
): AppError {
  return refusal(
    `This file would add ${grouped(newCandles)} ${
      newCandles === 1 ? "candle" : "candles"
    } to your ${grouped(used)}; the beta limit is ${
      grouped(limit)
    }. Delete an import under Data, or choose a shorter file.`,
    { code: "import_candles", used, limit },
  );
}

/** The room of an import was given away, or its series deleted, while it was being stored. */
export function importTakenBack(): AppError {
  return new AppError(
    "unavailable",
    "The import was interrupted and nothing of it was kept. Import the file again.",
  );
}

function refusal(message: string, about: Omit<Issue, "message">): AppError {
  return new AppError("limit_reached", message, { issues: [{ ...about, message }] });
}

function inWords(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  if (minutes < 60) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours === 1 ? "1 hour" : `${hours} hours`;
}

function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

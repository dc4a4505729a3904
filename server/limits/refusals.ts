/** The message of a reached limit: what it is, what does not count, and what to do. */
import { AppError, type Issue } from "../../contracts/errors.ts";
import { backtestsFull, strategiesFull } from "../../contracts/limits.ts";
import type { Entitlements, Plan } from "../plans/plans.ts";

interface Count {
  readonly used: number;
  readonly limit: number;
}

/** A plan that is sold to an account whose own does not allow more. */
export interface Offer {
  readonly plan: Pick<Plan, "title" | "entitlements">;
  /** Where it is bought. */
  readonly path: string;
}

/** One strategy too many. */
export function strategy({ used, limit }: Count, offer: Offer | null = null): AppError {
  return refusal(
    `${strategiesFull({ used, limit })} Archived strategies do not count.`,
    { code: "strategies", used, limit },
    offered(offer, "strategies", limit),
  );
}

/** One backtest too many today. */
export function backtest(
  { used, limit, resetsAt, nowMs }: Count & { readonly resetsAt: Date; readonly nowMs: number },
  offer: Offer | null = null,
): AppError {
  return refusal(
    `${backtestsFull({ used, limit })} It resets at 00:00 UTC, in about ${
      inWords(resetsAt.getTime() - nowMs)
    }. Live results in the editor do not count.`,
    { code: "backtests_per_day", used, limit, resets_at: resetsAt.toISOString() },
    offered(offer, "backtestsPerDay", limit),
  );
}

/** One backtest too many at a time. */
export function openBacktest({ used, limit }: Count, offer: Offer | null = null): AppError {
  return refusal(
    `You have ${
      used === 1 ? "1 backtest" : `${used} backtests`
    } waiting or running; ${limit} at a time is the beta limit. Wait until one has finished.`,
    { code: "open_backtests", used, limit },
    offered(offer, "openBacktests", limit),
  );
}

/** One import of candles too many. */
export function importSeries({ used, limit }: Count, offer: Offer | null = null): AppError {
  const imports = limit === 1 ? "1 import" : `${limit} imports`;
  return refusal(
    `You have ${used} of ${imports} of candles, the beta limit. Delete one under Data, or add to one that you have.`,
    { code: "imports", used, limit },
    offered(offer, "imports", limit),
  );
}

/** More candles than there is room for. */
export function importCandles(
  { used, limit, newCandles }: Count & { readonly newCandles: number },
  offer: Offer | null = null,
): AppError {
  return refusal(
    `This file would add ${grouped(newCandles)} ${
      newCandles === 1 ? "candle" : "candles"
    } to your ${grouped(used)}; the beta limit is ${
      grouped(limit)
    }. Delete an import under Data, or choose a shorter file.`,
    { code: "import_candles", used, limit },
    offered(offer, "importCandles", limit),
  );
}

/** One strategy too many that is run every day. */
export function dailyUpdate({ used, limit }: Count, offer: Offer | null = null): AppError {
  const all = limit === 1 ? "1 strategy" : `${limit} strategies`;
  return refusal(
    limit === 0
      ? "Daily updates are not part of your plan."
      : `You have daily updates on for ${used} of ${all}, your limit. Turn one off to turn another on.`,
    { code: "daily_updates", used, limit },
    offered(offer, "dailyUpdates", limit),
  );
}

/** One followed version too many. */
export function follow({ used, limit }: Count, offer: Offer | null = null): AppError {
  return refusal(
    `You follow ${used} of ${
      limit === 1 ? "1 version" : `${limit} versions`
    }, your limit. Stop one to follow another.`,
    // Its name is from before limits had codes.
    { path: "follows", code: "follows", used, limit },
    offered(offer, "follows", limit),
  );
}

/** One API key too many. */
export function apiKey({ used, limit }: Count, offer: Offer | null = null): AppError {
  return refusal(
    `You have ${used} of ${limit === 1 ? "1 API key" : `${limit} API keys`}. Revoke one first.`,
    { code: "api_keys", used, limit },
    offered(offer, "apiKeys", limit),
  );
}

/** What of the offer helps: its sentence, and where it is; nothing where it allows no more either. */
function offered(
  offer: Offer | null,
  name: keyof Entitlements,
  limit: number,
): { readonly words: string; readonly fields: Pick<Issue, "plan" | "upgrade"> } | null {
  if (offer === null) return null;
  const allowed = offer.plan.entitlements[name];
  if (allowed !== null && allowed <= limit) return null;
  return {
    words: ` ${offer.plan.title} allows ${allowed === null ? "all of them" : grouped(allowed)}.`,
    fields: { plan: "free", upgrade: offer.path },
  };
}

/** The room of an import was given away, or its series deleted, while it was being stored. */
export function importTakenBack(): AppError {
  return new AppError(
    "unavailable",
    "The import was interrupted and nothing of it was kept. Import the file again.",
  );
}

function refusal(
  words: string,
  about: Omit<Issue, "message">,
  offer: ReturnType<typeof offered>,
): AppError {
  const message = `${words}${offer?.words ?? ""}`;
  return new AppError("limit_reached", message, {
    issues: [{ ...about, ...offer?.fields, message }],
  });
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
